import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activityOf,
  createConversationLog,
  createTurnQueue,
  draftOf,
  type Entry,
  type Settle,
  type TurnOutcome,
} from '../../src/conversations/index.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Database } from '../../src/store/database.ts';
import { eachDatabase } from '../support/databases.ts';
import { until } from '../support/direct-line-client.ts';
import { jittery } from '../support/jittery-database.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';

const said = (id: string) => draftOf({ type: 'message', text: id }, { id, sender: 'user' });

/** One process: its log and its turns, answering `X` with `re: X`. */
function process(
  database: Database,
  clock: ManualClock,
  holder: string,
  beforeAnswer: (entry: Entry) => Promise<void> = async () => {},
) {
  const conversations = createConversationLog({ database, clock, holder });
  const told: Entry[] = [];
  const run = async (_conversation: unknown, entry: Entry, settle: Settle): Promise<TurnOutcome> => {
    if (entry.id.endsWith('settled')) await settle();
    await beforeAnswer(entry);
    const reply = { type: 'message', text: `re: ${entry.id}`, replyToId: entry.id };
    return { replies: [draftOf(reply, { id: `re: ${entry.id}`, sender: 'bot' })], state: '{}', also: [] };
  };
  const committed = (entries: readonly Entry[]) => told.push(...entries);
  const turns = createTurnQueue({ conversations, committed, run, clock, log: silentLog });
  return {
    conversations,
    turns,
    told,
    hear: (id: string, messageId: string) =>
      turns.hear({ conversationId: id, draft: said(messageId), dedupeKey: undefined }, () => {}),
    async receive(id: string, messageId: string) {
      const received = await conversations.receive(id, said(messageId));
      return turns.offer(received);
    },
  };
}

async function answersIn(
  database: Database,
  clock: ManualClock,
  id: string,
): Promise<(string | undefined)[]> {
  const entries = await createConversationLog({ database, clock, holder: 'reader' }).read(id);
  return entries.filter(({ sender }) => sender === 'bot').map((entry) => activityOf(entry).replyToId);
}

