/** An outside hub stands in for the desk, over real HTTP: it takes chats, answers, gives back; and it goes down. */
import { EventFactory, type TurnContext } from 'botbuilder';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Activity } from '../../src/core/activity.ts';
import { firstAdmin, listenTo, type Person } from '../support/desk.ts';
import { type DeskApp, startDeskApp } from '../support/desk-app.ts';
import { postActivity, until } from '../support/direct-line-client.ts';
import { createDatabase } from '../support/postgres.ts';
import { type Posted, type Receiver, startReceiver, status } from '../support/receiver.ts';
import { startTalk } from '../support/talk.ts';

const secret = 'the-secret-of-hub-and-shop';
let hub: Receiver;
/** One server for each engine, and one hub beside it, whose other tests' posts are told apart by their conversation. */
let app: DeskApp;
let admin: Person;
async function start(environment: Record<string, string> = {}): Promise<void> {
  hub = await startReceiver();
  app = await startDeskApp({
    HUB_URL: `${hub.url}/handoff`,
    HUB_SECRET: secret,
    ADMIN_TOKEN: 'an-admin-token-of-the-test-suite',
    ...environment,
  });
  admin = await firstAdmin(app);
}
async function end(): Promise<void> {
  await app.stop();
  await hub.close();
}
beforeEach(async () => {
  hub.answer = status(200);
  // Without a sign of life for a minute nobody of our own would be there.
  await admin.call('PUT', '/api/desk/me/presence', { presence: 'online' });
});

const said = ({ body }: Posted): Activity => JSON.parse(body);
const heard = (chat: string) => hub.posts.map(said).filter(({ conversation }) => conversation?.id === chat);
const messages = (chat: string) =>
  heard(chat).flatMap(({ type, text }) => (type === 'message' ? [text] : []));
const initiationOf = async (chat: string) =>
  said(await hub.next(({ body }) => body.includes('handoff.initiate') && body.includes(chat)));

