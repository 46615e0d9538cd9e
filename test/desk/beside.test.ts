/** What an agent sees beside a chat, and the knowledge screen, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Card, CustomerPanel, NextAction, Suggestion } from '../../src/desk/index.ts';
import { firstAdmin, type Person } from '../support/desk.ts';
import { type DeskApp, startDeskApp } from '../support/desk-app.ts';
import { postActivity } from '../support/direct-line-client.ts';
import { startTalk, type Talk } from '../support/talk.ts';

describe('beside a chat', () => {
  let app: DeskApp;
  let ann: Person;
  let talk: Talk;
  let chat: string;
  beforeAll(async () => {
    app = await startDeskApp();
    ann = await firstAdmin(app);
    talk = await startTalk(app.base);
    chat = talk.session.conversationId;
    const page = (name: string) => ({ url: `https://shop.example/${name}`, title: name });
    await postActivity(app.base, talk.session, {
      type: 'event',
      name: 'page',
      value: { ...page('turntables'), cart: { total: '$499.00', items: ['Castell 310'] } },
    });
    await postActivity(app.base, talk.session, { type: 'event', name: 'page', value: page('belts') });
    await talk('do you ship to Canada?');
    await talk('zxqv blorb frumious');
    await talk('xylq bandersnatch jabber');
    await postActivity(app.base, talk.session, { type: 'message', text: 'it is about #10017' });
    await ann.claim(chat);
  });
  afterAll(() => app.stop());

  it('is handed over after two questions in a row that were not understood, with a card that says all', async () => {
    expect((await ann.chat(chat)).reason).toBe('declined');
    const card = await ann.call<Card>('GET', `/api/desk/chats/${chat}/card`);
    expect(card.asked.map(({ text }) => text)).toEqual([
      'do you ship to Canada?',
      'zxqv blorb frumious',
      'xylq bandersnatch jabber',
      'it is about #10017',
    ]);
    expect(card.tried[0]).toMatchObject({
      zone: 'answer',
      answered: { en: expect.stringMatching(/Canada/), zh: expect.stringMatching(/加拿大/) },
    });
    expect(card.tried[0]?.confidence).toBeGreaterThan(0.5);
    expect(card.tried.at(-1)).toMatchObject({ zone: 'decline', answered: null });
    expect(card.page).toMatchObject({ title: 'belts' });
    expect(card.path.map(({ title }) => title)).toEqual(['turntables', 'belts']);
    expect(card.cart).toEqual({ total: '$499.00', items: ['Castell 310'] });
    expect(card.orders).toEqual(['#10017']);
  });

  it('tells in the queue and on the card what they came with, and not their call for a person', async () => {
    const asking = await startTalk(app.base);
    await asking('how long is the warranty of a turntable?');
    await asking('let me speak to a human please');
    const id = asking.session.conversationId;
    const waits = async () => (await ann.board()).waiting.find((each) => each.id === id)?.last?.text;
    await expect.poll(waits).toBe('how long is the warranty of a turntable?');
    const card = await ann.call<Card>('GET', `/api/desk/chats/${id}/card`);
    expect(card.asked.map(({ text }) => text)).toEqual(['how long is the warranty of a turntable?']);
    await ann.claim(id);
    await ann.call('POST', `/api/desk/chats/${id}/close`, {});
  });

  it('has suggested answers that learn from what was taken and refused', async () => {
    await postActivity(app.base, talk.session, {
      type: 'message',
      text: 'can you replace the belt of my turntable?',
    });
    const ask = () =>
      ann.call<{ suggestions: Suggestion[]; actions: NextAction[] }>('GET', `/api/desk/chats/${chat}/assist`);
    const { suggestions } = await ask();
    expect(suggestions[0]).toMatchObject({ source: 'faq:belt-replacement' });
    const before = suggestions[0]?.confidence ?? 0;
    for (let time = 0; time < 8; time++) {
      const [first] = (await ask()).suggestions.filter(({ source }) => source === 'faq:belt-replacement');
      await ann.call('POST', `/api/desk/chats/${chat}/assist/${first?.id}`, { taken: false });
    }
    const after = (await ask()).suggestions.find(({ source }) => source === 'faq:belt-replacement');
    expect(after?.confidence ?? 0).toBeLessThan(before);
    await expect(
      ann.call('POST', `/api/desk/chats/${chat}/assist/faq:nothing~1`, { taken: true }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('fills prepared answers in with what is known, and names the blanks', async () => {
    const made = await ann.call<{ id: string }>('POST', '/api/desk/canned', {
      shortcut: 'hello',
      title: 'Greeting',
      body: { en: 'Hi, I am {{agent.name}} and look after {{case.number}}. Your {{ device }}?' },
    });
    const filled = await ann.call<{ text: string; blanks: string[] }>(
      'POST',
      `/api/desk/chats/${chat}/canned/${made.id}`,
    );
    expect(filled.text).toMatch(/^Hi, I am Alex and look after C-[A-Z0-9]{8}\. Your \{\{ device \}\}\?$/);
    expect(filled.blanks).toEqual(['device']);
    await expect(
      ann.call('POST', '/api/desk/canned', { shortcut: 'hello', title: 'Again', body: { en: 'x' } }),
    ).rejects.toMatchObject({ status: 409, code: 'canned.conflict' });
  });

  it('shows who the shopper is without showing orders of who is not proved', async () => {
    const panel = await ann.call<CustomerPanel>('GET', `/api/desk/chats/${chat}/customer`);
    expect(panel).toMatchObject({ verified: false, orders: [], chats: [] });
  });

  it('has figures for the supervisor', async () => {
    const wall = await ann.call('GET', '/api/desk/wall');
    expect(wall).toMatchObject({ active: 1, waiting: { count: 0 }, today: { opened: 2 } });
  });
});
