/** One process of the alerts' benchmark: `alerts-child.ts fill|look FILE CUSTOMERS`. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AlertKind } from '../alerts/look.ts';
import { systemClock } from '../core/clock.ts';
import { randomIds } from '../core/ids.ts';
import { silentLog } from '../core/log.ts';
import { openSqlite } from '../store/sqlite.ts';

const [task, file = '', customers = '0'] = process.argv.slice(2);
const database = await openSqlite({ file, log: silentLog });
const now = Date.now();
if (task === 'fill') await fill();
else await look();
await database.close();
process.disconnect?.();

async function fill(): Promise<void> {
  const { migrate } = await import('../store/migrate.ts');
  const { fillShop } = await import('./alerts-shop.ts');
  await migrate(database);
  process.stdout.write(`\n${await fillShop(database, Number(customers), now)}\n`);
}

async function look(): Promise<void> {
  const { loadSnapshot } = await import('../commerce/catalogue/snapshot.ts');
  const { localEvent } = await import('../alerts/kinds/local-event.ts');
  const { priceDrop, targetPrice } = await import('../alerts/kinds/prices.ts');
  const { createPeople } = await import('../alerts/people.ts');
  const { runRound } = await import('../alerts/round.ts');
  const { defaultRules } = await import('../alerts/rules.ts');
  const round = (kinds: readonly AlertKind[], at: number) =>
    runRound(
      {
        database,
        people: createPeople({ database, clock: systemClock }),
        catalogue: () => loadSnapshot(database),
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
  process.stdout.write(`  before it looks: at most ${peakMegabytes()} MB\n`);
  await measured('events', () => round([localEvent], now));
  await measured('prices', () => round([priceDrop, targetPrice], now));
  await measured('all again, with nothing new', () => round([localEvent, priceDrop, targetPrice], now + 1));
}

/** The most memory the process ever had, as the system counted it, all threads. */
function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1_024);
}

async function measured(
  name: string,
  work: () => Promise<readonly { readonly found: number }[]>,
): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const [cpu, since] = [process.cpuUsage(), performance.now()];
  const reports = await work();
  const seconds = (performance.now() - since) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const matches = reports.reduce((sum, { found }) => sum + found, 0);
  const used = (user + system) / 1_000_000;
  const each = matches === 0 ? '' : `, ${((used * 1_000_000) / matches).toFixed(0)} µs of it each match`;
  process.stdout.write(
    `  ${name}: ${matches} matches; ${used.toFixed(2)} s of a core (${seconds.toFixed(2)} s by the clock)${each}; ` +
      `so far at most ${peakMegabytes()} MB; event loop p99 ${(delay.percentile(99) / 1_000_000).toFixed(0)} ms\n`,
  );
}