/** What the hub tells us. */
async function tell(base: string, activity: object, bearer = secret): Promise<number> {
  const response = await fetch(`${base}/api/hub/activities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify(activity),
  });
  await response.body?.cancel();
  return response.status;
}

/** A chat that the hub has. */
async function handedOver() {
  const { base } = app;
  const talk = await startTalk(base);
  const { conversationId: chat } = talk.session;
  await talk('do you ship to Canada?');
  const sentence = (await talk('I want to talk to a person')).texts.join('\n');
  const shopper = await listenTo(talk.session.streamUrl);
  const write = (text: string) => postActivity(base, talk.session, { type: 'message', text });
  const event = (state: string) => ({
    type: 'event',
    name: 'handoff.status',
    conversation: { id: chat },
    from: { name: 'Hubert' },
    value: { state },
  });
  // The hub's words are taken as soon as it has the conversation.
  const accept = () => until(async () => ((await tell(base, event('accepted'))) === 200 ? true : undefined));
  return { base, sentence, talk, chat, shopper, write, event, accept };
}

describe.each(['sqlite', 'postgres'])('on %s', (engine) => {
  const isMissing = engine === 'postgres' && inject('postgresUrl') === '';
  describe.skipIf(isMissing)('an outside hub', () => {
    let store: Awaited<ReturnType<typeof createDatabase>> | undefined;
    beforeAll(async () => {
      if (engine === 'postgres') store = await createDatabase(inject('postgresUrl'));
      await start(store && { DATABASE_URL: store.url });
    });
    afterAll(async () => {
      await end();
      await store?.drop();
    });

    test('it takes the chat with context and transcript, answers, and gives it back to the bot', async () => {
      const { base, sentence, talk, chat, shopper, write, event, accept } = await handedOver();
      // Nothing of a place in a line that is not ours.
      expect(sentence).toContain('I am getting a person from our team');
      expect(sentence).not.toMatch(/number|\d/);
      const initiate = await initiationOf(chat);
      expect(hub.posts.every(({ headers }) => headers.authorization === `Bearer ${secret}`)).toBe(true);
      expect(initiate).toMatchObject({
        type: 'event',
        name: 'handoff.initiate',
        conversation: { id: chat },
        value: { reason: 'request', language: 'en', replyTo: expect.stringContaining('/api/hub/activities') },
        attachments: [{ contentType: 'application/json', name: 'Transcript' }],
      });
      const transcript = JSON.stringify(initiate.attachments?.[0]?.content);
      expect(transcript).toContain('do you ship to Canada?');
      expect(transcript).toContain('I want to talk to a person');

      await accept();
      await accept();
      await shopper.next(({ text }) => text === 'Hubert from our team is here now.');
      await postActivity(base, talk.session, { type: 'typing' });
      await until(() => heard(chat).find(({ type }) => type === 'typing'));
      for (const text of ['one', 'two', 'three']) await write(text);
      await hub.next(({ body }) => body.includes('"three"'));
      expect(messages(chat)).toEqual(['one', 'two', 'three']);
      const answer = {
        type: 'message',
        id: 'h-1',
        conversation: { id: chat },
        from: { name: 'Hubert' },
        text: 'Hello!',
      };
      expect(await tell(base, answer)).toBe(200);
      expect(await tell(base, answer)).toBe(200);
      const shown = await shopper.next(({ text }) => text === 'Hello!');
      expect(shown.from).toMatchObject({ name: 'Hubert', role: 'agent' });

      expect(await tell(base, event('completed'))).toBe(200);
      await shopper.next(({ text }) => text?.includes('is closed') ?? false);
      expect(await tell(base, answer)).toBe(409);
      expect((await talk('what are your opening hours?')).texts.join()).not.toBe('');
      const texts = shopper.activities.map(({ text }) => text);
      expect(texts.filter((text) => text === 'Hello!')).toHaveLength(1);
      expect(texts.filter((text) => text?.startsWith('Hubert from'))).toHaveLength(1);
      // While the hub had it the bot said nothing.
      const bots = shopper.activities.filter(
        ({ from, type, channelData }) => from?.role === 'bot' && type === 'message' && !channelData?.author,
      );
      expect(bots.filter(({ text }) => /one|two|three/.test(text ?? ''))).toEqual([]);
      shopper.close();
    });

    test('what it did not take is sent again in order; after a long failure our own queue has the chat', async () => {
      const { chat, shopper, write, accept } = await handedOver();
      await accept();
      let failures = 2;
      hub.answer = (response, post) => {
        if (post.body.includes('"first"') && failures-- > 0) return status(503)(response);
        status(200)(response);
      };
      await write('first');
      await write('second');
      await hub.next(({ body }) => body.includes('"second"'));
      expect(messages(chat)).toEqual(['first', 'first', 'first', 'second']);

      // A supervisor takes it: the hub is told once, and nothing more.
      await admin.call('POST', `/api/desk/chats/${chat}/take-over`);
      await hub.next(({ body }) => body.includes('endOfConversation'));
      await write('third');
      await admin.say(chat, 'Mine now.');
      await shopper.next(({ text }) => text === 'Mine now.');
      expect(messages(chat)).not.toContain('third');
      shopper.close();
    });

    test('failed gives the conversation back to the bot', async () => {
      const { base, talk, shopper, event, accept } = await handedOver();
      await accept();
      expect(await tell(base, event('failed'))).toBe(200);
      await shopper.next(({ text }) => text?.startsWith('I am back') ?? false);
      expect((await talk('do you ship to Canada?')).texts.join()).toContain('province');
      shopper.close();
    });

    test('a hub that is down leaves the chat in our own queue, where an agent takes it', async () => {
      hub.answer = status(500);
      const { chat, shopper } = await handedOver();
      const marks = await admin.listen(chat).catch(() => undefined);
      marks?.close();
      await until(() => (heard(chat).length === 3 ? true : undefined));
      await admin.claim(chat);
      await admin.say(chat, 'It is me.');
      await shopper.next(({ text }) => text === 'It is me.');
      shopper.close();
    });

    test('when nobody of our own is there either, the bot goes on and offers to take a message', async () => {
      hub.answer = (response) => response.destroy();
      await admin.call('PUT', '/api/desk/me/presence', { presence: 'offline' });
      const { talk, shopper } = await handedOver();
      const sorry = await shopper.next(({ text }) => text?.includes('cannot reach anybody') ?? false);
      expect(sorry.suggestedActions?.actions.map(({ title }) => title)).toEqual(['Leave a message']);
      expect((await talk('do you ship to Canada?')).texts.join()).toContain('province');
      shopper.close();
      await admin.call('PUT', '/api/desk/me/presence', { presence: 'online' });
    });

    test('only the hub may say what the hub says, and only of its own conversations', async () => {
      const { base } = app;
      const talk = await startTalk(base);
      await talk('do you ship to Canada?');
      const message = {
        type: 'message',
        conversation: { id: talk.session.conversationId },
        text: 'I am the hub',
      };
      expect(await tell(base, message, 'somebody-else-entirely')).toBe(401);
      expect(await tell(base, message, 'an-admin-token-of-the-test-suite')).toBe(403);
      await expect(admin.call('POST', '/api/hub/activities', message)).rejects.toMatchObject({ status: 403 });
      expect(await tell(base, message)).toBe(404);
      expect(await tell(base, { ...message, conversation: { id: '../etc' } })).toBe(400);
      expect(await tell(base, { ...message, type: 'conversationUpdate' })).toBe(400);
      const response = await fetch(`${base}/api/desk/settings`, {
        headers: { authorization: `Bearer ${secret}` },
      });
      expect(response.status).toBe(403);
    });

    test('a handoff is what the Bot Framework SDK makes of it', async () => {
      const { chat, shopper } = await handedOver();
      shopper.close();
      const ours: Record<string, unknown> = { ...(await initiationOf(chat)) };
      const activity = { id: '1', channelId: 'directline', conversation: { id: 'c' }, from: { id: 'u' } };
      const context: TurnContext = Object.assign(Object.create(null), { activity });
      const theirs = EventFactory.createHandoffInitiation(context, {}, { activities: [] });
      const missing = Object.keys(theirs).filter(
        // Of the machine, and of what is answered: neither means anything to a hub.
        (field) => !(field in ours) && field !== 'localTimezone' && field !== 'replyToId',
      );
      expect(missing).toEqual([]);
      expect(ours.name).toBe(theirs.name);
    });
  });
});
