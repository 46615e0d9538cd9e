/** A chat by e-mail: asked for in words, from the page, or by the agent; never with notes, never too often. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mail, Mailer } from '../../src/core/mail.ts';
import { listKeptMails } from '../../src/mail/index.ts';
import { texts as buttons } from '../../web-widget/texts.ts';
import { handClock } from '../support/clock.ts';
import { customerToken, openSignedChat } from '../support/customer-chat.ts';
import { eachDatabase } from '../support/databases.ts';
import { firstAdmin, type Person } from '../support/desk.ts';
import { type DeskApp, startDeskApp } from '../support/desk-app.ts';
import { openDesk, waitingChat } from '../support/desk-rooms.ts';
import { type TestSession, until } from '../support/direct-line-client.ts';
import { startTalk } from '../support/talk.ts';

describe('a chat by e-mail', () => {
  let app: DeskApp;
  let admin: Person;
  beforeAll(async () => {
    app = await startDeskApp();
    admin = await firstAdmin(app);
  });
  afterAll(() => app.stop());

  const mailTo = (address: string) =>
    until(async () => (await listKeptMails(app.dataFolder)).find(({ to }) => to.includes(address)));
  const path = '/api/my-conversation/transcript';
  const own = async (session: Pick<TestSession, 'token'>, body?: object) => {
    const response = await fetch(`${app.base}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${session.token}`,
        'content-type': 'application/json',
        // The page of the shop is another site than the desk.
        origin: 'https://shop.example',
        'sec-fetch-site': 'cross-site',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };

  it('goes to the address a visitor types in the chat, in their language', async () => {
    const talk = await startTalk(app.base);
    await talk('do you ship to Canada?');
    expect((await talk('send me this chat by email')).texts).toEqual([
      'To which e-mail address shall I send this chat?',
    ]);
    expect((await talk('visitor@example.com')).texts.join()).toContain('visitor@example.com');
    const mail = await mailTo('visitor@example.com');
    expect(mail.subject).toContain('Your chat with');
    expect(mail.text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d You: do you ship to Canada\?$/m);
    expect(mail.text).toContain('America/New_York');

    const chinese = await startTalk(app.base);
    await chinese('停车位在哪里');
    expect((await chinese('把聊天记录发到我的邮箱 li@example.com')).texts.join()).toContain('li@example.com');
    const other = await mailTo('li@example.com');
    expect(other.subject).toMatch(/聊天记录/);
    expect(other.text).toMatch(/您: 停车位在哪里/);
  });

  it('is asked for by the button under the stars, whatever else the words may mean', async () => {
    const { en, zh } = buttons;
    expect((await (await startTalk(app.base))(en.mailChat)).texts).toEqual([
      'To which e-mail address shall I send this chat?',
    ]);
    expect((await (await startTalk(app.base))(zh.mailChat)).texts).toEqual(['要把聊天记录发到哪个邮箱？']);
  });

  it('asks whether the proved address is right, and takes another', async () => {
    const token = await customerToken('C-7', { email: 'ada@example.com', email_verified: true, name: 'Ada' });
    const talk = await startTalk(app.base, await openSignedChat(app.base, token));
    const asked = await talk('email me this chat');
    expect(asked.texts).toEqual(['Shall I send this chat to ada@example.com?']);
    expect((await talk(asked.buttons[1] ?? '')).texts.join()).toContain('which e-mail address');
    await talk('other@example.com');
    expect((await mailTo('other@example.com')).to).toContain('other@example.com');
    await talk('email me this chat');
    expect((await talk('yes')).texts.join()).toContain('ada@example.com');
    await mailTo('ada@example.com');
  });

  it('goes from the page while a person has the chat, and has none of their notes', async () => {
    const talk = await startTalk(app.base);
    await talk('I want to talk to a person');
    const { conversationId: chat } = talk.session;
    expect(await own(talk.session)).toEqual({ status: 200, body: { email: null } });
    expect(await own(talk.session, {})).toMatchObject({
      status: 409,
      body: { error: { code: 'transcript.address-conflict' } },
    });
    await admin.claim(chat);
    await admin.call('POST', `/api/desk/chats/${chat}/notes`, { text: 'A difficult one.' });
    await admin.say(chat, 'How can I help?');
    expect(await own(talk.session, { email: 'page@example.com' })).toEqual({
      status: 202,
      body: { email: 'p…@example.com' },
    });
    const mail = await mailTo('page@example.com');
    expect(mail.text).toContain('How can I help?');
    expect(mail.text).not.toContain('difficult');

    // Once for the same words; by the agent once more; and then it is enough for today.
    await own(talk.session, { email: 'page@example.com' });
    await admin.say(chat, 'And this.');
    await admin.call('PUT', `/api/desk/chats/${chat}/labels`, { email: 'left@example.com' });
    expect(await own(talk.session)).toEqual({ status: 200, body: { email: 'l…@example.com' } });
    await admin.call('POST', `/api/desk/chats/${chat}/transcript/mail`);
    expect((await mailTo('left@example.com')).text).toContain('And this.');
    expect((await own(talk.session, { email: 'third@example.com' })).status).toBe(202);
    expect(await own(talk.session, { email: 'fourth@example.com' })).toMatchObject({
      status: 429,
      body: { error: { code: 'transcript.too-many' } },
    });
    const mails = await listKeptMails(app.dataFolder);
    expect(mails.filter(({ to }) => to.includes('page@example.com'))).toHaveLength(1);
  });

  it('is nobody else’s: without a token, with a forged one, or with what is no address', async () => {
    const talk = await startTalk(app.base);
    await talk('do you ship to Canada?');
    expect((await own({ token: '' }, {})).status).toBe(401);
    expect((await own({ token: `${talk.session.token.slice(0, -4)}AAAA` }, {})).status).toBe(401);
    for (const email of [
      'nobody',
      'a@b',
      'a@example.com\r\nBcc: all@example.com',
      `${'x'.repeat(300)}@example.com`,
    ]) {
      expect((await own(talk.session, { email })).status, email).toBe(400);
    }
  });
});

eachDatabase((_engine, open) => {
  it('goes out once for the same words, three times a day for one chat, and five to one address', async () => {
    const clock = handClock();
    const sent: Mail[] = [];
    const mailer: Mailer = {
      delivers: true,
      send: async (mail) => ({ messageId: `<${sent.push(mail)}@test>` }),
      close: async () => {},
    };
    const rooms = await openDesk(await open(), clock, undefined, mailer);
    const { transcripts, mails, talking, cases } = rooms.desk;
    const write = async (chat: string, text: string) =>
      talking.note(await cases.need(chat), { id: 'ann', name: 'Ann' }, { text });
    for (const chat of ['one', 'two']) await waitingChat(rooms, chat);
    for (const address of ['a@example.com', 'A@example.com ', 'b@example.com']) {
      expect(await transcripts.mail('one', address)).toBe('sent');
    }
    await mails.sendDue();
    expect(sent.map(({ to }) => to).sort()).toEqual(['a@example.com', 'b@example.com']);
    await write('one', 'only for us');
    expect(await transcripts.mail('one', 'a@example.com')).toBe('sent');
    await write('one', 'and this');
    expect(await transcripts.mail('one', 'a@example.com')).toBe('limited');
    for (let count = 0; count < 3; count++) {
      await write('two', `note ${count}`);
      expect(await transcripts.mail('two', 'a@example.com')).toBe('sent');
    }
    await waitingChat(rooms, 'three');
    expect(await transcripts.mail('three', 'a@example.com')).toBe('limited');
    clock.move(86_400_001);
    expect(await transcripts.mail('three', 'a@example.com')).toBe('sent');
    await mails.sendDue();
    expect(sent).toHaveLength(7);
    expect(sent.map(({ text }) => text).join()).not.toMatch(/only for us|note \d/);
    await rooms.close();
  });
});
