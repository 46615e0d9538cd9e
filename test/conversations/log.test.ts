import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createConversationLog, draftOf } from '../../src/conversations/index.ts';
import { ensureRecord, personOfConversation } from '../../src/customers/index.ts';
import type { Database } from '../../src/store/database.ts';
import { eachDatabase } from '../support/databases.ts';
import { manualClock } from '../support/manual-clock.ts';

const shopper = { channel: 'directline', userId: 'dl_shopper' };
const said = (id: string, text = id) => draftOf({ type: 'message', text }, { id, sender: 'user' });
const answered = (id: string) => draftOf({ type: 'message', text: id }, { id, sender: 'bot' });

eachDatabase((_engine, open) => {
  async function openLog({ holder = 'here', database }: { holder?: string; database?: Database } = {}) {
    const clock = manualClock();
    const store = database ?? (await open());
    return { clock, database: store, log: createConversationLog({ database: store, clock, holder }) };
  }

  it('numbers entries without a gap and with rising times, whoever writes and however many at once', async () => {
    const { log } = await openLog();
    await log.start({ ...shopper, id: 'c' });
    const writes = Array.from({ length: 30 }, (_, index) =>
      index % 3 === 0
        ? log.append('c', [answered(`a${index}`), answered(`b${index}`)])
        : log.receive('c', said(`u${index}`)),
    );
    await Promise.all(writes);
    const entries = await log.read('c');
    expect(entries.map(({ watermark }) => watermark)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(new Set(entries.map(({ id }) => id)).size).toBe(40);
    const rising = entries.every((entry, index) => entry.at > (entries[index - 1]?.at ?? 0));
    expect(rising).toBe(true);
    expect((await log.find('c'))?.watermark).toBe(40);
  });

  it('tells with each message who is known to be behind it', async () => {
    const { clock, database } = await openLog();
    const parts = { database, clock, holder: 'here' };
    const log = createConversationLog({ ...parts, personOf: personOfConversation });
    await log.start({ id: 'a', ...shopper });
    const stranger = await log.receive('a', said('1'));
    const keeper = { database, clock, ids: { next: () => 'record' }, key: Buffer.alloc(32) };
    await ensureRecord(keeper, { kind: 'channel', value: 'directline:dl_shopper' }, 'signed');
    const known = await log.receive('a', said('2'));
    expect([stranger, known].map(({ conversation }) => conversation.personId)).toEqual([null, 'record']);
    expect((await log.find('a'))?.personId).toBeUndefined();
  });

  it('takes nothing more from the shopper of a conversation that was silent beyond its life', async () => {
    const clock = manualClock();
    const log = createConversationLog({ database: await open(), clock, holder: 'here', lifeMs: 60_000 });
    await log.start({ ...shopper, id: 'c' });
    clock.advance(59_000);
    await log.receive('c', said('in time'));
    clock.advance(60_001);
    await expect(log.receive('c', said('too late'))).rejects.toMatchObject({ code: 'conversation.unknown' });
    expect(await log.read('c')).toHaveLength(1);
  });

  it('gives back what it was given, numbered', async () => {
    const { log } = await openLog();
    await log.start({ ...shopper, id: 'c' });
    const { entry } = await log.receive('c', said('one', 'a “quoted” text\n😀'));
    expect(await log.read('c')).toEqual([entry]);
    expect(await log.read('c', { after: 1 })).toEqual([]);
  });

  it('stores a message that is sent again once, also when both come at the same time', async () => {
    const { log } = await openLog();
    await log.start({ ...shopper, id: 'c' });
    const both = await Promise.all([
      log.receive('c', said('one', 'hello'), 'key'),
      log.receive('c', said('two', 'hello'), 'key'),
    ]);
    const again = await log.receive('c', said('three', 'hello'), 'key');
    expect(both.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
    expect(again.repeated).toBe(true);
    expect(new Set([...both, again].map(({ entry }) => entry.id)).size).toBe(1);
    expect(await log.read('c')).toHaveLength(1);
    const other = await log.receive('c', said('four', 'hello'), 'another key');
    expect(other).toMatchObject({ repeated: false, entry: { watermark: 2 } });
  });

  it('stores the same whatever is sent again in whatever order', async () => {
    const { log } = await openLog();
    let run = 0;
    const keys = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(keys, async (sent) => {
        const id = `c${++run}`;
        await log.start({ ...shopper, id });
        await Promise.all(sent.map((key, index) => log.receive(id, said(`${id}.${index}`), `key ${key}`)));
        const entries = await log.read(id);
        expect(entries).toHaveLength(new Set(sent).size);
        expect(entries.map(({ watermark }) => watermark)).toEqual(entries.map((_, index) => index + 1));
      }),
      { numRuns: 25 },
    );
  });

  it('takes the turn with the message when the bot owns the conversation and nobody runs it', async () => {
    const { log, database } = await openLog();
    const { log: other } = await openLog({ holder: 'there', database });
    await log.start({ ...shopper, id: 'c' });
    expect((await log.receive('c', said('one'))).conversation).toMatchObject({
      turnHolder: 'here',
      waiting: 1,
    });
    expect((await other.receive('c', said('two'))).conversation).toMatchObject({
      turnHolder: 'here',
      waiting: 2,
      pending: 2,
    });
    expect(await other.takeTurn('c')).toBeUndefined();
  });

  it('leaves the bot out when a person owns the conversation', async () => {
    const { log, database } = await openLog();
    await log.start({ ...shopper, id: 'c' });
    await database.write([{ sql: "UPDATE conversation SET owner = 'agent:7' WHERE id = 'c'" }]);
    const { conversation } = await log.receive('c', said('one'));
    expect(conversation).toMatchObject({ owner: 'agent:7', turnHolder: undefined, pending: 0, watermark: 1 });
    expect(await log.abandonedTurns()).toEqual([]);
  });

  it('commits an answer, its state and what belongs to it together, and gives the turn back', async () => {
    const { log, database } = await openLog();
    await log.start({ ...shopper, id: 'c' });
    const { conversation, entry } = await log.receive('c', said('one'));
    const { entries, conversation: after } = await log.commitTurn({
      conversation,
      answered: entry.watermark,
      replies: [answered('r1'), answered('r2')],
      state: '{"turns":1}',
      also: [{ sql: 'INSERT INTO setting (name, value) VALUES ($1, $2)', params: ['also', 'kept'] }],
    });
    expect(entries.map(({ id, watermark }) => [id, watermark])).toEqual([
      ['r1', 2],
      ['r2', 3],
    ]);
    expect(await log.read('c', { after: 1 })).toEqual(entries);
    expect(after).toMatchObject({ handled: 1, waiting: 0, turnHolder: undefined, state: '{"turns":1}' });
    expect(await database.read("SELECT value FROM setting WHERE name = 'also'")).toEqual([{ value: 'kept' }]);
  });

  it('keeps the turn while more is waiting', async () => {
    const { log } = await openLog();
    await log.start({ ...shopper, id: 'c' });
    const { conversation, entry } = await log.receive('c', said('one'));
    await log.receive('c', said('two'));
    const commit = { conversation, answered: entry.watermark, replies: [], state: '{}', also: [] };
    const { conversation: after } = await log.commitTurn(commit);
    expect(after).toMatchObject({ turnHolder: 'here', waiting: 1, handled: 1 });
    expect(await log.nextUnanswered(after)).toMatchObject({ id: 'two' });
  });

  it.each([
    ['a person took the conversation', "UPDATE conversation SET owner = 'agent:7', fence = fence + 1"],
    ['it went to a person and back', 'UPDATE conversation SET fence = fence + 1'],
    ['another process took the turn', "UPDATE conversation SET turn_holder = 'there'"],
    ['the entry was answered already', 'UPDATE conversation SET handled = 1'],
  ])('refuses an answer whole when %s meanwhile', async (_what, sql) => {
    const { log, database } = await openLog();
    await log.start({ ...shopper, id: 'c' });
    const { conversation } = await log.receive('c', said('one'));
    await database.write([{ sql }]);
    const commit = {
      conversation,
      answered: 1,
      replies: [answered('r')],
      state: '{"lost":true}',
      also: [{ sql: "INSERT INTO setting (name, value) VALUES ('also', 'lost')" }],
    };
    await expect(log.commitTurn(commit)).rejects.toMatchObject({ code: 'store.conflict' });
    expect(await log.read('c', { after: 1 })).toEqual([]);
    expect((await log.find('c'))?.state).toBe('{}');
    expect(await database.read("SELECT value FROM setting WHERE name = 'also'")).toEqual([]);
  });

  it('frees a turn when its lease runs out, unless it was lengthened or given back', async () => {
    const { log, database, clock } = await openLog();
    const other = createConversationLog({ database, clock, holder: 'there' });
    for (const id of ['kept', 'left', 'returned']) {
      await log.start({ ...shopper, id });
      await log.receive(id, said(`to ${id}`));
    }
    clock.advance(4_000);
    await log.keepTurns(['kept']);
    expect(await other.abandonedTurns()).toEqual([]);
    clock.advance(4_000);
    expect((await other.abandonedTurns()).sort()).toEqual(['left', 'returned']);
    expect(await other.takeTurn('left')).toMatchObject({ turnHolder: 'there', waiting: 1 });
    await log.releaseTurns();
    expect((await other.abandonedTurns()).sort()).toEqual(['kept', 'returned']);
    expect(await other.find('left')).toMatchObject({ turnHolder: 'there' });
  });

  it('knows no conversation that was never started or has ended', async () => {
    const { log, database } = await openLog();
    await expect(log.receive('nobody', said('one'))).rejects.toMatchObject({ code: 'conversation.unknown' });
    await log.start({ ...shopper, id: 'c' });
    await database.write([{ sql: "UPDATE conversation SET ended_at = 1 WHERE id = 'c'" }]);
    await expect(log.receive('c', said('one'))).rejects.toMatchObject({ code: 'conversation.unknown' });
    await expect(log.append('c', [answered('r')])).rejects.toMatchObject({ code: 'conversation.unknown' });
    expect(await log.read('c')).toEqual([]);
  });
});
