/** The copy in memory follows the store, whichever process imported, and schedules run once over all processes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createImportDesk } from '../../../src/commerce/catalogue/import-desk.ts';
import { nextRun, startImportSchedule } from '../../../src/commerce/catalogue/import-schedule.ts';
import { importSource } from '../../../src/commerce/catalogue/import-source.ts';
import { keepCatalogue } from '../../../src/commerce/catalogue/keep-catalogue.ts';
import { createTally, type ImportReport } from '../../../src/commerce/catalogue/report.ts';
import { listSources, type Source, saveShop, saveSource } from '../../../src/commerce/catalogue/shops.ts';
import { ShopdeskError } from '../../../src/core/errors.ts';
import { randomIds } from '../../../src/core/ids.ts';
import { silentLog } from '../../../src/core/log.ts';
import { handClock } from '../../support/clock.ts';
import { eachDatabase } from '../../support/databases.ts';
import { manualClock } from '../../support/manual-clock.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopdesk-feed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function feed(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `id\ttitle\tlink\tprice\tavailability\n${lines.join('\n')}\n`);
  return path;
}

const noTimers = { after: () => () => {} };

eachDatabase((_engine, open) => {
  const shop = { id: 'north', name: 'North', currency: 'USD', own: true };
  const source = (path: string, more: Partial<Source> = {}): Source => ({
    id: 'north/feed',
    shopId: 'north',
    kind: 'google-table',
    locations: [path],
    complete: true,
    ...more,
  });

  describe('the catalogue in memory', () => {
    it('is refreshed after an import of another process', async () => {
      const [here, there] = [await open(), await open()];
      const clock = { ...handClock(), ...noTimers };
      await saveShop(there, shop, clock.now());
      const seen: number[] = [];
      const catalogue = await keepCatalogue({
        database: here,
        clock,
        log: silentLog,
        onChange: ({ offers }) => seen.push(offers.length),
      });
      expect(catalogue.current().offers).toEqual([]);
      const path = await feed('one.tsv', ['1\tOrrin C5\thttps://north.example/1\t279.00 USD\tin stock']);
      await saveSource(there, source(path));
      await importSource({ database: there, clock, ids: randomIds }, source(path));
      await catalogue.refresh();
      expect(catalogue.current().offers).toMatchObject([
        { key: 'north:1', title: 'Orrin C5', price: { minor: 27_900, currency: 'USD' }, inStock: true },
      ]);
      await catalogue.refresh();
      expect(seen.filter((count) => count === 1).length).toBe(1);
      catalogue.close();
    });
  });

  describe('scheduled imports', () => {
    it('run in one process when they are due, and keep what was known when the source fails', async () => {
      const [here, there] = [await open(), await open()];
      const hand = handClock();
      const clock = { ...hand, ...noTimers };
      hand.freeze();
      await saveShop(here, shop, clock.now());
      const path = await feed('two.tsv', ['1\tOrrin C5\thttps://north.example/1\t279.00 USD\tin stock']);
      const hourly = source(path, { schedule: '0 * * * *', timeZone: 'UTC' });
      await saveSource(here, hourly, nextRun('0 * * * *', 'UTC', clock.now()));
      const imported = vi.fn();
      const keepers = [here, there].map((database) =>
        startImportSchedule({ database, clock, ids: randomIds, log: silentLog, imported }),
      );
      const sweep = () => Promise.all(keepers.map((keeper) => keeper.sweep()));
      await sweep();
      expect(imported).not.toHaveBeenCalled();
      hand.move(3_600_000);
      await sweep();
      expect(imported).toHaveBeenCalledTimes(1);
      await rm(path);
      hand.move(3_600_000);
      await sweep();
      expect(imported).toHaveBeenCalledTimes(1);
      const [state] = await listSources(here);
      expect(state).toMatchObject({ lastStatus: 'failed', lastSuccessAt: clock.now() - 3_600_000 });
      expect(state?.nextRunAt).toBeGreaterThan(clock.now());
      expect(await here.read('SELECT price_minor, gone_at FROM offer')).toEqual([
        { price_minor: 27_900, gone_at: null },
      ]);
      await Promise.all(keepers.map((keeper) => keeper.stop()));
    });

    /** A source that is due, a process that has begun to run it, and another one; each has a clock of its own. */
    async function begunSource() {
      const [here, there] = [await open(), await open()];
      const [clock, otherClock] = [manualClock(), manualClock()];
      await saveShop(here, shop, clock.now());
      await saveSource(here, source('feed', { schedule: '0 3 * * *' }), clock.now());
      const report = createTally().report({ gone: 0, withheld: 0, durationMs: 0 });
      let end: (how: ImportReport | Promise<never>) => void = () => {};
      const running = new Promise<ImportReport>((resolve) => {
        end = resolve;
      });
      const begun = vi.fn(() => running);
      const run = vi.fn(async () => report);
      const parts = { ids: randomIds, log: silentLog, sweepMs: 86_400_000 };
      const first = startImportSchedule({ ...parts, database: here, clock, run: begun }).sweep();
      const second = startImportSchedule({ ...parts, database: there, clock: otherClock, run });
      await expect.poll(() => begun.mock.calls.length).toBe(1);
      const nextAt = async () => (await listSources(here))[0]?.nextRunAt ?? 0;
      return { clock, otherClock, first, second, run, nextAt, report, end };
    }
    const minutes = (count: number) => count * 60_000;

    it('are run by another process where the one that began says nothing more', async () => {
      const { clock, otherClock, first, second, run, nextAt, report, end } = await begunSource();
      otherClock.advance(minutes(9));
      await second.sweep();
      expect(run).not.toHaveBeenCalled();
      otherClock.advance(minutes(2));
      await second.sweep();
      expect(run).toHaveBeenCalledTimes(1);
      const next = await nextAt();
      expect(next).toBe(nextRun('0 3 * * *', undefined, otherClock.now()));
      // It had only been slow.
      clock.advance(minutes(11));
      end(report);
      await first;
      expect(await nextAt()).toBe(next);
    });

    it('are run by nobody else while they take long', async () => {
      const { clock, otherClock, first, second, run, nextAt, report, end } = await begunSource();
      for (let passed = 0; passed < 20; passed += 5) {
        const before = await nextAt();
        clock.advance(minutes(5));
        await expect.poll(nextAt).toBeGreaterThan(before);
        otherClock.advance(minutes(5));
        await second.sweep();
      }
      end(report);
      await first;
      await second.sweep();
      expect(run).not.toHaveBeenCalled();
    });

    it('are run again at once when another process imported offers of the shop meanwhile', async () => {
      const database = await open();
      const clock = manualClock();
      await saveShop(database, shop, clock.now());
      await saveSource(database, source('https://north.example/feed', { kind: 'orders-csv' }));
      const report = createTally().report({ gone: 0, withheld: 0, durationMs: 0 });
      const runImport = vi
        .fn(async () => report)
        .mockRejectedValueOnce(new ShopdeskError('import.overtaken', 'Another import was applied.'));
      const store = { url: undefined, dataFolder: folder };
      const desk = createImportDesk({ database, clock, ids: randomIds, log: silentLog, store, runImport });
      expect(await desk.run('north/feed')).toEqual(report);
      runImport.mockRejectedValue(new ShopdeskError('import.overtaken', 'Another import was applied.'));
      await expect(desk.run('north/feed')).rejects.toMatchObject({ code: 'import.overtaken' });
      await desk.close();
    });

    it('stay due where the server went away before it began', async () => {
      const { first, second, run, end } = await begunSource();
      end(Promise.reject(new ShopdeskError('import.closed', 'The server is going away.')));
      await first;
      await second.sweep();
      expect(run).toHaveBeenCalledTimes(1);
    });
  });
});

describe('schedules', () => {
  it('fire at the time of their zone, also over the change of clocks', () => {
    const at = (schedule: string, zone: string | undefined, after: string) =>
      new Date(nextRun(schedule, zone, Date.parse(after)) ?? Number.NaN).toISOString();
    expect(at('0 3 * * *', undefined, '2026-03-01T04:00Z')).toBe('2026-03-02T03:00:00.000Z');
    expect(at('0 3 * * *', 'America/New_York', '2026-03-07T12:00Z')).toBe('2026-03-08T07:00:00.000Z');
    expect(at('0 3 * * *', 'America/New_York', '2026-03-06T12:00Z')).toBe('2026-03-07T08:00:00.000Z');
  });

  it.each([
    ['every day', undefined],
    ['0 3 * * *', 'Mars/Olympus'],
  ])('refuses "%s" in zone %s', (schedule, zone) => {
    expect(() => nextRun(schedule, zone, 0)).toThrowError(
      expect.objectContaining({ code: 'catalogue.schedule' }),
    );
  });
});
