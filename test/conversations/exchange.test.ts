/** A message that is stored together with its answer, and everything that may come between. */
import { expect, it } from 'vitest';
import {
  activityOf,
  type Conversation,
  createConversationLog,
  createTurnQueue,
  draftOf,
  type Entry,
  type Received,
  type Settle,
  type TurnOutcome,
} from '../../src/conversations/index.ts';
import { ShopdeskError } from '../../src/core/errors.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Database, Statement } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { until } from '../support/direct-line-client.ts';
import { manualClock } from '../support/manual-clock.ts';

type Run = (conversation: Conversation, entry: Entry, settle: Settle) => Promise<Partial<TurnOutcome>>;

/** A process in whose conversation `c` one message was answered, so that it knows where the next begins. */
async function knowing(database: Database) {
  const clock = manualClock();
  const writes: (readonly Statement[])[] = [];
  const failing = { now: false };
  const counting: Database = {
    ...database,
    async write(statements) {
      if (failing.now) throw new ShopdeskError('store.failed', 'The disk is gone.');
      writes.push(statements);
      return database.write(statements);
    },
  };
  const alongside = (id: string, { id: draft }: { id: string }) => [
    { sql: 'INSERT INTO setting (name, value) VALUES ($1, $2)', params: [`heard:${draft}`, id] },
  ];
  const conversations = createConversationLog({ database: counting, clock, holder: 'here', alongside });
  const told: Entry[] = [];
  const elsewhere: Received[] = [];
  const run: { now: Run; count: number } = { now: async () => ({}), count: 0 };
  const turns = createTurnQueue({
    conversations,
    committed(entries) {
      told.push(...entries);
      const last = entries.at(-1);
      if (last) turns.changed(last.conversationId, last.watermark);
    },
    async run(conversation, entry, settle) {
      run.count++;
      const { text } = activityOf(entry);
      const reply = { type: 'message', text: `re: ${text}`, replyToId: entry.id };
      const replies = [draftOf(reply, { id: `re: ${entry.id}`, sender: 'bot' })];
      return { replies, state: `after ${text}`, also: [], ...(await run.now(conversation, entry, settle)) };
    },
    elsewhere: (received) => elsewhere.push(received),
    clock,
    log: silentLog,
  });
  const stored: Received[] = [];
  const hear = (text: string, dedupeKey = text) =>
    turns.hear(
      {
        conversationId: 'c',
        draft: draftOf({ type: 'message', text }, { id: text, sender: 'user' }),
        dedupeKey,
      },
      (received) => stored.push(received),
    );
  const ended = () => until(() => turns.running === 0 || undefined);
  await conversations.start({ id: 'c', channel: 'directline', userId: 'dl_shopper' });
  await hear('one');
  await ended();
  writes.length = 0;
  told.length = 0;
  stored.length = 0;
  run.count = 0;
  return { clock, conversations, turns, run, told, stored, elsewhere, writes, failing, hear, ended };
}

const texts = (entries: readonly Entry[]) => entries.map((entry) => activityOf(entry).text);

