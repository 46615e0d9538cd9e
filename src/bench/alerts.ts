/**
 * `npm run bench -- alerts [CUSTOMERS …]`: what a look for news costs as the shop grows ten times a step: customers and
 * events near them, price changes and who asked to be told. On SQLite, on one thread of JavaScript and one of the store.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { emptyCatalogue } from '../../test/alerts/support/world.ts';
import { localEvent } from '../alerts/kinds/local-event.ts';
import { priceDrop, targetPrice } from '../alerts/kinds/prices.ts';
import type { AlertKind } from '../alerts/look.ts';
import { createPeople } from '../alerts/people.ts';
import { runRound } from '../alerts/round.ts';
import { defaultRules } from '../alerts/rules.ts';
import { systemClock } from '../core/clock.ts';
import { randomIds } from '../core/ids.ts';
import { silentLog } from '../core/log.ts';
import { migrate } from '../store/migrate.ts';
import { openSqlite } from '../store/sqlite.ts';
import { fillShop } from './alerts-shop.ts';

const steps = [1_000, 10_000, 100_000];
const goal = { seconds: 60, megabytes: 500 };

/** @param sizes numbers of customers; 1,000, 10,000 and 100,000 if left out. */
export async function benchAlerts(sizes: readonly number[]): Promise<void> {
  process.stdout.write(
    `Goal at 100,000 customers, 1,000 events and 100,000 price changes: ≤ ${goal.seconds} s of one core, ≤ ${goal.megabytes} MB.\n`,
  );
  for (const customers of sizes.length > 0 ? sizes : steps) await benchStep(customers);
}

async function benchStep(customers: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-bench-'));
  const database = await openSqlite({ file: join(folder, 'shop.db'), log: silentLog });
  try {
    await migrate(database);
    const now = Date.now();
    const made = await fillShop(database, customers, now);
    process.stdout.write(`\n${made}\n`);
    const people = createPeople({ database, clock: systemClock });
    const look = (kinds: readonly AlertKind[], at: number) =>
      runRound(
        {
          database,
          people,
          catalogue: async () => emptyCatalogue,
          answerOf: () => undefined,
          shopPlace: () => undefined,
          productRules: () => [],
          rules: () => defaultRules,
          kinds,
          ids: randomIds,
          log: silentLog,
          holder: 'bench',
        },
        at,
      );
    await measured('events', () => look([localEvent], now));
    await measured('prices', () => look([priceDrop, targetPrice], now));
    await measured('all again, with nothing new', () => look([localEvent, priceDrop, targetPrice], now + 1));
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(name: string, look: () => ReturnType<typeof runRound>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let peak = process.memoryUsage.rss();
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  delay.enable();
  const [cpu, since] = [process.cpuUsage(), performance.now()];
  const reports = await look();
  const seconds = (performance.now() - since) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  clearInterval(sampling);
  const matches = reports.reduce((sum, { found }) => sum + found, 0);
  const used = (user + system) / 1_000_000;
  const each = matches === 0 ? '' : `, ${((used * 1_000_000) / matches).toFixed(0)} µs of it each match`;
  process.stdout.write(
    `  ${name}: ${matches} matches; ${used.toFixed(2)} s of a core (${seconds.toFixed(2)} s by the clock)${each}; ` +
      `at most ${Math.round(peak / 1_048_576)} MB; event loop p99 ${(delay.percentile(99) / 1_000_000).toFixed(0)} ms\n`,
  );
}