/** Resolves the first promise from the second function. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

eachDatabase((_engine, open) => {
  const delaysMs = fc.infiniteStream(fc.integer({ min: 0, max: 6 }));
  const oneOfTwo = fc.integer({ min: 0, max: 1 });
  const messages = fc.array(
    fc.record({
      to: oneOfTwo,
      by: oneOfTwo,
      // Stored and then answered; or as one; or as one that stores its message before it does anything.
      how: fc.constantFrom('received', 'heard', 'heard settled'),
      pause: fc.integer({ min: 0, max: 8 }),
    }),
    {
      minLength: 8,
      maxLength: 20,
    },
  );

  it.each([1, 2])(
    'answers every message once and in order, however the store delays, on %i process(es)',
    async (count) => {
      const database = await open();
      let run = 0;
      await fc.assert(
        fc.asyncProperty(messages, delaysMs, async (sent, waits) => {
          const clock = manualClock();
          const slow = jittery(database, () => waits.next().value ?? 0);
          const ids = [`c${++run}`, `d${run}`];
          const processes = Array.from({ length: count }, (_, index) =>
            process(slow, clock, `p${run}.${index}`),
          );
          for (const id of ids) {
            await processes[0]?.conversations.start({ id, channel: 'directline', userId: 'dl_shopper' });
          }
          const under: (Promise<void> | undefined)[] = [];
          for (const [index, { to, by, how, pause }] of sent.entries()) {
            const at = processes[by % count];
            const take = how === 'received' ? at?.receive : at?.hear;
            under.push(take?.(ids[to] ?? '', `${ids[to]}.${index} ${how}`));
            await delay(pause);
          }
          await Promise.all(under);
          // One process answers all by itself; what one of two leaves to the other may have to wait for the sweep.
          if (count > 1) for (const each of processes) each.turns.startSweep();
          for (const id of ids) {
            const asked = sent.flatMap(({ to, how }, index) =>
              ids[to] === id ? [`${id}.${index} ${how}`] : [],
            );
            await until(async () => {
              if (count > 1) clock.advance(1_000);
              const answers = await answersIn(database, clock, id);
              return answers.length >= asked.length || undefined;
            });
            const entries = await createConversationLog({ database, clock, holder: 'reader' }).read(id);
            const inOrder = entries.filter(({ sender }) => sender === 'user').map((entry) => entry.id);
            expect([...inOrder].sort()).toEqual([...asked].sort());
            expect(await answersIn(database, clock, id)).toEqual(inOrder);
          }
          await Promise.all(processes.map((each) => each.turns.drain()));
        }),
        { numRuns: 12 },
      );
    },
  );

  describe('a turn', () => {
    it('runs alone in its conversation while others run beside it', async () => {
      const [database, clock, busy] = [await open(), manualClock(), gate()];
      const here = process(database, clock, 'here', ({ id }) =>
        id === 'slow' ? busy.passed : Promise.resolve(),
      );
      for (const id of ['c', 'd']) {
        await here.conversations.start({ id, channel: 'directline', userId: 'dl_shopper' });
      }
      // One after the other: what is sent at once may be stored in either order.
      const slow = here.turns.offer(await here.conversations.receive('c', said('slow')));
      const behind = here.turns.offer(await here.conversations.receive('c', said('behind')));
      await here.receive('d', 'beside');
      expect(here.told.map(({ id }) => id)).toEqual(['re: beside']);
      expect(here.turns.running).toBe(1);
      busy.open();
      await Promise.all([slow, behind]);
      await until(() => (here.told.length === 3 && here.turns.running === 0) || undefined);
      expect(await answersIn(database, clock, 'c')).toEqual(['slow', 'behind']);
      expect(here.turns.running).toBe(0);
    });

    it('is begun for a message that comes between the commit of the last answer and the news of it', async () => {
      const [database, clock, news] = [await open(), manualClock(), gate()];
      const answerCommitted = gate();
      const late: Database = {
        ...database,
        async write(statements) {
          const rows = await database.write(statements);
          if (!statements[0]?.sql.includes('handled =')) return rows;
          answerCommitted.open();
          await news.passed;
          return rows;
        },
      };
      const here = process(late, clock, 'here');
      await here.conversations.start({ id: 'c', channel: 'directline', userId: 'dl_shopper' });
      const first = here.receive('c', 'one');
      await answerCommitted.passed;
      const received = await here.conversations.receive('c', said('two'));
      const second = here.turns.offer(received);
      news.open();
      await Promise.all([first, second]);
      await until(() => here.told.length === 2 || undefined);
      expect(await answersIn(database, clock, 'c')).toEqual(['one', 'two']);
    });

    it('says nothing when a person takes the conversation before it ends', async () => {
      const [database, clock, busy] = [await open(), manualClock(), gate()];
      const here = process(database, clock, 'here', () => busy.passed);
      await here.conversations.start({ id: 'c', channel: 'directline', userId: 'dl_shopper' });
      const turn = here.receive('c', 'one');
      await until(() => here.turns.running === 1 || undefined);
      await database.write([{ sql: "UPDATE conversation SET owner = 'agent:7', fence = fence + 1" }]);
      busy.open();
      await turn;
      expect(here.told).toEqual([]);
      expect(await answersIn(database, clock, 'c')).toEqual([]);
    });

    it('leaves nothing with a shopper who was erased before it ends', async () => {
      const [database, clock, busy] = [await open(), manualClock(), gate()];
      const here = process(database, clock, 'here', () => busy.passed);
      await here.conversations.start({ id: 'c', channel: 'directline', userId: 'dl_shopper' });
      const answering = here.turns.offer(await here.conversations.receive('c', said('one')));
      await database.write([
        { sql: "DELETE FROM activity WHERE conversation_id = 'c'" },
        {
          sql: "UPDATE conversation SET ended_at = last_at, user_id = 'erased:c', state = '{}' WHERE id = 'c'",
        },
      ]);
      busy.open();
      await answering;
      clock.advance(10_000);
      here.turns.startSweep();
      const left = () => here.conversations.find('c');
      await expect.poll(async () => (await left())?.waiting).toBe(0);
      expect(await here.conversations.read('c')).toEqual([]);
      expect((await left())?.state).toBe('{}');
      await here.turns.drain();
    });

    it('that its process never finished is run by another one, once the lease is over', async () => {
      const [database, clock] = [await open(), manualClock()];
      const dead = createConversationLog({ database, clock, holder: 'dead' });
      await dead.start({ id: 'c', channel: 'directline', userId: 'dl_shopper' });
      await dead.receive('c', said('one'));
      const other = process(database, clock, 'other');
      await other.receive('c', 'two');
      expect(other.turns.running).toBe(0);
      other.turns.startSweep();
      await until(async () => {
        clock.advance(1_000);
        return other.told.length === 2 || undefined;
      });
      expect(await answersIn(database, clock, 'c')).toEqual(['one', 'two']);
      await other.turns.drain();
    });

    it('that takes long keeps its lease, so that no other process answers too', async () => {
      const [database, clock, busy] = [await open(), manualClock(), gate()];
      const here = process(database, clock, 'here', () => busy.passed);
      const there = process(database, clock, 'there');
      await here.conversations.start({ id: 'c', channel: 'directline', userId: 'dl_shopper' });
      const turn = here.receive('c', 'one');
      await until(() => here.turns.running === 1 || undefined);
      here.turns.startSweep();
      const [begun] = await database.read("SELECT turn_until FROM conversation WHERE id = 'c'");
      await until(async () => {
        clock.advance(500);
        const [row] = await database.read("SELECT turn_until FROM conversation WHERE id = 'c'");
        return Number(row?.turn_until) > Number(begun?.turn_until) + 10_000 || undefined;
      });
      expect(await there.conversations.takeTurn('c')).toBeUndefined();
      busy.open();
      await turn;
      expect(here.told.map(({ id }) => id)).toEqual(['re: one']);
      await here.turns.drain();
    });

    it('under way is finished when the process leaves, and what waits is free for others at once', async () => {
      const [database, clock, busy] = [await open(), manualClock(), gate()];
      const leaving = process(database, clock, 'leaving', () => busy.passed);
      await leaving.conversations.start({ id: 'c', channel: 'directline', userId: 'dl_shopper' });
      const first = leaving.receive('c', 'one');
      await until(() => leaving.turns.running === 1 || undefined);
      const second = leaving.receive('c', 'two');
      await until(async () => (await leaving.conversations.find('c'))?.waiting === 2 || undefined);
      const drained = leaving.turns.drain();
      busy.open();
      await Promise.all([first, second, drained]);
      expect(await answersIn(database, clock, 'c')).toEqual(['one']);
      const other = process(database, clock, 'other');
      other.turns.startSweep();
      await until(() => other.told.length === 1 || undefined);
      expect(await answersIn(database, clock, 'c')).toEqual(['one', 'two']);
      await other.turns.drain();
    });
  });
});
