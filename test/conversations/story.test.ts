/** A collector in Boston asks for a 5-disc CD player: offers compared, first-rate players and the new changer, and why. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directLineSecret, startTestApp, type TestApp } from '../support/app.ts';
import { cardsOf, centsIn, tableRows } from '../support/cards.ts';
import {
  ask,
  history,
  openChat,
  openCustomerChat,
  postActivity,
  until,
} from '../support/direct-line-client.ts';

describe('asking for products', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    // As the server does after its start; a slow machine would show the first customer plain offers otherwise.
    await app.warm();
  }, 60_000);
  afterAll(() => app.stop());

  it('shows the collector first-rate players and the new changer, with reasons from what he has', async () => {
    const session = await openCustomerChat(app.base, directLineSecret, 'c-1001');
    const [reply] = await ask(app.base, session, 'I want a 5-disc CD player');
    const cards = cardsOf(reply);
    expect(reply?.text).toContain('looked at what you have from us');
    expect(reply?.attachmentLayout).toBe('carousel');
    const changer = cards.find(({ title }) => title.includes('100-Disc'));
    expect(changer?.text).toMatch(
      /Just released.*100 discs instead of 5.*same in our shop.*\d+ CDs you have/s,
    );
    // Boston is in Massachusetts: our own tax is known there, that of the other shops is not.
    expect(changer?.text).toContain('with shipping · plus 6.25 % sales tax: $17.44');
    const players = cards.filter(({ title }) => /5-Disc/.test(title));
    expect(players.some(({ text }) => text.includes('before sales tax'))).toBe(true);
    expect(players.length).toBeGreaterThanOrEqual(3);
    for (const { text } of players) {
      expect(text).toMatch(/First-rate, like your .*Halden DC-9 Double Cassette Deck/);
      expect(text).toContain('Halden R-200 Reference Receiver');
    }
    for (const { text } of cards)
      expect(text).toMatch(/^\$\d+\.\d\d\n(.+\n)?with shipping.*\n.+ · in stock · price seen today$/m);
  });

  it('names the cheapest shop of a model, shipping and all', async () => {
    const session = await openChat(app.base);
    const [reply] = await ask(app.base, session, 'find the lowest price for the Halden DC-9');
    const [card, ...others] = cardsOf(reply);
    expect(others).toEqual([]);
    expect(card?.title).toContain('Halden DC-9');
    expect(centsIn(reply?.text ?? '')).toBe(card?.cents);
    // Every shop's total stands in the table, and none is lower.
    const [head, ...rows] = tableRows(reply);
    expect(head).toEqual(['Shop', 'Total', 'Stock']);
    expect(rows.length).toBeGreaterThan(1);
    for (const [, total = ''] of rows) expect(centsIn(total)).toBeGreaterThanOrEqual(card?.cents ?? 0);
  });

  it.each([
    ['who has the best price on the orin c100?', 'Orrin C100', /\$279\.00/],
    ['hallden dc9 cheapest', 'Halden DC-9', /\$879\.00/],
    ['largest cd changer you have', 'Kestrin K-300', /compared \d+ offers/],
    ['lowest price for miles davis kind of blue on vinyl', 'Kind of Blue', /no other shop/],
  ])('finds what was meant by “%s”', async (text, title, said) => {
    const [reply] = await ask(app.base, await openChat(app.base), text);
    expect(cardsOf(reply)[0]?.title).toContain(title);
    expect(reply?.text).toMatch(said);
  });

  it('puts what it showed side by side', async () => {
    const session = await openChat(app.base);
    const [found] = await ask(app.base, session, 'I want a 5-disc CD player');
    expect(found?.suggestedActions?.actions.map(({ title }) => title)).toEqual(['Compare them in a table']);
    const [reply] = await ask(app.base, session, 'Compare them in a table');
    const rows = tableRows(reply);
    const titles = cardsOf(found).map(({ title }) => title);
    expect(rows[0]?.slice(1)).toEqual(titles.slice(0, 5));
    const totals = rows.find(([label]) => label === 'Lowest total')?.slice(1);
    expect(totals?.map(centsIn)).toEqual(
      cardsOf(found)
        .slice(0, 5)
        .map(({ cents }) => cents),
    );
    expect(rows.find(([label]) => label === 'Discs')?.slice(1)).toContain('5');
  });

  it('counts in the currency of the shopper, and says by which rates', async () => {
    const session = await openChat(app.base);
    const [inDollars] = await ask(app.base, session, 'find the lowest price for the Halden DC-9');
    const answers = await ask(app.base, session, 'find the lowest price for the Halden DC-9 in euros');
    const text = cardsOf(answers[0])[0]?.text ?? '';
    const [, euros = ''] = /€([\d.]+)/.exec(text) ?? [];
    expect(Number(euros)).toBeCloseTo((cardsOf(inDollars)[0]?.cents ?? 0) / 100 / 1.161, 1);
    expect(text).toContain('the shop asks $');
    expect(answers[1]?.text).toContain('November 20, 2026');
  });

  it('shows how the price went, and whether it is a good one', async () => {
    const session = await openChat(app.base);
    const [reply] = await ask(app.base, session, 'Orrin C100');
    const body = JSON.stringify(reply?.attachments);
    expect(body).toContain('data:image/svg+xml;base64,');
    expect(cardsOf(reply)[0]?.text).toMatch(/Lowest price in \d+ days/);
  });

  it('knows which product the page shows, and whether others ask less for it', async () => {
    const session = await openChat(app.base);
    const [which] = await ask(app.base, session, 'is this cheaper elsewhere?');
    expect(which?.text).toContain('Which product do you mean?');
    const open = (id: string) =>
      postActivity(app.base, session, {
        type: 'event',
        name: 'page',
        value: { url: 'https://northside-audio.example/x', product: { id, title: id } },
      });
    await open('orrin-c5');
    const [dearer] = await ask(app.base, session, 'is this cheaper elsewhere?');
    const [card] = cardsOf(dearer);
    expect(card?.title).toContain('Orrin C5');
    expect(dearer?.text).toMatch(/^Yes: Dialtone Electronics asks \$278\.95 with shipping .*\$0\.05 less/);
    await open('orrin-c100');
    const [best] = await ask(app.base, session, '这款哪里更便宜');
    expect(best?.text).toContain('没有找到更好的报价');
  });

  it('goes on about what it showed', async () => {
    const session = await openChat(app.base);
    const [found] = await ask(app.base, session, 'I want a 5-disc CD player');
    const [silver] = await ask(app.base, session, 'the silver one?');
    expect(cardsOf(silver).map(({ title }) => title)).toEqual([expect.stringContaining('Halden CD-5')]);
    const [cheaper] = await ask(app.base, session, 'anything cheaper?');
    for (const { cents } of cardsOf(cheaper)) expect(cents).toBeLessThan(cardsOf(silver)[0]?.cents ?? 0);
    expect(cardsOf(cheaper).length).toBeGreaterThan(0);
    await ask(app.base, session, 'I want a 5-disc CD player');
    const [sacd] = await ask(app.base, session, 'which of them plays SACD?');
    expect(sacd?.text).toContain('None of those says “SACD”');
    const [least] = await ask(app.base, session, 'which one is the cheapest?');
    expect(cardsOf(least)[0]?.cents).toBe(Math.min(...cardsOf(found).map(({ cents }) => cents)));
  });

  it('recommends without being asked for anything in particular: by purchases, else what is popular', async () => {
    const session = await openCustomerChat(app.base, directLineSecret, 'c-1001');
    const [own] = await ask(app.base, session, 'what should I buy next?');
    expect(own?.text).toContain('From what you have from us');
    for (const { text } of cardsOf(own)) expect(text).toMatch(/✓ /);
    // Asked why, it gives the reasons of the card.
    const [, reason = 'none'] = /✓ (.+)/.exec(cardsOf(own)[0]?.text ?? '') ?? [];
    expect((await ask(app.base, session, 'why the first one?'))[0]?.text).toContain(reason);
    const [anybody] = await ask(app.base, await openChat(app.base), 'recommend me something');
    expect(anybody?.text).toContain('what our customers like now');
    for (const { text } of cardsOf(anybody)) expect(text).not.toMatch(/your|you have/);
  });

  it('tells a customer who opted out that their purchases were not looked at', async () => {
    const session = await openCustomerChat(app.base, directLineSecret, 'c-1001');
    const response = await postActivity(app.base, session, {
      type: 'message',
      text: 'I want a 5-disc CD player',
      channelData: { globalPrivacyControl: true },
    });
    const { id }: { id: string } = await response.json();
    const [found, told] = await until(async () => {
      const { activities } = await history(app.base, session);
      const answers = activities.filter(({ replyToId }) => replyToId === id);
      return answers.length > 1 ? answers : undefined;
    });
    expect(told?.text).toContain('without a look at your purchases');
    expect(cardsOf(found).length).toBeGreaterThan(0);
    for (const { title, text } of cardsOf(found)) {
      expect(title).not.toContain('100-Disc');
      expect(text).not.toMatch(/your|you have/);
    }
  });

  it('answers in Chinese', async () => {
    const session = await openCustomerChat(app.base, directLineSecret, 'c-1001');
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
    const session = await openCustomerChat(app.base, directLineSecret, 'c-1001');
    const [reply] = await ask(app.base, session, 'I want to buy a submarine');
    expect(cardsOf(reply)).toEqual([]);
    expect(reply?.suggestedActions?.actions.map(({ title }) => title)).toContain('Talk to a person');
  });

  it('does not show a product again that the customer said is not for them', async () => {
    const session = await openCustomerChat(app.base, directLineSecret, 'c-1001');
    const [first] = await ask(app.base, session, '我想要一台五碟CD机');
    const changer = cardsOf(first).find(({ title }) => title.includes('100-Disc'));
    const button = changer?.buttons.find(({ title }) => title === '不适合我');
    const [noted] = await ask(app.base, session, String(button?.value));
    expect(noted?.text).toContain('记下了');
    const [second] = await ask(app.base, session, 'I want a 5-disc CD player');
    expect(cardsOf(second).length).toBeGreaterThan(0);
    for (const { title } of cardsOf(second)) expect(title).not.toContain('100-Disc');
  });

  it('keeps no note for a visitor, and says so', async () => {
    const session = await openChat(app.base);
    const [first] = await ask(app.base, session, 'I want a 5-disc CD player');
    const button = cardsOf(first)[0]?.buttons.find(({ title }) => title === 'Not for me');
    const [answer] = await ask(app.base, session, String(button?.value));
    expect(answer?.text).toContain('cannot keep that');
  });
});
