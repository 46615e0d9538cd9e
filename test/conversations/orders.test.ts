/** Orders in the chat: one's own at once, any other after a code by e-mail, and what can be asked of the shop. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listKeptMails } from '../../src/mail/index.ts';
import { directLineSecret, startTestApp, type TestApp } from '../support/app.ts';
import { cardsOf } from '../support/cards.ts';
import { ask, openChat, openCustomerChat, until } from '../support/direct-line-client.ts';

/** Of June Hale: packed. */
const packed = 'NS-20633';
/** Of Percy Harrow: placed today. */
const placed = 'NS-20634';
/** Of Walter Finch: on its way. */
const shipped = 'NS-20631';

describe('orders in the chat', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ ADMIN_TOKEN: 'the-admin-of-this-test' });
    await app.warm();
  }, 60_000);
  afterAll(() => app.stop());

  const chat = async (customer?: string) => {
    const session = customer
      ? await openCustomerChat(app.base, directLineSecret, customer)
      : await openChat(app.base);
    return async (text: string) => {
      const [reply] = await ask(app.base, session, text);
      return {
        reply,
        text: reply?.text ?? '',
        buttons: reply?.suggestedActions?.actions.map(({ title }) => title) ?? [],
      };
    };
  };
  const codeSentTo = (address: string, after: number) =>
    until(async () => {
      const mails = (await listKeptMails(app.dataFolder)).filter(({ to }) => to === address);
      return mails.length > after ? /\b\d{6}\b/.exec(mails[0]?.text ?? '')?.[0] : undefined;
    });

  it('tells a customer the shop vouches for at once', async () => {
    const say = await chat('c-1001');
    // Also in the middle of something else, with slips.
    await say('I want a 5-disc CD player');
    expect((await say('wher is my ordr')).text).toContain(`Order ${shipped} is on its way`);
    const { reply, text } = await say('where is my order');
    const [card] = cardsOf(reply);
    expect(text).toContain(`Order ${shipped} is on its way`);
    expect(card?.title).toBe(`Order ${shipped}`);
    expect(card?.text).toContain('Tamsin Rack L CD Shelf');
    expect(card?.text).toMatch(/Expected: \w+ \d+, \d{4}/);
    expect(card?.buttons[0]).toMatchObject({
      type: 'openUrl',
      value: expect.stringContaining('tracking.example'),
    });
  });

  it('tells them what they bought before, in either language, and nobody else', async () => {
    const say = await chat('c-1001');
    const owned = (await say('which Stones CDs do I have?')).text;
    expect(owned).toContain('(3)');
    expect(owned.match(/The Rolling Stones/g)).toHaveLength(3);
    expect((await say('我买过卡座吗')).text).toContain('Halden DC-9 Double Cassette Deck');
    expect((await say('have I ever bought a turntable?')).text).toContain('I see no “turntable”');
    expect((await say('what did I buy in 2023')).text).toContain('Let It Bleed');
    const { reply, text } = await say('show me my orders');
    expect(text).toContain('Your latest orders');
    expect(cardsOf(reply)[0]?.title).toBe(`Order ${shipped}`);
    expect((await (await chat('c-1002'))('did I buy a double cassette deck?')).text).toContain('I see no');
    const visitor = await (await chat())('did I already buy Let It Bleed?');
    expect(visitor.text).toContain('only when it is proved who asks');
    expect(visitor.buttons).toEqual(['Show who I am']);
  });

  it('asks a visitor for the number, then for the code that went to the e-mail of the order', async () => {
    const say = await chat();
    expect((await say('where is my order?')).text).toContain('Which order is it?');
    expect((await say('pardon, the blue one')).text).toContain('cannot find an order number');
    const { text } = await say(`it is ${shipped.toLowerCase()}`);
    expect(text).toContain('sent a code');
    const code = await codeSentTo('walter.finch@example.com', 0);
    expect((await say('000000')).text).toContain('Tries left: 2');
    const told = await say(`the code is ${code}`);
    expect(cardsOf(told.reply)[0]?.title).toBe(`Order ${shipped}`);
    // For half an hour it is proved.
    expect(cardsOf((await say(`where is order ${shipped}?`)).reply)[0]?.title).toBe(`Order ${shipped}`);
  });

  it('answers the same about an order that does not exist', async () => {
    const [real, none] = await Promise.all([chat(), chat()]);
    const known = await real(`where is order ${packed}`);
    const unknown = await none('where is order NS-99999');
    expect(unknown.text.replace('NS-99999', packed)).toBe(known.text);
    for (const tries of [2, 1]) {
      expect((await none('123456')).text).toContain(`Tries left: ${tries}`);
    }
    expect((await none('123456')).text).toContain('not good any more');
  });

  it('does not send codes without end', async () => {
    const say = await chat();
    for (let count = 0; count < 5; count += 1) {
      expect((await say('where is order NS-88888')).text).toContain('sent a code');
      await say('never mind');
    }
    expect((await say('where is order NS-88888')).text).toMatch(/try again in \d+ minutes/);
  });

  it('speaks Chinese', async () => {
    const say = await chat('c-1001');
    const { reply, text } = await say('我的订单到哪了？');
    expect(text).toContain('正在路上');
    expect(cardsOf(reply)[0]?.text).toContain('预计送达');
  });

  it('takes a cancellation before packing, once, with everything filled in', async () => {
    const say = await chat('c-1006');
    const offered = await say('I want to cancel my order');
    expect(offered.text).toContain('can still be cancelled');
    expect(offered.buttons).toEqual([`Cancel order ${placed}`]);
    expect((await say('no')).text).toContain('stays as it is');
    await say('取消订单');
    const done = await say('yes please');
    expect(done.text).toMatch(/request R-\w+ to cancel order NS-20634/);
    expect((await say(`Cancel order ${placed}`)).text).toContain('asked to cancel order NS-20634 already');
    const [request] = await requestsOf(/R-\w+/.exec(done.text)?.[0] ?? '');
    expect(request).toMatchObject({
      kind: 'cancel-order',
      order: placed,
      email: 'percy.harrow@example.com',
      status: 'placed',
    });
    expect(request?.items).toContain('Fairlea ST1');
  });

  it.each([
    ['取消订单 NS-20499', /验证码|代码/],
    ['please cancel NS-20498', /sent a code/],
    ['我要退货，订单 NS-20497', /验证码|代码/],
    ['I need to send back order NS-20496', /sent a code/],
  ])('begins with the number that was given: %s', async (text, said) => {
    expect((await (await chat())(text)).text).toMatch(said);
  });

  it('says why an order cannot be cancelled any more', async () => {
    const say = await chat('c-1005');
    expect((await say(`Cancel order ${packed}`)).text).toContain('packed already');
  });

  it('tells a visitor how to cancel, and begins with the number when asked to', async () => {
    const say = await chat();
    const general = await say('can I cancel my order?');
    expect(general.text).toContain('as long as it is not packed');
    expect(general.buttons).toEqual(['Cancel order']);
    expect((await say('Cancel order')).text).toContain('Which order is it?');
    expect((await say(placed)).text).toContain('sent a code');
    const code = await codeSentTo('percy.harrow@example.com', 0);
    expect((await say(String(code))).text).toMatch(/request R-\w+ to cancel/);
  });

  it('takes a return within the days of the shop', async () => {
    const say = await chat('c-1008');
    const offered = await say('I want to return my headphones');
    expect(offered.text).toContain('choose the items');
    const [button = ''] = offered.buttons;
    expect(button).toMatch(/^Return something from order NS-/);
    expect((await say(button)).text).toContain('What would you like to send back');
    const done = await say('All of it, it does not fit my shelf');
    expect(done.text).toMatch(/return request R-\w+.*may come back until \w+ \d+, \d{4}/);
    const [request] = await requestsOf(/R-\w+/.exec(done.text)?.[0] ?? '');
    expect(request).toMatchObject({ kind: 'return-order', why: 'All of it, it does not fit my shelf' });
  });

  it('says of their newest order why nothing of it can be done, and tells who asks in general in general', async () => {
    const say = await chat('c-1001');
    expect((await say('cancel my order')).text).toContain(`Order ${shipped} has left us already`);
    expect((await say('我要退货')).text).toContain(`订单 ${shipped} 还没送达`);
    expect((await say('how do i return something?')).text).toContain('choose the items');
  });

  it('does not take back what came too long ago', async () => {
    const say = await chat('c-1001');
    expect((await say('Return something from order NS-20400')).text).toMatch(
      /could come back until .* 2022, which is over/,
    );
  });

  /** The request of this number, as the operator sees it. */
  async function requestsOf(id: string) {
    const { openDatabase } = await import('../../src/store/index.ts');
    const { silentLog } = await import('../../src/core/log.ts');
    const database = await openDatabase({ url: undefined, dataFolder: app.dataFolder, log: silentLog });
    const rows = await database.read('SELECT kind, fields FROM request WHERE id = $1', [id]);
    await database.close();
    return rows.map(
      ({ kind, fields }): Record<string, string> => ({ kind: String(kind), ...JSON.parse(String(fields)) }),
    );
  }
});
