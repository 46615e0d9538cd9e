/** The whole way of a chat over HTTP: bot, queue, person, transfer, note, closing, stars, and the bot again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstAdmin, invite, listenTo, type Person } from '../support/desk.ts';
import { type DeskApp, startDeskApp } from '../support/desk-app.ts';
import { history, postActivity, until } from '../support/direct-line-client.ts';
import { startTalk } from '../support/talk.ts';

describe('a chat that goes to people', () => {
  let app: DeskApp;
  let admin: Person;
  let ann: Person;
  let ben: Person;
  beforeAll(async () => {
    app = await startDeskApp();
    admin = await firstAdmin(app);
    ann = await invite(app.base, admin, { name: 'Ann' });
    ben = await invite(app.base, admin, { name: 'Ben' });
  });
  afterAll(() => app.stop());

  it('is asked for, taken, answered, passed on, noted, closed and rated; then the bot goes on', async () => {
    const talk = await startTalk(app.base);
    const { conversationId: chat } = talk.session;
    await talk('do you ship to Canada?');
    const asked = await talk('I want to talk to a person');
    expect(asked.texts.join()).toContain('You are number 1 in line');
    expect(asked.buttons).toEqual(['Back to the assistant', 'Leave the line']);

    const board = await ann.board();
    expect(board.waiting).toMatchObject([{ id: chat, status: 'waiting', position: 1, reason: 'request' }]);
    const desk = await ann.listen();
    const shopper = await listenTo(talk.session.streamUrl);

    // The bot is silent from here on, whatever is asked.
    await postActivity(app.base, talk.session, { type: 'message', text: 'what are your opening hours?' });
    await ann.claim(chat);
    await expect(ben.claim(chat)).rejects.toMatchObject({ status: 409, code: 'chat.taken' });
    await shopper.next(
      ({ name, value }) => name === 'desk/status' && JSON.stringify(value).includes('"Ann"'),
    );

    const room = await ann.listen(chat);
    await room.next(({ text }) => text === 'what are your opening hours?');
    await postActivity(app.base, talk.session, { type: 'message', text: 'are you there?' });
    await room.next(({ text }) => text === 'are you there?');
    await desk.next(({ value }) => JSON.stringify(value).includes('"message"'));
    await expect(ben.say(chat, 'me too')).rejects.toMatchObject({ code: 'chat.forbidden' });
    await ann.say(chat, 'Yes, I am.');
    const answer = await shopper.next(({ text }) => text === 'Yes, I am.');
    expect(answer.from).toMatchObject({ name: 'Ann', role: 'agent' });
    expect(answer.channelData?.author).toBe('agent');

    await ann.call('POST', `/api/desk/chats/${chat}/notes`, { text: 'a hard one', mentions: [ben.id] });
    await room.next(({ text }) => text === 'a hard one');
    expect((await ben.board()).notices).toMatchObject([{ kind: 'mention', chat, read: false }]);
    await ann.call('POST', `/api/desk/chats/${chat}/transfer`, { agent: ben.id });
    await ben.say(chat, 'Ben here.');
    await shopper.next(({ text }) => text === 'Ben here.');
    expect(
      (await admin.call<{ agents: { id: string; load: number }[] }>('GET', '/api/desk/agents')).agents,
    ).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: ann.id, load: 0 }),
        expect.objectContaining({ id: ben.id, load: 1 }),
      ]),
    );

    const closed = await ben.call('POST', `/api/desk/chats/${chat}/close`, { disposition: 'answered' });
    expect(closed).toMatchObject({ status: 'closed', outcome: 'closed', disposition: 'answered' });
    const thanked = await talk('★★★★★ Very good');
    expect(thanked.texts).toEqual(['Thank you for telling us.']);
    expect((await ben.chat(chat)).satisfaction).toMatchObject({ score: 5 });

    expect((await talk('is there parking?')).texts.join()).toMatch(/park/);
    const seen = await history(app.base, talk.session);
    const texts = seen.activities.map(({ text }) => text);
    expect(texts).not.toContain('a hard one');
    const bots = seen.activities.filter(
      ({ from, channelData }) => from?.role === 'bot' && channelData?.author !== 'system',
    );
    expect(bots.filter(({ text }) => text?.includes('Monday to Friday'))).toEqual([]);
    for (const each of [desk, room, shopper]) each.close();
  });

  it('is left by its shopper, or taken back to the bot, while it waits', async () => {
    const talk = await startTalk(app.base);
    await talk('a person please');
    await postActivity(app.base, talk.session, { type: 'message', text: 'Leave the line' });
    const chat = talk.session.conversationId;
    await until(async () => ((await ann.chat(chat)).status === 'closed' ? true : undefined));
    expect((await ann.chat(chat)).outcome).toBe('left');
    expect((await talk('do you ship to Canada?')).texts.join()).toContain('province');
    await talk('I want a human');
    await postActivity(app.base, talk.session, { type: 'event', name: 'desk/bot' });
    await until(async () => ((await ann.chat(chat)).outcome === 'handed-back' ? true : undefined));
  });
});
