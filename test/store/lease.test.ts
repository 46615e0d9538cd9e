/** Work under a lease: one at a time, and what a dead process held is taken over. */
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { underLease } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { manualClock } from '../support/manual-clock.ts';

eachDatabase((_, open) => {
  describe('work under a lease', () => {
    it('is done by one holder at a time, and each gets its turn', async () => {
      const database = await open();
      const clock = systemClock;
      let at = 0;
      let most = 0;
      const work = async (holder: string) => {
        at += 1;
        most = Math.max(most, at);
        await database.read('SELECT 1 AS one');
        at -= 1;
        return holder;
      };
      const done = await Promise.all(
        ['a', 'b', 'c'].map((holder) =>
          underLease({ database, clock, name: 'n', holder }, () => work(holder)),
        ),
      );
      expect(done).toEqual(['a', 'b', 'c']);
      expect(most).toBe(1);
    });

    it('is given back when it fails', async () => {
      const database = await open();
      const lease = { database, clock: manualClock(), name: 'n' };
      const failing = underLease({ ...lease, holder: 'a' }, () => Promise.reject(new Error('broken')));
      await expect(failing).rejects.toThrow('broken');
      await expect(underLease({ ...lease, holder: 'b' }, async () => 'done')).resolves.toBe('done');
    });

    it('is held on while it lasts, and taken over from a process that died', async () => {
      const database = await open();
      const [mine, other] = [manualClock(), manualClock()];
      let finish = () => {};
      const long = underLease({ database, clock: mine, name: 'n', holder: 'a' }, async () => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      });
      const untilAt = async () =>
        Number((await database.read(`SELECT until_at FROM lease WHERE name = 'n'`))[0]?.until_at);
      await expect.poll(untilAt).toBeGreaterThan(0);
      const first = await untilAt();
      mine.advance(8_000);
      await expect.poll(untilAt).toBeGreaterThan(first);
      let begun = false;
      const next = underLease({ database, clock: other, name: 'n', holder: 'b' }, async () => {
        begun = true;
      });
      // The first one stops renewing, as a killed process does; time goes on for the other.
      other.advance(9_000);
      expect(begun).toBe(false);
      await expect
        .poll(() => {
          if (!begun) other.advance(1_000);
          return begun;
        })
        .toBe(true);
      await next;
      finish();
      await long;
    });
  });
});
