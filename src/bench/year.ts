/** A year of the alerts' schedule by a clock that jumps to whatever is due next: what all its looks and sends cost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playYear } from '../../test/alerts/support/year.ts';
import { silentLog } from '../core/log.ts';
import { openDatabase } from '../store/index.ts';

/** Prints how long it took. Goal: a second. */
export async function benchYear(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-bench-'));
  const database = await openDatabase({ dataFolder: folder, log: silentLog });
  try {
    const { mails, jumps, tookMs } = await playYear(database, { caps: { day: 2, week: 14 }, everyDays: 5 });
    const seconds = (tookMs / 1_000).toFixed(2);
    process.stdout.write(
      `A year of schedules, ${jumps} moments, ${mails.length} mails: ${seconds} s (goal ≤ 1).\n`,
    );
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}
