/** Messages of which nobody knows whether they arrived: listed for the operator, who settles each by hand. */
import { ShopdeskError } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Database } from '../../store/index.ts';
import { alertOfRow } from '../alert-store.ts';
import type { UnsettledAlert } from '../operator-shapes.ts';
import type { Words } from '../words/words.ts';

/** `sent`: it arrived, or may be taken to have. `again`: it did not, and is sent once more. */
export const settlements = ['sent', 'again'] as const;
export type Settlement = (typeof settlements)[number];

/** The oldest first, at most 200. */
export async function unsettledMessages(database: Database, words: Words): Promise<UnsettledAlert[]> {
  const messages = await database.read(
    `SELECT m.id, m.customer_id, m.channel, m.sent_at, c.name FROM alert_message m
     LEFT JOIN customer c ON c.id = m.customer_id WHERE m.status = 'unknown' ORDER BY m.sent_at, m.id LIMIT 200`,
  );
  return Promise.all(
    messages.map(async (message) => {
      const [alerts, [last]] = await Promise.all([
        database.read('SELECT * FROM alert WHERE message_id = $1 ORDER BY score DESC, id', [
          String(message.id),
        ]),
        database.read(
          `SELECT s.reason FROM alert_step s JOIN alert a ON a.id = s.alert_id
           WHERE a.message_id = $1 AND s.step = 'unknown' ORDER BY s.at DESC LIMIT 1`,
          [String(message.id)],
        ),
      ]);
      return {
        id: String(message.id),
        customerId: String(message.customer_id),
        ...(message.name !== null && { customerName: String(message.name) }),
        channel: String(message.channel),
        since: Number(message.sent_at),
        reason: String(last?.reason ?? ''),
        headlines: alerts.map((row) => words.plain(alertOfRow(row).telling.headline)),
      };
    }),
  );
}

/**
 * Settles one for good; noted in the life of each alert in it, with who decided.
 * @throws ShopdeskError `alerts.conflict` when it is not unknown (any more): of two people who decide only one does.
 */
export async function settleByHand(
  database: Database,
  ids: Ids,
  { messageId, as, by, at }: { messageId: string; as: Settlement; by: string; at: number },
): Promise<void> {
  const again = as === 'again';
  const results = await database.write([
    {
      sql: `INSERT INTO alert_step (alert_id, id, at, step, reason)
            SELECT a.id, $2, $3, $4, $5 FROM alert a JOIN alert_message m ON m.id = a.message_id
            WHERE m.id = $1 AND m.status = 'unknown'`,
      params: [
        messageId,
        ids.next(),
        at,
        again ? 'retried' : 'sent',
        again ? `${by} says it did not arrive: it is sent again` : `${by} says it arrived`,
      ],
    },
    {
      sql: again
        ? `UPDATE alert_message SET status = 'queued', due_at = $2, sent_at = NULL, tries = 0, holder = NULL
           WHERE id = $1 AND status = 'unknown' RETURNING id`
        : `UPDATE alert_message SET status = 'sent', sent_at = COALESCE(sent_at, $2)
           WHERE id = $1 AND status = 'unknown' RETURNING id`,
      params: [messageId, at],
    },
  ]);
  if ((results[1] ?? []).length === 1) return;
  throw new ShopdeskError('alerts.conflict', 'There is no message of this id whose end is unknown.', {
    remedy: 'List those that are: somebody may have settled it.',
  });
}
