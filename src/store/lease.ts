/** Work that only one process does at a time, whoever comes first; the others wait for it. */
import type { Clock } from '../core/clock.ts';
import type { Database } from './database.ts';

export interface Lease {
  readonly database: Database;
  readonly clock: Clock;
  readonly name: string;
  /** The process, or whoever else must not work twice at once. */
  readonly holder: string;
}

/** A process that died leaves its lease, and the next one waits this long. */
const heldMs = 10_000;
const renewMs = 3_000;
const lookMs = 100;

/**
 * Waits until nobody else holds the lease, runs `work` under it and gives it back. What comes second must look itself
 * whether anything is left to do. Rejects as `work` does.
 */
export async function underLease<Result>(lease: Lease, work: () => Promise<Result>): Promise<Result> {
  while (!(await taken(lease))) await new Promise<void>((resolve) => void lease.clock.after(lookMs, resolve));
  let cancel = () => {};
  let renewing: Promise<unknown> = Promise.resolve();
  const renewLater = () => {
    cancel = lease.clock.after(renewMs, () => {
      // When it cannot be renewed the next try may; at worst somebody else begins, too.
      renewing = taken(lease).catch(() => false);
      renewLater();
    });
  };
  renewLater();
  try {
    return await work();
  } finally {
    cancel();
    await renewing;
    await lease.database.write([
      { sql: 'DELETE FROM lease WHERE name = $1 AND holder = $2', params: [lease.name, lease.holder] },
    ]);
  }
}

/** Takes it, or holds it on. */
async function taken({ database, clock, name, holder }: Lease): Promise<boolean> {
  const now = clock.now();
  const [rows = []] = await database.write([
    {
      sql: `INSERT INTO lease (name, holder, until_at) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at
              WHERE lease.holder = excluded.holder OR lease.until_at <= $4
            RETURNING name`,
      params: [name, holder, now + heldMs, now],
    },
  ]);
  return rows.length > 0;
}
