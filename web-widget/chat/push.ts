/** Lets the shop notify this browser: the service worker, the browser's leave, and the subscription. */
import { fields, text } from '../wire/activity.ts';

/** Where the shop's own page serves the worker; pages of other sites put a file there that imports ours. */
const workerPath = '/shopdesk-service-worker.js';

/** The key in a button that asks for notifications. */
export function pushKeyIn(value: unknown): string | undefined {
  const { shopdesk, publicKey } = fields(value);
  return shopdesk === 'push' ? text(publicKey) : undefined;
}

/** Rejects where the browser cannot, or the shopper does not want it. */
export async function subscribeToPush(publicKey: string): Promise<object> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('not granted');
  await navigator.serviceWorker.register(workerPath);
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  return subscription.toJSON();
}
