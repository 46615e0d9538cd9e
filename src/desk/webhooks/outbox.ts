/**
 * What other systems are told is written in the same transaction as what happened, so that a crash loses neither: one
 * row for each webhook that wants the event. `deliver.ts` sends them.
 */
import { z } from 'zod';
import type { Draft } from '../../conversations/index.ts';
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { Database, Statement } from '../../store/index.ts';
import type { WebhookEvent } from './shapes.ts';

export interface Happening {
  readonly conversationId?: string | undefined;
  /** Plain JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The statements that tell of an event; none while nobody wants to hear of it. */
export type Tell = (event: WebhookEvent, happening: Happening) => readonly Statement[];

/** Other processes may add a webhook: so long an event is not yet told to it. */
const rereadMs = 2_000;
/** A message is told up to this length. */
const mostText = 4_000;

export async function createOutbox({
  database,
  clock,
  ids,
  log,
}: {
  database: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
}) {
  let wanted = await readWanted();
  let stop = () => {};

  const tell: Tell = (event, { conversationId, data }) => {
    if (!wanted.has(event)) return [];
    const now = clock.now();
    const body = JSON.stringify({ type: event, timestamp: new Date(now).toISOString(), data });
    return [
      {
        sql: `INSERT INTO webhook_delivery (id, webhook_id, event, conversation_id, body, at, state, next_at)
              SELECT CAST($1 AS TEXT) || '.' || id, id, $2, CAST($3 AS TEXT), $4, CAST($5 AS BIGINT), 'waiting',
                CAST($5 AS BIGINT) FROM webhook WHERE active = 1 AND events LIKE CAST($6 AS TEXT)`,
        params: [ids.next(), event, conversationId ?? null, body, now, `%"${event}"%`],
      },
    ];
  };

  /** What a shopper wrote, with the entry itself. */
  function heard(conversationId: string, draft: Draft): readonly Statement[] {
    if (draft.type !== 'message' || !wanted.has('message.received')) return [];
    const { text, from, attachments = [] } = saidShape.parse(JSON.parse(draft.body));
    return tell('message.received', {
      conversationId,
      data: {
        chat: conversationId,
        message: draft.id,
        text: text.slice(0, mostText),
        files: attachments.map(({ name }) => name ?? ''),
        from: { id: from?.id ?? null, name: from?.name ?? null },
      },
    });
  }

  async function readWanted(): Promise<Set<string>> {
    const rows = await database.read('SELECT events FROM webhook WHERE active = 1');
    return new Set(rows.flatMap((row) => z.array(z.string()).parse(JSON.parse(String(row.events)))));
  }

  async function reread(): Promise<void> {
    wanted = await readWanted();
  }

  function keepReading(): void {
    stop = clock.after(rereadMs, () => {
      reread()
        .catch((error: unknown) => log.warn({ error: messageOf(error) }, 'Webhooks could not be read again'))
        .finally(keepReading);
    });
  }
  keepReading();

  return { tell, heard, reread, close: () => stop() };
}

export type Outbox = Awaited<ReturnType<typeof createOutbox>>;

const saidShape = z.object({
  text: z.string().catch(''),
  from: z.object({ id: z.string(), name: z.string().optional() }).optional().catch(undefined),
  attachments: z
    .array(z.object({ name: z.string().optional() }))
    .optional()
    .catch([]),
});
