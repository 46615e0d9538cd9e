import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Audience,
  createConversationLog,
  createFeeds,
  draftOf,
  type Entry,
} from '../../src/conversations/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Database } from '../../src/store/database.ts';
import { eachDatabase } from '../support/databases.ts';
import { until } from '../support/direct-line-client.ts';
import { forgetful } from '../support/jittery-database.ts';
import { manualClock } from '../support/manual-clock.ts';
import { seededRandom } from '../support/random.ts';

const entry = (watermark: number, audience: Audience = 'all'): Entry => ({
  conversationId: 'c',
  watermark,
  at: watermark,
  id: `e${watermark}`,
  type: 'message',
  sender: 'bot',
  audience,
  body: '{"type":"message"}',
});

/** Notes what one subscriber is given. */
function notes() {
  const ids: string[] = [];
  const watermarks: number[] = [];
  const passing: string[] = [];
  return {
    ids,
    watermarks,
    passing,
    entry(frame: string) {
      const { activities, watermark }: { activities: { id: string }[]; watermark: string } =
        JSON.parse(frame);
      ids.push(...activities.map(({ id }) => id));
      watermarks.push(Number(watermark));
    },
    passingFrame: (frame: string) => passing.push(frame),
  };
}

/** Feeds over a log in memory whose reads take as long as `read` says. */
function feedsOver(
  entries: readonly Entry[],
  read: <T>(result: () => T) => Promise<T>,
  engine: Database['engine'] = 'sqlite',
) {
  const clock = manualClock();
  let hear: (payload: string) => void = () => {};
  const feeds = createFeeds({
    database: {
      engine,
      notify() {},
      listen(topic, heard) {
        if (topic === 'shopdesk_committed') hear = heard;
        return () => {};
      },
    },
    conversations: {
      read: (_id, { after = 0, limit = 500 } = {}) =>
        read(() => entries.filter(({ watermark }) => watermark > after).slice(0, limit)),
      watermarks: (ids) => read(() => new Map(ids.map((id) => [id, entries.length]))),
    },
    clock,
    log: silentLog,
  });
  return { feeds, clock, hint: (watermark: number) => hear(`c ${watermark}`) };
}

