/** Runs in the background of the shop's page: shows what the shop sends, and opens it when it is pressed. */

interface PushEventLike extends Event {
  readonly data: { json(): unknown } | null;
  waitUntil(work: Promise<unknown>): void;
}

interface ClickEventLike extends Event {
  readonly notification: Notification;
  waitUntil(work: Promise<unknown>): void;
}

/** The part of the worker's global that is used here. */
interface WorkerScope extends EventTarget {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(url: string): Promise<unknown>; claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}

interface Told {
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly tag: string;
  readonly language: string;
}

export function work(scope: WorkerScope): void {
  scope.addEventListener('install', () => void scope.skipWaiting());
  scope.addEventListener('activate', () => void scope.clients.claim());
  scope.addEventListener('push', (event) => {
    if (!isPush(event)) return;
    const told = toldIn(event.data?.json());
    if (!told) return;
    const { title, body, url, tag, language } = told;
    event.waitUntil(scope.registration.showNotification(title, { body, tag, lang: language, data: { url } }));
  });
  scope.addEventListener('notificationclick', (event) => {
    if (!isClick(event)) return;
    event.notification.close();
    const { url } = event.notification.data ?? {};
    if (typeof url === 'string' && /^https?:/.test(url)) event.waitUntil(scope.clients.openWindow(url));
  });
}

function isPush(event: Event): event is PushEventLike {
  return 'data' in event && 'waitUntil' in event;
}

function isClick(event: Event): event is ClickEventLike {
  return 'notification' in event && 'waitUntil' in event;
}

function toldIn(message: unknown): Told | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const told = { title: '', body: '', url: '', tag: '', language: 'en', ...message };
  return told.title === '' ? undefined : told;
}

function isWorker(scope: unknown): scope is WorkerScope {
  return typeof scope === 'object' && scope !== null && 'registration' in scope && 'skipWaiting' in scope;
}

const here: unknown = globalThis;
if (isWorker(here)) work(here);
