/** When there is next something to do, so that nobody has to look every second. */
import type { Database } from '../../store/index.ts';

/** The earliest of what waits, is to be sent, or was left behind by another process (ms UTC); undefined for nothing. */
export async function nextDue(database: Pick<Database, 'read'>): Promise<number | undefined> {
  const rows = await database.read(
    `SELECT MIN(due_at) AS at FROM alert WHERE status = 'waiting'
     UNION ALL SELECT MIN(due_at) FROM alert_message WHERE status = 'queued'
     UNION ALL SELECT MIN(held_until) + 1 FROM alert_message WHERE status IN ('leased', 'sending')`,
  );
  const times = rows.flatMap(({ at }) => (at === null || at === undefined ? [] : [Number(at)]));
  return times.length === 0 ? undefined : Math.min(...times);
}