eachDatabase((_engine, open) => {
  it('is one commit with its answer, each numbered and in its time', async () => {
    const database = await open();
    const { conversations, told, stored, writes, hear, ended } = await knowing(database);
    await hear('two');
    await ended();
    expect(writes).toHaveLength(1);
    expect(texts(told)).toEqual(['two', 're: two']);
    expect(await conversations.read('c', { after: 2 })).toEqual(told);
    expect(told.map(({ watermark }) => watermark)).toEqual([3, 4]);
    expect(told[1]?.at).toBe((told[0]?.at ?? 0) + 1);
    expect(stored.map(({ entry, repeated }) => [entry.id, repeated])).toEqual([['two', false]]);
    expect(await conversations.find('c')).toMatchObject({
      state: 'after two',
      pending: 3,
      handled: 3,
      waiting: 0,
      turnHolder: undefined,
    });
    expect(await database.read("SELECT value FROM setting WHERE name = 'heard:two'")).toHaveLength(1);
    await hear('three');
    await ended();
    expect(texts(await conversations.read('c', { after: 4 }))).toEqual(['three', 're: three']);
  });

  it('is stored before its turn goes on with what cannot be undone', async () => {
    const { conversations, run, stored, hear, ended } = await knowing(await open());
    let found: Entry[] = [];
    run.now = async (_conversation, _entry, settle) => {
      await settle();
      found = await conversations.read('c', { after: 2 });
      return {};
    };
    await hear('two');
    expect(stored.map(({ entry }) => entry.id)).toEqual(['two']);
    await ended();
    expect(texts(found)).toEqual(['two']);
    expect(run.count).toBe(1);
    expect(texts(await conversations.read('c', { after: 2 }))).toEqual(['two', 're: two']);
  });

  it('that was stored before stores nothing, does nothing and is not answered again', async () => {
    const { conversations, run, stored, told, hear, ended } = await knowing(await open());
    let done = 0;
    run.now = async (_conversation, _entry, settle) => {
      await settle();
      done++;
      return {};
    };
    await hear('one again', 'one');
    await ended();
    expect(stored.map(({ entry, repeated }) => [entry.id, repeated])).toEqual([['one', true]]);
    run.now = async () => ({});
    await hear('one once more', 'one');
    await ended();
    expect(stored[1]).toMatchObject({ repeated: true });
    expect([done, told]).toEqual([0, []]);
    expect(texts(await conversations.read('c'))).toEqual(['one', 're: one']);
  });

  it.each(['at the end', 'when it settles'])(
    'goes to the person who took the conversation meanwhile, found out %s',
    async (when) => {
      const { conversations, run, told, elsewhere, hear, ended } = await knowing(await open());
      run.now = async (_conversation, _entry, settle) => {
        const conversation = await conversations.find('c');
        if (conversation?.owner === 'bot') {
          await conversations.changeOwner({ conversation, to: 'agent:7', drafts: [] });
        }
        if (when === 'when it settles') await settle();
        return {};
      };
      await hear('two');
      await ended();
      expect(texts(told)).toEqual(['two']);
      expect(elsewhere.map(({ entry }) => entry.id)).toEqual(['two']);
      expect(texts(await conversations.read('c', { after: 2 }))).toEqual(['two']);
    },
  );

  it('is answered anew from what the bot was made to forget meanwhile', async () => {
    const database = await open();
    const { conversations, run, hear, ended } = await knowing(database);
    const states: string[] = [];
    run.now = async ({ state }) => {
      states.push(state);
      await database.write([{ sql: "UPDATE conversation SET state = 'forgotten' WHERE id = 'c'" }]);
      return {};
    };
    await hear('two');
    await ended();
    await until(async () => (await conversations.find('c'))?.waiting === 0 || undefined);
    expect(states).toEqual(['after one', 'forgotten']);
    expect(texts(await conversations.read('c', { after: 2 }))).toEqual(['two', 're: two']);
  });

  it('comes after what somebody else wrote meanwhile, and both are answered in their order', async () => {
    const { conversations, run, hear, ended } = await knowing(await open());
    let second: Promise<void> | undefined;
    run.now = async (_conversation, { id }) => {
      if (id === 'two') second ??= hear('three');
      await second;
      return {};
    };
    await hear('two');
    await until(async () => ((await conversations.find('c'))?.watermark ?? 0) >= 6 || undefined);
    await ended();
    expect(texts(await conversations.read('c', { after: 2 }))).toEqual([
      'three',
      'two',
      're: three',
      're: two',
    ]);
  });

  it('goes over to people with its answer', async () => {
    const { conversations, run, elsewhere, hear, ended } = await knowing(await open());
    const before = await conversations.find('c');
    run.now = async () => ({ handTo: 'queue' });
    await hear('two');
    await ended();
    expect(await conversations.find('c')).toMatchObject({
      owner: 'queue',
      fence: (before?.fence ?? 0) + 1,
      watermark: 4,
      pending: 4,
      handled: 4,
    });
    await hear('three');
    await ended();
    expect(elsewhere.map(({ entry }) => entry.id)).toEqual(['three']);
    expect(texts(await conversations.read('c', { after: 4 }))).toEqual(['three']);
  });

  it('is stored although its answer cannot be', async () => {
    const { conversations, run, told, stored, hear, ended } = await knowing(await open());
    run.now = async () => ({ also: [{ sql: 'INSERT INTO no_such_table (id) VALUES (1)' }] });
    await hear('two');
    await ended();
    expect([texts(told), stored.length]).toEqual([['two'], 1]);
    run.now = async () => ({});
    await hear('three');
    await until(async () => ((await conversations.find('c'))?.watermark ?? 0) >= 6 || undefined);
    await ended();
    expect(texts(await conversations.read('c', { after: 2 }))).toEqual([
      'two',
      'three',
      're: two',
      're: three',
    ]);
  });

  it('is refused when the store fails, and nothing of its answer is there', async () => {
    const { conversations, turns, told, hear, ended, failing } = await knowing(await open());
    failing.now = true;
    await expect(hear('two')).rejects.toMatchObject({ code: 'store.failed' });
    await ended();
    failing.now = false;
    expect([told, turns.running]).toEqual([[], 0]);
    expect(await conversations.read('c', { after: 2 })).toEqual([]);
    await hear('three');
    await ended();
    expect(texts(await conversations.read('c', { after: 2 }))).toEqual(['three', 're: three']);
  });

  it('is refused when the conversation has ended meanwhile', async () => {
    const database = await open();
    const { run, hear, ended } = await knowing(database);
    run.now = async () => {
      await database.write([{ sql: "UPDATE conversation SET ended_at = 1 WHERE id = 'c'" }]);
      return {};
    };
    await expect(hear('two')).rejects.toMatchObject({ code: 'conversation.unknown' });
    await ended();
  });
});
