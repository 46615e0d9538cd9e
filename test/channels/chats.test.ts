/** How the store keeps the chats on other platforms, on both engines. */
import { describe, expect, it } from 'vitest';
import { createChats } from '../../src/channels/chats.ts';
import { createMoves } from '../../src/channels/moves.ts';
import { createConversationLog, draftOf } from '../../src/conversations/index.ts';
import type { Database } from '../../src/store/database.ts';
import { eachDatabase } from '../support/databases.ts';
import { manualClock } from '../support/manual-clock.ts';

const key = { channel: 'telegram', chat: '77' };
const idle = { sent: 0, part: 0, sending: false, attempts: 0, listening: 'here' as const };

eachDatabase((_engine, open) => {
  async function begin(database: Database) {
    const clock = manualClock();
    const conversations = createConversationLog({ database, clock, holder: 'one' });
    for (const id of ['telegram:77', 'web']) {
      await conversations.start({ id, channel: id.split(':')[0] ?? '', userId: id });
    }
    const one = createChats({ database, clock, holder: 'one' });
    const other = createChats({ database, clock, holder: 'other' });
    await one.heard(key, 'telegram:77', '77', { token: 'first' });
    const say = (id: string, text: string) =>
      conversations.append(id, [draftOf({ type: 'message', text }, { id: text, sender: 'agent' })]);
    return { clock, conversations, one, other, say };
  }

  describe('a chat', () => {
    it('waits when its conversation has something new, and is sent by one process at a time', async () => {
      const { clock, one, other, say } = await begin(await open());
      expect(await one.waiting(['telegram'], 0, 10)).toEqual([]);
      await say('telegram:77', 'hello');
      expect(await one.waiting(['telegram'], 0, 10)).toEqual([key]);
      expect(await one.waiting(['telegram'], clock.now() + 10, 10)).toEqual([]);

      const mine = await one.claim(key, 1_000);
      expect(mine).toMatchObject({ conversationId: 'telegram:77', sent: 0, listening: 'here' });
      expect(await other.claim(key, 1_000)).toBeUndefined();
      expect(await other.waiting(['telegram'], 0, 10)).toEqual([]);

      clock.advance(1_001);
      expect(await other.waiting(['telegram'], 0, 10)).toEqual([key]);
      const theirs = await other.claim(key, 1_000);
      if (!mine || !theirs) throw new Error('The chat was not claimed.');
      await expect(one.keep(mine, { ...idle, sent: 1 }, { pauseMs: 0 })).rejects.toMatchObject({
        code: 'store.conflict',
      });
      await other.keep(theirs, { ...idle, sent: 1 }, { pauseMs: 0 });
      expect(await one.waiting(['telegram'], 0, 10)).toEqual([]);
    });

    it('waits for its turn behind no chat of a channel that is turned off', async () => {
      const { clock, one, say, conversations } = await begin(await open());
      // Paused, and with something new: neither ever goes out.
      for (const [chat, isPaused] of [
        ['p1', true],
        ['p2', true],
        ['n1', false],
        ['n2', false],
      ] as const) {
        await conversations.start({ id: `line:${chat}`, channel: 'line', userId: chat });
        await one.heard({ channel: 'line', chat }, `line:${chat}`, chat, {});
        await say(`line:${chat}`, `hello ${chat}`);
        const claimed = isPaused && (await one.claim({ channel: 'line', chat }, 1_000));
        if (claimed) await one.keep(claimed, idle, { pauseMs: 1_000 });
      }
      clock.advance(1_001);
      await say('telegram:77', 'hello');
      expect(await one.waiting(['telegram', 'sms'], 0, 2)).toEqual([key]);
      expect(await one.waiting([], 0, 2)).toEqual([]);
    });

    it('keeps the address that a part of unknown fate was handed over with', async () => {
      const { clock, one } = await begin(await open());
      const mine = await one.claim(key, 1_000);
      if (!mine) throw new Error('The chat was not claimed.');
      expect(await one.keep(mine, { ...idle, sending: true }, { leaseMs: 1_000 })).toMatchObject({
        address: { token: 'first' },
      });
      await one.heard(key, 'telegram:77', '77', { token: 'second' });
      expect(await one.keep(mine, { ...idle, sending: true }, { leaseMs: 1_000 })).toMatchObject({
        address: { token: 'first' },
      });
      // What came meanwhile is not written over by what sending changed about the old one.
      expect(
        await one.keep(mine, { ...idle, sent: 1 }, { leaseMs: 1_000 }, { address: { token: 'used' } }),
      ).toMatchObject({ address: { token: 'second' } });
      await one.keep(mine, { ...idle, sent: 1, sending: true }, { leaseMs: 1_000 });
      expect(
        await one.keep(mine, { ...idle, sent: 2 }, { pauseMs: 500 }, { address: { token: 'used' } }),
      ).toMatchObject({ address: { token: 'used' } });
      expect(await one.claim(key, 1_000)).toBeUndefined();
      clock.advance(501);
      expect(await one.claim(key, 1_000)).toMatchObject({ sent: 2, address: { token: 'used' } });
    });

    it('goes on after the part that the platform reports as delivered', async () => {
      const { clock, one, other } = await begin(await open());
      const mine = await one.claim(key, 1_000);
      if (!mine) throw new Error('The chat was not claimed.');
      await one.keep(mine, { ...idle, part: 1, sending: true }, { pauseMs: 60_000 });
      await other.arrived('telegram', 'telegram:77', 1, 0);
      await other.arrived('telegram', 'telegram:77', 2, 1);
      expect(await one.find(key)).toMatchObject({ part: 1, sending: true });
      await other.arrived('telegram', 'telegram:77', 1, 1);
      expect(await one.find(key)).toMatchObject({ part: 2, sending: false });
      expect(clock.now()).toBe((await one.find(key))?.heardAt);
      expect(await other.claim(key, 1_000)).toMatchObject({ part: 2 });
    });

    it('does not forget that report when it comes while somebody decides what to do about the part', async () => {
      const { one, other } = await begin(await open());
      const mine = await one.claim(key, 1_000);
      if (!mine) throw new Error('The chat was not claimed.');
      const underWay = { ...idle, sending: true };
      expect(await one.keep(mine, underWay, { leaseMs: 1_000 })).toMatchObject({ hasArrived: false });
      await other.arrived('telegram', 'telegram:77', 1, 0);
      // It would be sent again: it need not be, and what was known is not written over.
      expect(await one.keep(mine, underWay, { leaseMs: 1_000 })).toMatchObject({ hasArrived: true });
      expect(await one.find(key)).toMatchObject({ part: 1, sending: false });
      // It would be waited for: the chat goes on at once.
      await one.keep(mine, { ...underWay, attempts: 1 }, { pauseMs: 20_000 });
      expect(await one.find(key)).toMatchObject({ part: 1, sending: false, attempts: 0 });
      expect(await other.claim(key, 1_000)).toMatchObject({ part: 1, sending: false });
    });
  });

  describe('a code that leads elsewhere', () => {
    it('is good once, for a while, for whoever brings it first', async () => {
      const database = await open();
      const { clock, conversations, one, say } = await begin(database);
      await say('web', 'before');
      const nothing = async () => {};
      const moves = createMoves({
        database,
        chats: one,
        conversations,
        welcome: nothing,
        join: nothing,
        clock,
      });
      const code = await moves.offer('web');
      expect(code).toMatch(/^move-[\w-]{22}$/);
      const chat = await one.find(key);
      if (!chat) throw new Error('There is no chat.');
      expect(await moves.redeem(`${code.slice(0, -1)}!`, chat)).toBe(false);
      expect(await moves.redeem(code, chat)).toBe(true);
      expect(await one.find(key)).toMatchObject({ conversationId: 'web', sent: 1 });
      // Told again by the platform it changes nothing; brought by somebody else it is worth nothing.
      expect(await moves.redeem(code, chat)).toBe(true);
      const stranger = await one.heard({ channel: 'telegram', chat: '88' }, 'telegram:77', '88', {});
      if (!stranger) throw new Error('There is no chat.');
      expect(await moves.redeem(code, stranger)).toBe(false);

      const late = await moves.offer('web');
      clock.advance(15 * 60_000 + 1);
      expect(await moves.redeem(late, stranger)).toBe(false);
    });
  });
});
