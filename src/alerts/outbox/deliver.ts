/** Sends what is due: picks the way, and notes the end of it before anything else can happen to the message. */
import { hasCode, messageOf } from '../../core/errors.ts';
import { languageOfLocale } from '../../core/language.ts';
import type { Log } from '../../core/log.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import type { Database } from '../../store/index.ts';
import { alertOfRow, type StoredAlert } from '../alert-store.ts';
import { switchOff } from '../delivery/channel-off.ts';
import type { FindWay, OpenWay } from '../delivery/way.ts';
import type { People } from '../people.ts';
import { consentObstacles, isChosenForThem } from '../reach.ts';
import { wordsIn } from '../words/words.ts';
import type { OutboxMessage } from './message.ts';
import type { Outbox } from './outbox.ts';

export interface DeliveryParts {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly people: People;
  readonly knowledge: () => Knowledge;
  /** In the order in which they are tried. */
  readonly ways: readonly FindWay[];
  readonly now: () => number;
  readonly log: Log;
}

const atOnce = 20;

/** Sends up to a batch of messages. @returns how many were taken, so that the caller knows whether to go on at once. */
export async function deliverDue(parts: DeliveryParts): Promise<number> {
  const messages = await parts.outbox.take(atOnce);
  await Promise.all(
    messages.map((message) =>
      deliver(parts, message).catch((error: unknown) => {
        // Not ours any more: another process looks after it. Anything else leaves the lease to run out.
        if (!hasCode(error, 'store.conflict'))
          parts.log.warn(
            { message: message.id, error: messageOf(error) },
            'an alert could not be delivered yet',
          );
      }),
    ),
  );
  return messages.length;
}

async function deliver(parts: DeliveryParts, message: OutboxMessage): Promise<void> {
  const { database, outbox, people, ways, now } = parts;
  const [persons, rows] = await Promise.all([
    people.load([message.customerId]),
    database.read('SELECT * FROM alert WHERE message_id = $1 ORDER BY score DESC, id', [message.id]),
  ]);
  const person = persons.get(message.customerId);
  if (!person)
    return outbox.settle(message, { status: 'failed', reason: 'there is no such customer any more' });
  if (message.expiresAt <= now())
    return outbox.settle(message, { status: 'failed', reason: 'it came too late' });
  const alerts = rows.map(alertOfRow).filter((alert) => isStillWanted(alert, parts, person));
  if (alerts.length === 0)
    return outbox.settle(message, { status: 'failed', reason: 'they do not want it any more' });
  const words = wordsIn(person.language ?? languageOfLocale(undefined), parts.knowledge());
  for (const findWay of ways) {
    const way = await findWay({ message, person, alerts, words });
    if (!way || message.barred.includes(way.channel)) continue;
    return way.kind === 'own' ? commitOwn(outbox, message, way) : sendOutside(parts, message, way);
  }
  // Consent may open a way later, such as a chat that is begun: the message waits for it as long as it is of use.
  await outbox.settle(message, {
    status: 'queued',
    reason: 'no way to them is open now',
    waitMs: 15 * 60_000,
    untried: true,
  });
}

function isStillWanted(
  alert: StoredAlert,
  { now }: DeliveryParts,
  person: Parameters<typeof consentObstacles>[0],
): boolean {
  if (alert.expiresAt <= now()) return false;
  return consentObstacles(person, alert.purpose, isChosenForThem(alert)).length === 0;
}

async function commitOwn(
  outbox: Outbox,
  message: OutboxMessage,
  way: Extract<OpenWay, { kind: 'own' }>,
): Promise<void> {
  try {
    await way.commit((as) => outbox.sentWith(message, way.channel, as));
  } catch (error) {
    if (!hasCode(error, 'conversation.unknown') && !hasCode(error, 'conversation.conflict')) throw error;
    await outbox.settle(message, {
      status: 'queued',
      reason: 'the conversation ended, or a person took it, just now',
      untried: true,
      waitMs: 60_000,
    });
  }
}

async function sendOutside(
  { outbox, now }: DeliveryParts,
  message: OutboxMessage,
  way: Extract<OpenWay, { kind: 'outside' }>,
): Promise<void> {
  await outbox.beginSending(message, way.channel);
  const outcome = await way.send();
  switch (outcome.kind) {
    case 'sent':
      return outbox.settle(message, { status: 'sent', as: outcome.as, reason: `by ${way.channel}` });
    case 'unknown':
      return outbox.settle(message, { status: 'unknown', reason: `${way.channel}: ${outcome.reason}` });
    case 'later':
      return outbox.settle(message, { status: 'queued', reason: `${way.channel}: ${outcome.reason}` });
    case 'never':
      return outbox.settle(
        message,
        { status: 'queued', reason: `${way.channel}: ${outcome.reason}`, waitMs: 0, bar: way.channel },
        [switchOff(message.customerId, way, outcome.reason, now()), ...(way.gone?.() ?? [])],
      );
  }
}
