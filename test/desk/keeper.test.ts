/** What the desk does by itself as time goes by, on both engines. */
import { expect, it } from 'vitest';
import { activityOf } from '../../src/conversations/index.ts';
import { ShopdeskError } from '../../src/core/errors.ts';
import type { Mail, Mailer } from '../../src/core/mail.ts';
import { handClock } from '../support/clock.ts';
import { eachDatabase } from '../support/databases.ts';
import { openDesk, waitingChat } from '../support/desk-rooms.ts';
import { until } from '../support/direct-line-client.ts';

const minute = 60_000;

eachDatabase((_engine, open) => {
  async function desk() {
    const clock = handClock();
    clock.freeze();
    const database = await open();
    const rooms = await openDesk(database, clock);
    const { agents, cases, handling, settings, keeper, talking } = rooms.desk;
    const person = async (name: string, more: object = {}) => {
      const made = await agents.add({ email: `${name}@example.com`, name, role: 'agent', ...more });
      await agents.choosePresence(made.id, 'online');
      return made.id;
    };
    const texts = async (chat: string) =>
      (await rooms.conversations.read(chat)).map((entry) => activityOf(entry).text ?? '');
    return { ...rooms, clock, database, agents, cases, handling, settings, keeper, talking, person, texts };
  }

  it('brings the chats of an agent who is gone back to the head of the queue, after a minute, also after a restart', async () => {
    const { clock, cases, handling, keeper, person, texts, conversations, ...rooms } = await desk();
    const ann = await person('Ann');
    await waitingChat({ conversations, ...rooms }, 'first');
    await handling.claim('first', ann);
    clock.move(minute / 2);
    await waitingChat({ conversations, ...rooms }, 'second');
    await keeper.tick();
    expect((await cases.need('first')).status).toBe('active');

    // Killed without a word: another process finds what the store says.
    await rooms.close();
    const again = await openDesk(rooms.database, clock);
    clock.move(minute);
    await again.desk.keeper.tick();
    expect(await again.desk.cases.need('first')).toMatchObject({
      status: 'waiting',
      position: 1,
      agent: null,
    });
    expect((await again.desk.cases.need('second')).position).toBe(2);
    expect((await again.desk.agents.need(ann)).load).toBe(0);
    expect((await texts('first')).join('\n')).toMatch(/Ann is gone/);
    expect((await texts('first')).join('\n')).toMatch(/You are at the head of the line/);
    await again.close();
  });

  it('takes nobody for gone who could not be heard: the server was away, or its store', async () => {
    const { clock, handling, person, ...rooms } = await desk();
    const ann = await person('Ann');
    await waitingChat(rooms, 'chat');
    await handling.claim('chat', ann);
    await rooms.close();
    clock.move(10 * minute);
    let isAway = false;
    const database: typeof rooms.database = {
      ...rooms.database,
      async write(statements) {
        if (isAway) throw new ShopdeskError('store.failed', 'The store is away.');
        return rooms.database.write(statements);
      },
    };
    const { desk: again, close } = await openDesk(database, clock);
    const status = async () => (await again.cases.need('chat')).status;
    await again.keeper.tick();
    expect(await status()).toBe('active');
    await again.agents.heartbeat(await again.agents.need(ann), false, null);
    clock.move(2 * minute);
    isAway = true;
    await expect(again.keeper.tick()).rejects.toMatchObject({ code: 'store.failed' });
    isAway = false;
    clock.move(1_000);
    await again.keeper.tick();
    expect(await status()).toBe('active');
    clock.move(minute);
    await again.keeper.tick();
    expect(await status()).toBe('waiting');
    await close();
  });

  it('leaves the chats of an agent who gives signs of life', async () => {
    const { clock, cases, handling, keeper, person, agents, ...rooms } = await desk();
    const ann = await person('Ann');
    await waitingChat(rooms, 'chat');
    await handling.claim('chat', ann);
    for (let turn = 0; turn < 5; turn++) {
      clock.move(minute / 2);
      await agents.heartbeat(await agents.need(ann), false, null);
      await keeper.tick();
    }
    expect((await cases.need('chat')).agent?.id).toBe(ann);
    expect((await agents.need(ann)).presence).toBe('online');
    clock.move(9 * minute);
    await agents.heartbeat(await agents.need(ann), false, null);
    // Signs of life of the browser alone: nobody acts.
    expect((await agents.need(ann)).presence).toBe('away');
    await rooms.close();
  });

  it('wakes what was snoozed when its time comes or the shopper writes, or puts it first when its agent is full', async () => {
    const {
      clock,
      cases,
      handling,
      keeper,
      person,
      agents,
      conversations,
      desk: whole,
      ...rooms
    } = await desk();
    const ann = await person('Ann', { capacity: 1 });
    const snoozed = async (id: string) => {
      await waitingChat({ conversations, desk: whole }, id);
      await handling.snooze(await handling.claim(id, ann), clock.now() + minute / 2);
    };
    await snoozed('timed');
    expect((await agents.need(ann)).load).toBe(0);
    clock.move(minute / 2);
    await keeper.tick();
    expect((await cases.need('timed')).status).toBe('active');
    await handling.close(await cases.need('timed'), { outcome: 'closed' });

    await snoozed('written');
    const received = await conversations.receive('written', {
      id: 'm1',
      type: 'message',
      sender: 'user',
      audience: 'all',
      body: '{"type":"message","text":"still there?"}',
    });
    await whole.shopper.heard(received);
    expect(await cases.need('written')).toMatchObject({ status: 'active', unread: 2 });
    await handling.snooze(await cases.need('written'), clock.now() + minute / 2);

    await waitingChat({ conversations, desk: whole }, 'other');
    await handling.claim('other', ann);
    clock.move(minute / 2);
    await agents.heartbeat(await agents.need(ann), true, null);
    await keeper.tick();
    expect(await cases.need('written')).toMatchObject({ status: 'waiting', position: 1 });
    await rooms.close();
  });

  it('warns before a clock breaks, raises what broke, and counts open hours only', async () => {
    const { clock, cases, handling, keeper, person, settings, database, ...rooms } = await desk();
    const ann = await person('Ann');
    await settings.change(settings.current(), {
      ...settings.current(),
      goneAfterSeconds: 3_600,
      sla: { ...settings.current().sla, firstReplyMinutes: 10, escalate: 'supervisor' },
    });
    // A Monday, 10:30 in the shop: it is open until 14:00.
    clock.move(Date.parse('2026-11-23T15:30:00Z') - clock.now());
    await rooms.desk.agents.choosePresence(ann, 'online');
    await waitingChat(rooms, 'chat');
    await handling.claim('chat', ann);
    expect((await cases.need('chat')).clock).toEqual({
      kind: 'firstReply',
      dueAt: clock.now() + 10 * minute,
      state: 'running',
    });
    clock.move(9 * minute);
    await keeper.tick();
    const told = async () =>
      (await database.read('SELECT body FROM desk_notice ORDER BY at, body')).map((row) => row.body);
    expect(await told()).toEqual(['firstReply:warning']);
    clock.move(6_000);
    await keeper.tick();
    expect(await told()).toEqual(['firstReply:warning']);
    clock.move(2 * minute);
    await keeper.tick();
    expect(await told()).toEqual(['firstReply:warning', 'firstReply:broken']);
    expect((await cases.need('chat')).priority).toBe(1);

    // Asked five minutes before closing at 19:00; open again on Tuesday at 10:00.
    clock.move(Date.parse('2026-11-23T23:55:00Z') - clock.now());
    await waitingChat(rooms, 'late');
    expect((await cases.need('late')).clock?.dueAt).toBe(Date.parse('2026-11-24T15:05:00Z'));
    await rooms.close();
  });

  it('gives waiting chats to free agents by itself where that is set, the one who knows the shopper first', async () => {
    const { cases, handling, keeper, person, settings, clock, ...rooms } = await desk();
    await settings.change(settings.current(), { ...settings.current(), autoAssign: true });
    const ann = await person('Ann');
    const ben = await person('Ben');
    await waitingChat(rooms, 'chat');
    await handling.claim('chat', ben);
    await handling.close(await cases.need('chat'), { outcome: 'closed' });
    await waitingChat(rooms, 'other');
    await keeper.tick();
    const first = (await cases.need('other')).agent?.id;
    expect([ann, ben]).toContain(first);

    const conversation = await rooms.conversations.find('chat');
    if (!conversation) throw new Error('gone');
    const opened = rooms.desk.door.open(conversation, { reason: 'request', language: 'en', text: 'again' });
    await rooms.conversations.changeOwner({ conversation, to: 'queue', drafts: [], also: opened.statements });
    clock.move(2_000);
    await keeper.tick();
    expect((await cases.need('chat')).agent?.id).toBe(ben);
    await rooms.close();
  });

  it('gives a heavy chat only where it fits, in turns where that is set, and to the team it was passed on to', async () => {
    const { cases, handling, keeper, person, settings, clock, agents, ...rooms } = await desk();
    await settings.change(settings.current(), {
      ...settings.current(),
      autoAssign: true,
      strategy: 'takeTurns',
      weights: { chat: 1, message: 1, channels: {}, skills: { repair: 3 } },
    });
    const ann = await person('Ann', { capacity: 4, skills: ['repair'] });
    const ben = await person('Ben', { capacity: 2, skills: ['repair'], team: 'Night' });
    await waitingChat(rooms, 'heavy', { skills: ['repair'] });
    clock.move(1_000);
    await keeper.tick();
    expect(await cases.need('heavy')).toMatchObject({ weight: 3, agent: { id: ann } });
    expect((await agents.need(ann)).load).toBe(3);
    // A second heavy one fits with nobody, however long it waits; light ones go past it, to whose turn it is.
    await waitingChat(rooms, 'second', { skills: ['repair'] });
    for (const id of ['one', 'two']) {
      await waitingChat(rooms, id);
      clock.move(1_000);
      await agents.heartbeat(await agents.need(ann), true, null);
      await keeper.tick();
    }
    expect((await cases.need('one')).agent?.id).toBe(ben);
    expect((await cases.need('two')).agent?.id).toBe(ann);
    expect(await cases.need('second')).toMatchObject({ status: 'waiting', agent: null });

    // Passed on for other skills it weighs less, and its old weight is given back.
    await handling.requeue(await cases.need('heavy'), {
      note: '',
      head: true,
      skills: [],
      team: 'Night',
      says: 'desk.transferred',
    });
    expect((await agents.need(ann)).load).toBe(1);
    await keeper.tick();
    expect(await cases.need('heavy')).toMatchObject({ weight: 1, team: 'Night', agent: { id: ben } });
    await rooms.close();
  });

  it('tells each who waits the place in their own line', async () => {
    const { person, keeper, feeds, clock, ...rooms } = await desk();
    await person('Ann', { languages: ['en'], capacity: 1 });
    await person('Li', { languages: ['zh'], capacity: 1 });
    for (const id of ['en-1', 'en-2', 'en-3', 'zh-1']) {
      clock.move(1_000);
      await waitingChat(rooms, id, id === 'zh-1' ? { language: 'zh' } : {});
    }
    const told = new Map<string, number>();
    const follow = (id: string) =>
      feeds.subscribe(id, 0, 'all', {
        entry: () => {},
        passing: (frame) => told.set(id, JSON.parse(frame).activities[0].value.position),
      });
    const stops = ['en-3', 'zh-1'].map(follow);
    await keeper.tick();
    await until(() => (told.size === 2 ? true : undefined));
    expect(Object.fromEntries(told)).toEqual({ 'en-3': 3, 'zh-1': 1 });
    expect((await rooms.desk.cases.need('zh-1')).position).toBe(4);
    const asking = { userId: 'new', channel: 'directline' };
    expect((await rooms.desk.door.outlook(asking, 'zh')).position).toBe(2);
    expect((await rooms.desk.door.outlook(asking, 'en')).position).toBe(4);
    for (const stop of stops) stop();
    await rooms.close();
  });

  it('answers a message by e-mail, unless it is read in the chat first; once, even when the mail server stumbles', async () => {
    const clock = handClock();
    clock.freeze();
    const database = await open();
    const mails: Mail[] = [];
    let away = true;
    const mailer: Mailer = {
      delivers: true,
      async send(mail) {
        if (away) throw new ShopdeskError('mail.unavailable', 'later');
        mails.push(mail);
        return { messageId: '<1@test>' };
      },
      close: async () => {},
    };
    const rooms = await openDesk(database, clock, undefined, mailer);
    const { agents, cases, handling, talking, door, keeper } = rooms.desk;
    const ann = await agents.add({ email: 'ann@example.com', name: 'Ann', role: 'agent' });
    const leave = async (id: string) => {
      const { conversation } = await rooms.conversations.start({ id, channel: 'directline', userId: id });
      const left = door.leaveMessage(conversation, {
        email: 'ada@example.com',
        text: 'Please set the red receiver aside.',
        language: 'en',
      });
      await database.write(left.statements);
      expect(await cases.need(id)).toMatchObject({ kind: 'message', status: 'waiting', position: null });
      expect((await cases.need(id)).clock).toMatchObject({
        kind: 'message',
        dueAt: clock.now() + 48 * 60 * minute,
      });
      const chat = await handling.claim(id, ann.id);
      return talking.reply(chat, ann, { text: 'It is **set aside**.' });
    };
    await leave('mailed');
    const answer = await leave('read');
    const settled = async (id: string, disposition: string) => {
      await leave(id);
      await handling.close(await cases.need(id), { outcome: 'closed', disposition });
    };
    await talking.shopperMarks('read', { got: answer.watermark, read: answer.watermark });
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round++) {
        clock.move(minute);
        await agents.heartbeat(await agents.need(ann.id), true, null);
        await keeper.tick();
        await rooms.desk.mails.sendDue();
      }
    };
    await rounds(2);
    away = false;
    await rounds(6);
    await expect
      .poll(() => mails)
      .toMatchObject([{ to: 'ada@example.com', text: expect.stringContaining('It is **set aside**.') }]);
    expect(mails[0]?.subject).toMatch(/^Your message to us \(C-/);
    await settled('thanked', 'answered');
    await settled('forwarded', 'forwarded');
    mails.length = 0;
    const thanked = async () => {
      await rounds(1);
      return mails.flatMap(({ to, text }) => (text?.startsWith('Thank you for writing to us.') ? to : []));
    };
    await expect.poll(thanked).toEqual(['ada@example.com']);
    await rounds(2);
    expect(await thanked()).toEqual(['ada@example.com']);
    const states = await database.read(
      `SELECT conversation_id, state FROM desk_mail WHERE conversation_id IN ('mailed', 'read') ORDER BY conversation_id`,
    );
    expect(states).toEqual([
      { conversation_id: 'mailed', state: 'sent' },
      { conversation_id: 'read', state: 'read' },
    ]);
    await rooms.close();
  });
});
