/** Processes whose machines have different clocks go by the one of the store that they share. */
import { expect, it } from 'vitest';
import { createChats } from '../../src/channels/chats.ts';
import { createConversationLog } from '../../src/conversations/index.ts';
import { silentLog } from '../../src/core/log.ts';
import { shareClock } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { manualClock } from '../support/manual-clock.ts';

const minute = 60_000;

eachDatabase(
  (_engine, open) => {
    it('takes no chat from a process that is at work, by a clock that is minutes ahead', async () => {
      const [here, there] = [await open(), await open()];
      const [clock, ahead] = [manualClock(Date.now()), manualClock(Date.now() + 3 * minute)];
      const shared = await Promise.all([
        shareClock({ database: here, clock, log: silentLog }),
        shareClock({ database: there, clock: ahead, log: silentLog }),
      ]);
      const [one, other] = [
        createChats({ database: here, clock: shared[0], holder: 'one' }),
        createChats({ database: there, clock: shared[1], holder: 'other' }),
      ];
      const key = { channel: 'telegram', chat: '77' };
      const log = createConversationLog({ database: here, clock, holder: 'one' });
      await log.start({ id: 'telegram:77', channel: 'telegram', userId: '77' });
      await one.heard(key, 'telegram:77', '77', {});
      expect(await one.claim(key, 2 * minute)).toBeDefined();
      expect(await other.claim(key, 2 * minute)).toBeUndefined();
      for (const each of shared) each.stop();
    });
  },
  ['postgres'],
);

it('is the own one up to a moment, and follows when one of both is set', async () => {
  const clock = manualClock();
  let ahead = 1_500;
  let reads = 0;
  const read = async () => {
    reads += 1;
    return [{ now: clock.now() + ahead }];
  };
  const shared = await shareClock({ database: { engine: 'postgres', read }, clock, log: silentLog });
  const afterAWhile = () => {
    clock.advance(30_000);
    return shared.now() - clock.now();
  };
  expect(shared.now()).toBe(clock.now());
  ahead = 10 * minute;
  await expect.poll(afterAWhile).toBe(10 * minute);
  ahead = -5 * minute;
  await expect.poll(afterAWhile).toBe(-5 * minute);
  ahead = 100;
  await expect.poll(afterAWhile).toBe(0);
  shared.stop();
  const before = reads;
  clock.advance(minute);
  expect(reads).toBe(before);
});