describe('a subscriber', () => {
  it.each([
    ['no news is lost', ['here', 'hinted'], 100],
    ['news is lost and the sweep finds it', ['here', 'hinted', 'lost'], 3_000],
  ])('hears all, in order, nothing twice, in every interleaving, when %s', async (_, news, waitMs) => {
    const commits = fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 3 }), told: fc.constantFrom(...news) }),
      { maxLength: 12 },
    );
    const from = fc.integer({ min: 0, max: 6 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), commits, from, async (scheduler, plan, after) => {
        const entries: Entry[] = Array.from({ length: 6 }, (_, index) => entry(index + 1));
        const { feeds, clock, hint } = feedsOver(
          entries,
          async (result) => {
            await scheduler.schedule(Promise.resolve());
            const seen = result();
            await scheduler.schedule(Promise.resolve());
            return seen;
          },
          'postgres',
        );
        const heard = notes();
        feeds.subscribe('c', after, 'all', { entry: heard.entry, passing: heard.passingFrame });
        for (const { size, told } of plan) {
          const added = Array.from({ length: size }, (_, index) => entry(entries.length + index + 1));
          void scheduler.schedule(Promise.resolve()).then(() => {
            const numbered = added.map((_, index) => entry(entries.length + index + 1));
            entries.push(...numbered);
            const tell = () => {
              if (told === 'here') feeds.committed(numbered);
              if (told === 'hinted') hint(numbered.at(-1)?.watermark ?? 0);
            };
            // The news of a commit may come late, and after that of a later one.
            void scheduler.schedule(Promise.resolve()).then(tell);
          });
        }
        await scheduler.waitIdle();
        for (let waited = 0; waited < waitMs; waited += 50) {
          clock.advance(50);
          await scheduler.waitIdle();
        }
        expect(heard.ids).toEqual(entries.slice(after).map(({ id }) => id));
        expect(heard.watermarks).toEqual([...heard.watermarks].sort((one, other) => one - other));
        feeds.close();
      }),
      { numRuns: 300 },
    );
  });

  it('of the shopper does not see what is for the desk', async () => {
    const entries = [entry(1), entry(2, 'desk'), entry(3)];
    const { feeds } = feedsOver(entries, async (result) => result());
    const [shopper, agent] = [notes(), notes()];
    feeds.subscribe('c', 0, 'all', { entry: shopper.entry, passing: shopper.passingFrame });
    feeds.subscribe('c', 0, 'desk', { entry: agent.entry, passing: agent.passingFrame });
    await until(() => agent.ids.length === 3 || undefined);
    entries.push(entry(4, 'desk'), entry(5));
    feeds.committed(entries.slice(3));
    expect(shopper).toMatchObject({ ids: ['e1', 'e3', 'e5'], watermarks: [1, 3, 5] });
    expect(agent.ids).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
    feeds.close();
  });

  it('gets a long log in pages', async () => {
    const entries = Array.from({ length: 1_001 }, (_, index) => entry(index + 1));
    const { feeds } = feedsOver(entries, async (result) => result());
    const heard = notes();
    feeds.subscribe('c', 1, 'all', { entry: heard.entry, passing: heard.passingFrame });
    await until(() => heard.ids.length >= 1_000 || undefined);
    expect(heard.ids).toEqual(entries.slice(1).map(({ id }) => id));
    expect(heard.watermarks).toEqual(entries.slice(1).map(({ watermark }) => watermark));
    feeds.close();
  });

  it('hears nothing more once it has left, and reading goes on after a store that failed', async () => {
    const entries = [entry(1)];
    let failing = true;
    const { feeds, clock } = feedsOver(entries, async (result) => {
      if (failing) throw new Error('The store is away.');
      return result();
    });
    const heard = notes();
    const leave = feeds.subscribe('c', 0, 'all', { entry: heard.entry, passing: heard.passingFrame });
    await new Promise((resolve) => setImmediate(resolve));
    failing = false;
    clock.advance(1_000);
    await until(() => heard.ids.length === 1 || undefined);
    leave();
    entries.push(entry(2));
    feeds.committed([entry(2)]);
    feeds.pass('c', '{"type":"typing"}');
    expect(heard).toMatchObject({ ids: ['e1'], passing: [] });
    feeds.close();
  });

  it('sees what is not kept, such as typing, without a watermark', () => {
    const { feeds } = feedsOver([], async (result) => result());
    const heard = notes();
    feeds.subscribe('c', 0, 'all', { entry: heard.entry, passing: heard.passingFrame });
    feeds.pass('c', '{"type":"typing"}');
    expect(heard.passing).toEqual(['{"activities":[{"type":"typing"}]}']);
    feeds.close();
  });
});

eachDatabase(
  (_engine, open) => {
    it.each([
      ['none', 0],
      ['a fifth', 0.2],
      ['all', 1],
    ])(
      'a listener at another process hears everything in order when %s of the hints are lost',
      async (_, share) => {
        const random = seededRandom(7);
        const [here, there] = [forgetful(await open(), () => random() < share), await open()];
        const clock = systemClock;
        const writing = createConversationLog({ database: here, clock, holder: 'here' });
        const reading = createConversationLog({ database: there, clock, holder: 'there' });
        const sender = createFeeds({ database: here, conversations: writing, clock, log: silentLog });
        const receiver = createFeeds({ database: there, conversations: reading, clock, log: silentLog });
        const listeners = await Promise.all(
          ['c', 'd', 'e'].map(async (id) => {
            await writing.start({ id, channel: 'directline', userId: 'dl_shopper' });
            const heard = notes();
            receiver.subscribe(id, 0, 'all', { entry: heard.entry, passing: heard.passingFrame });
            return { id, heard };
          }),
        );
        for (let count = 1; count <= 20; count++) {
          for (const { id } of listeners) {
            const draft = draftOf({ type: 'message' }, { id: `${id}${count}`, sender: 'bot' });
            sender.committed(await writing.append(id, [draft]));
          }
        }
        await until(() => listeners.every(({ heard }) => heard.ids.length >= 20) || undefined);
        for (const { id, heard } of listeners) {
          expect(heard.ids).toEqual(Array.from({ length: 20 }, (_each, index) => `${id}${index + 1}`));
        }
        sender.close();
        receiver.close();
      },
    );
  },
  ['postgres'],
);
