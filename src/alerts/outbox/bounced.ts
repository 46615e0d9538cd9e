/** A mail that came back: it is known not to have arrived, its address is off, and another way to them is tried. */
import type { Ids } from '../../core/ids.ts';
import type { CustomerProfile } from '../../customers/index.ts';
import type { Database } from '../../store/index.ts';
import { switchOff } from '../delivery/channel-off.ts';
import type { People } from '../people.ts';
import { stepsOfMessage } from '../steps.ts';
import { messageOfRow } from './message.ts';

export interface BounceParts {
  readonly database: Database;
  readonly people: Pick<People, 'load'>;
  readonly ids: Ids;
  readonly now: () => number;
}

/** Ours are `<alert-ID@…>`; nobody but who was sent the mail knows the id. */
const ours = /^<?alert-([^@<>\s]+)@/u;

/**
 * Told twice it counts once. Only an address that the customer still has is switched off.
 * @param recipient the address that the report names; any of theirs if left out.
 * @returns false for a mail that is none of an alert.
 */
export async function mailBounced(
  { database, people, ids, now }: BounceParts,
  { messageId, reason, recipient }: { messageId: string; reason: string; recipient?: string | undefined },
): Promise<boolean> {
  const id = ours.exec(messageId)?.[1];
  if (id === undefined) return false;
  const [row] = await database.read('SELECT * FROM alert_message WHERE id = $1', [id]);
  if (!row) return false;
  const { customerId, barred } = messageOfRow(row);
  const at = now();
  const address = addressOf((await people.load([customerId])).get(customerId), recipient);
  const again = row.channel === 'email' && (row.status === 'sent' || row.status === 'unknown');
  await database.write([
    ...(address === undefined
      ? []
      : [switchOff(customerId, { channel: 'email', address }, `it came back: ${reason}`, at)]),
    ...(again
      ? [
          {
            sql: `UPDATE alert_message SET status = 'queued', barred = $2, due_at = $3, sent_at = NULL, sent_as = NULL
                  WHERE id = $1 AND status IN ('sent', 'unknown')`,
            params: [id, JSON.stringify([...barred, 'email']), at],
          },
          stepsOfMessage(id, { step: 'retried', reason: `email: it came back: ${reason}`, at }, ids),
        ]
      : []),
  ]);
  return true;
}

function addressOf(person: CustomerProfile | undefined, recipient: string | undefined): string | undefined {
  const own = person?.emails.map(({ address }) => address) ?? [];
  return recipient === undefined ? own[0] : own.find((address) => address === recipient.toLowerCase());
}
