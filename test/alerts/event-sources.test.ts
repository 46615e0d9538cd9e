/** Sources of events are read by one process each, and by another one where that dies. */
import { expect, it } from 'vitest';
import { readDueSources, saveEventSources } from '../../src/alerts/events/event-sources.ts';
import { ShopdeskError } from '../../src/core/errors.ts';
import { silentLog } from '../../src/core/log.ts';
import { eachDatabase } from '../support/databases.ts';
import { manualClock } from '../support/manual-clock.ts';

eachDatabase((_engine, open) => {
  it('a source is read again soon where the process that read it died, and else at its next time', async () => {
    const [here, there] = [await open(), await open()];
    const clock = manualClock(Date.parse('2026-11-02T16:00:00Z'));
    await saveEventSources(
      here,
      [
        {
          id: 'hall',
          kind: 'icalendar',
          location: 'knowledge/none.ics',
          timeZone: 'UTC',
          schedule: '0 3 * * *',
        },
      ],
      clock.now(),
    );
    let written = 0;
    const dying = {
      ...here,
      async write(...asked: Parameters<typeof here.write>) {
        written += 1;
        if (written > 1) throw new ShopdeskError('store.closed', 'The process has ended.');
        return here.write(...asked);
      },
    };
    const log = silentLog;
    await expect(readDueSources({ database: dying, clock, log })).rejects.toMatchObject({
      code: 'store.closed',
    });
    expect(await readDueSources({ database: there, clock, log })).toEqual([]);
    clock.advance(16 * 60_000);
    expect(await readDueSources({ database: there, clock, log })).toMatchObject([{ source: 'hall' }]);
    clock.advance(60 * 60_000);
    expect(await readDueSources({ database: there, clock, log })).toEqual([]);
    const [row] = await here.read('SELECT next_run_at FROM event_source');
    expect(row?.next_run_at).toBe(Date.parse('2026-11-03T03:00:00Z'));
  });
});
