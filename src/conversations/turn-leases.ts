/** Who may run the bot's turn of a conversation: one process at a time, for as long as its lease lasts. */
import type { Clock } from '../core/clock.ts';
import type { Database } from '../store/index.ts';
import { type Conversation, conversationColumns, conversationOf } from './conversation.ts';

/** @param holder names this process; @param leaseMs how long a turn is its own, unless it is lengthened. */
export function createTurnLeases({
  database,
  clock,
  holder,
  leaseMs,
}: {
  database: Database;
  clock: Clock;
  holder: string;
  leaseMs: number;
}) {
  /** Conversations that wait for the bot while no process runs their turn: it died, or the store failed it. */
  async function abandonedTurns(limit = 100): Promise<string[]> {
    const rows = await database.read(
      `SELECT id FROM conversation WHERE pending > handled AND owner = 'bot' AND turn_until < $1 LIMIT ${limit}`,
      [clock.now()],
    );
    return rows.map((row) => String(row.id));
  }

  /** Takes the turn of a conversation that waits for the bot; undefined when another process has it or nothing waits. */
  async function takeTurn(conversationId: string): Promise<Conversation | undefined> {
    const now = clock.now();
    const [rows = []] = await database.write([
      {
        sql: `UPDATE conversation SET turn_holder = $2, turn_until = $3 WHERE id = $1 AND pending > handled
              AND owner = 'bot' AND (turn_holder IS NULL OR turn_until < $4 OR turn_holder = $2)
              RETURNING ${conversationColumns}`,
        params: [conversationId, holder, now + leaseMs, now],
      },
    ]);
    return rows[0] && conversationOf(rows[0]);
  }

  /** Lengthens the leases of turns that take long. */
  async function keepTurns(conversationIds: readonly string[]): Promise<void> {
    const until = clock.now() + leaseMs;
    await database.write(
      conversationIds.map((id) => ({
        sql: 'UPDATE conversation SET turn_until = $3 WHERE id = $1 AND turn_holder = $2',
        params: [id, holder, until],
      })),
    );
  }

  /** Gives back every turn that this process holds and will not run, so that another one need not wait for the lease. */
  async function releaseTurns(): Promise<void> {
    await database.write([
      {
        sql: `UPDATE conversation SET turn_holder = NULL, turn_until = 0
              WHERE pending > handled AND turn_until > 0 AND turn_holder = $1`,
        params: [holder],
      },
    ]);
  }

  /** Frees every lease of others. Only for a store that one process has to itself: they are of a former life. */
  async function forgetLeases(): Promise<void> {
    await database.write([
      {
        sql: 'UPDATE conversation SET turn_holder = NULL, turn_until = 0 WHERE turn_holder <> $1',
        params: [holder],
      },
    ]);
  }

  return { abandonedTurns, takeTurn, keepTurns, releaseTurns, forgetLeases };
}
