/** A collector in Boston asks for a 5-disc CD player: offers compared, first-rate players and the new changer, and why. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Activity } from '../../src/core/activity.ts';
import { directLineSecret, startTestApp, type TestApp } from '../support/app.ts';
import { ask, openChat, post, type TestSession } from '../support/direct-line-client.ts';

const cardSchema = z.object({
  title: z.string(),
  subtitle: z.string(),
  text: z.string(),
  buttons: z.array(z.object({ type: z.string(), title: z.string(), value: z.string() })),
});

describe('asking for products', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    // As the server does after its start; a slow machine would show the first customer plain offers otherwise.
    await app.warm();
  }, 60_000);
  afterAll(() => app.stop());

  it('shows the collector first-rate players and the new changer, with reasons from what he has', async () => {
    const session = await customerChat(app.base, 'c-1001');
    const [reply] = await ask(app.base, session, 'I want a 5-disc CD player');
    const cards = cardsOf(reply);
    expect(reply?.text).toContain('looked at what you have from us');
    expect(reply?.attachmentLayout).toBe('carousel');
    const changer = cards.find(({ title }) => title.includes('100-Disc'));
    expect(changer?.text).toMatch(
      /Just released.*100 discs instead of 5.*same in our shop.*\d+ CDs you have/,
    );
    const players = cards.filter(({ title }) => /5-Disc/.test(title));
    expect(players.length).toBeGreaterThanOrEqual(3);
    for (const { text } of players) {
      expect(text).toMatch(/First-rate, like your .*Halden DC-9 Double Cassette Deck/);
      expect(text).toContain('Halden R-200 Reference Receiver');
    }
    for (const { subtitle } of cards) expect(subtitle).toMatch(/^\$\d+\.\d\d with shipping · .+ · in stock$/);
  });

  it('names the cheapest shop of a model, shipping and all', async () => {
    const session = await openChat(app.base);
    const [reply] = await ask(app.base, session, 'find the lowest price for the Halden DC-9');
    const [card, ...others] = cardsOf(reply);
    expect(others).toEqual([]);
    expect(card?.title).toContain('Halden DC-9');
    expect(reply?.text).toContain(card?.subtitle.split(' with')[0]);
    // Every other shop's total stands below, and none is lower.
    const total = amountIn(card?.subtitle ?? '');
    const elsewhere = (card?.text ?? '').split('\n').filter((line) => line.startsWith('- '));
    expect(elsewhere.length).toBeGreaterThan(0);
    for (const line of elsewhere) expect(amountIn(line)).toBeGreaterThanOrEqual(total);
  });

  it('answers in Chinese', async () => {
    const session = await customerChat(app.base, 'c-1001');
    const [reply] = await ask(app.base, session, '我想要一台五碟CD机');
    const cards = cardsOf(reply);
    expect(reply?.text).toContain('最适合您的是');
    expect(cards.some(({ title }) => title.includes('100-Disc'))).toBe(true);
    expect(cards.map(({ text }) => text).join(' ')).toContain('顶级型号');
  });

  it('shows a visitor offers without a word about what they might have', async () => {
    const session = await openChat(app.base);
    const [reply] = await ask(app.base, session, 'I want a 5-disc CD player');
    const cards = cardsOf(reply);
    expect(cards.length).toBeGreaterThanOrEqual(4);
    for (const { title, text } of cards) {
      expect(title).not.toContain('100-Disc');
      expect(text).not.toMatch(/your|you have/);
    }
  });

  it('knows a model by its bare name, which no phrase can list', async () => {
    const session = await openChat(app.base);
    const [reply] = await ask(app.base, session, 'Kestrin K-300');
    expect(cardsOf(reply)[0]?.title).toContain('Kestrin K-300');
  });

  it('says honestly that nobody has it', async () => {
    const session = await customerChat(app.base, 'c-1001');
    const [reply] = await ask(app.base, session, 'I want to buy a submarine');
    expect(cardsOf(reply)).toEqual([]);
    expect(reply?.suggestedActions?.actions.map(({ title }) => title)).toContain('Talk to a person');
  });

  it('does not show a product again that the customer said is not for them', async () => {
    const session = await customerChat(app.base, 'c-1001');
    const [first] = await ask(app.base, session, '我想要一台五碟CD机');
    const changer = cardsOf(first).find(({ title }) => title.includes('100-Disc'));
    const button = changer?.buttons.find(({ title }) => title === '不适合我');
    const [noted] = await ask(app.base, session, button?.value ?? '');
    expect(noted?.text).toContain('记下了');
    const [second] = await ask(app.base, session, 'I want a 5-disc CD player');
    expect(cardsOf(second).length).toBeGreaterThan(0);
    for (const { title } of cardsOf(second)) expect(title).not.toContain('100-Disc');
  });

  it('keeps no note for a visitor, and says so', async () => {
    const session = await openChat(app.base);
    const [first] = await ask(app.base, session, 'I want a 5-disc CD player');
    const button = cardsOf(first)[0]?.buttons.find(({ title }) => title === 'Not for me');
    const [answer] = await ask(app.base, session, button?.value ?? '');
    expect(answer?.text).toContain('cannot keep that');
  });
});

function cardsOf(reply: Activity | undefined) {
  return (reply?.attachments ?? []).map(({ content }) => cardSchema.parse(content));
}

/** Cents of the first amount in dollars. */
function amountIn(text: string): number {
  const [, dollars = '', cents = ''] = /\$([\d,]+)\.(\d\d)/.exec(text) ?? [];
  return Number(`${dollars.replaceAll(',', '')}${cents}`);
}

/** A chat as the shop's page opens it for a customer who is signed in. */
async function customerChat(base: string, customerId: string): Promise<TestSession> {
  const userId = `dl_${customerId}`;
  const made = await post(
    `${base}/v3/directline/tokens/generate`,
    { user: { id: userId } },
    directLineSecret,
  );
  const { token } = await made.json();
  const started = await post(`${base}/v3/directline/conversations`, {}, token);
  const { conversationId, streamUrl } = await started.json();
  return { token, userId, conversationId, streamUrl };
}
