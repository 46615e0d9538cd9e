/** By web push: encrypted for the browser (RFC 8291), signed for the push service (RFC 8292). */
import webPush from 'web-push';
import { messageOf } from '../../core/errors.ts';
import { mayReach } from '../../customers/index.ts';
import type { Database } from '../../store/index.ts';
import type { Outcome } from '../outbox/message.ts';
import type { LinkWriter } from '../words/links.ts';
import { pushMessage } from '../words/push-message.ts';
import { type PushRules, sendPush } from './push-request.ts';
import { removeSubscription, subscriptionsOf } from './push-subscriptions.ts';
import type { VapidKeys } from './vapid.ts';
import type { FindWay } from './way.ts';

export interface PushWayParts {
  readonly database: Database;
  readonly vapid: VapidKeys;
  /** `mailto:` or https address of the shop, which push services may write to. */
  readonly subject: string;
  readonly links: LinkWriter;
  readonly rules?: PushRules | undefined;
}

/** A push that nobody could be handed within a day is not handed over. */
const timeToLiveS = 86_400;

export function pushWay({ database, vapid, subject, links, rules }: PushWayParts): FindWay {
  return async ({ message, person, alerts, words }) => {
    if (!mayReach(person, message.purpose, 'push').allowed) return undefined;
    // One browser, the one in use: the same news on every device would be the same news twice.
    const [subscription] = await subscriptionsOf(database, person.recordIds);
    if (!subscription) return undefined;
    const { id, endpoint, p256dh, auth } = subscription;
    return {
      kind: 'outside',
      channel: 'push',
      address: endpoint,
      async send(): Promise<Outcome> {
        const payload = JSON.stringify(pushMessage(message.id, alerts, words, links));
        try {
          const { headers, body } = webPush.generateRequestDetails(
            { endpoint, keys: { p256dh, auth } },
            payload,
            {
              vapidDetails: { subject, ...vapid },
              TTL: timeToLiveS,
              contentEncoding: 'aes128gcm',
            },
          );
          const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
          return await sendPush({ endpoint, headers: Object.fromEntries(named), body }, rules);
        } catch (error) {
          return { kind: 'never', reason: `the subscription's keys cannot be used: ${messageOf(error)}` };
        }
      },
      gone: () => [removeSubscription(id)],
    };
  };
}
