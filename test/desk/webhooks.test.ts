/** Webhooks over real HTTP: signed, told of what happens, retried, logged, switched off; private networks refused. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delivery, Webhook } from '../../src/desk/index.ts';
import type { TestApp } from '../support/app.ts';
import { firstAdmin, type Person } from '../support/desk.ts';
import { startDeskApp } from '../support/desk-app.ts';
import { postActivity, until } from '../support/direct-line-client.ts';
import { type Posted, type Receiver, startReceiver, status } from '../support/receiver.ts';
import { startTalk } from '../support/talk.ts';

interface Added {
  readonly webhook: Webhook;
  readonly secret: string;
}

/** As a receiver checks it by the book: https://www.standardwebhooks.com. */
function isSigned({ headers, body }: Posted, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const wanted = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  const fresh = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 300;
  return fresh && String(headers['webhook-signature']).split(' ').includes(wanted);
}

describe('webhooks', () => {
  let app: TestApp;
  let admin: Person;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    app = await startDeskApp({ WEBHOOK_PRIVATE_NETWORK: 'on' });
    admin = await firstAdmin(app);
  });
  afterAll(async () => {
    await app.stop();
    await receiver.close();
  });

  const add = (events: readonly string[], path: string) =>
    admin.call<Added>('POST', '/api/desk/webhooks', { url: `${receiver.url}${path}`, events });
  const log = async (id: string) => {
    const { deliveries } = await admin.call<{ deliveries: Delivery[] }>(
      'GET',
      `/api/desk/webhooks/${id}/deliveries`,
    );
    return deliveries;
  };
  const at = (path: string) => receiver.posts.filter((post) => post.path === path);
  const types = (path: string) => at(path).map(({ body }) => JSON.parse(body).type);

  it('tell what happens to a chat, signed, each with an id of its own', async () => {
    const { webhook, secret } = await add(
      [
        'case.created',
        'chat.queued',
        'chat.accepted',
        'message.received',
        'message.sent',
        'chat.closed',
        'chat.rated',
      ],
      '/story',
    );
    const other = await add(['chat.closed'], '/other');
    const talk = await startTalk(app.base);
    const { conversationId: chat } = talk.session;
    await talk('a person please');
    await admin.claim(chat);
    await postActivity(app.base, talk.session, { type: 'message', text: 'hello there' });
    await admin.say(chat, 'Here I am.');
    await admin.call('POST', `/api/desk/chats/${chat}/close`, { disposition: 'answered' });
    await talk('★★★★★ Very good');
    await receiver.next(({ path, body }) => path === '/story' && body.includes('chat.rated'));
    await receiver.next(({ path }) => path === '/other');
    await until(() => (at('/story').length === 9 ? true : undefined));
    expect(types('/story').sort()).toEqual(
      [
        'case.created',
        'chat.accepted',
        'chat.closed',
        'chat.queued',
        'chat.rated',
        'message.received',
        'message.received',
        'message.received',
        'message.sent',
      ].sort(),
    );
    expect(at('/story').every((post) => isSigned(post, secret))).toBe(true);
    expect(at('/story').some((post) => isSigned(post, other.secret))).toBe(false);
    expect(new Set(receiver.posts.map(({ headers }) => headers['webhook-id'])).size).toBe(10);
    const accepted = at('/story').find(({ body }) => body.includes('chat.accepted'));
    expect(JSON.parse(accepted?.body ?? '{}')).toMatchObject({
      type: 'chat.accepted',
      data: { chat, status: 'active', agent: { id: admin.id }, shopper: { channel: 'directline' } },
    });
    expect(types('/other')).toEqual(['chat.closed']);
    const kept = await until(async () => {
      const found = await log(webhook.id);
      return found.every(({ state }) => state === 'delivered') ? found : undefined;
    });
    expect(kept).toHaveLength(9);
    await admin.call('DELETE', `/api/desk/webhooks/${webhook.id}`);
    await expect(log(webhook.id)).rejects.toMatchObject({ status: 404 });
  });

  it('are tried by a button, and tell what came of it', async () => {
    const { webhook } = await add(['chat.closed'], '/tried');
    const test = () => admin.call<Delivery>('POST', `/api/desk/webhooks/${webhook.id}/test`);
    expect(await test()).toMatchObject({
      event: 'webhook.test',
      state: 'delivered',
      status: 200,
      attempts: 1,
    });
    receiver.answer = (response) => void response.writeHead(500).end('out of\n<b>paper</b>');
    expect(await test()).toMatchObject({
      state: 'failed',
      status: 500,
      error: 'the receiver answers 500: out of <b>paper</b>',
    });
    receiver.answer = status(302, { location: `${receiver.url}/elsewhere` });
    expect(await test()).toMatchObject({ state: 'failed', status: 302 });
    expect(at('/elsewhere')).toEqual([]);
    receiver.answer = status(200);
    const [failed] = await log(webhook.id);
    await admin.call('POST', `/api/desk/webhooks/${webhook.id}/deliveries/${failed?.id}/retry`);
    const again = await until(async () =>
      (await log(webhook.id)).find(({ id, state }) => id === failed?.id && state === 'delivered'),
    );
    // The same id: whoever got it already knows it.
    expect(at('/tried').filter(({ headers }) => headers['webhook-id'] === again.id)).toHaveLength(2);
  });

  it('go on under the old secret for a day when a new one is made', async () => {
    const { webhook, secret } = await add(['chat.closed'], '/secrets');
    const made = await admin.call<{ secret: string }>('POST', `/api/desk/webhooks/${webhook.id}/secret`);
    await admin.call('POST', `/api/desk/webhooks/${webhook.id}/test`);
    const [post] = at('/secrets');
    expect(made.secret).not.toBe(secret);
    expect(post && isSigned(post, secret) && isSigned(post, made.secret)).toBe(true);
  });

  it('are switched off by 410, with a notice to the admins, and on again by hand', async () => {
    const { webhook } = await add(['knowledge.changed'], '/gone');
    receiver.answer = status(410);
    await admin.call('POST', `/api/desk/webhooks/${webhook.id}/test`);
    receiver.answer = status(200);
    const list = async () => {
      const { webhooks } = await admin.call<{ webhooks: Webhook[] }>('GET', '/api/desk/webhooks');
      return webhooks.find(({ id }) => id === webhook.id);
    };
    expect(await list()).toMatchObject({ active: false, problem: expect.stringContaining('410') });
    const { notices } = await admin.board();
    expect(notices).toContainEqual(
      expect.objectContaining({ kind: 'webhook', text: expect.stringContaining('/gone') }),
    );
    const back = await admin.call<Webhook>('PATCH', `/api/desk/webhooks/${webhook.id}`, { active: true });
    expect(back).toMatchObject({ active: true, problem: null, failingSince: null });
    const text = '---\nowner: T\n---\n# en: Is there a lift?\n\nYes.\n';
    await admin.call('PUT', '/api/desk/knowledge/entries/lift', { version: null, text });
    const told = await receiver.next(
      ({ path, body }) => path === '/gone' && body.includes('knowledge.changed'),
    );
    expect(JSON.parse(told.body)).toMatchObject({ data: { entry: 'lift', what: 'saved', by: 'Alex' } });
  });

  it('refuse what is no address of a receiver, and events that there are not', async () => {
    const wrong = [
      { url: 'ftp://shop.example/hook', events: ['chat.closed'] },
      { url: 'https://user:secret@shop.example/hook', events: ['chat.closed'] },
      { url: 'https://shop.example/hook', events: ['chat.everything'] },
      { url: 'https://shop.example/hook', events: [] },
      { url: 'javascript:alert(1)', events: ['chat.closed'] },
    ];
    for (const body of wrong) {
      await expect(admin.call('POST', '/api/desk/webhooks', body), body.url).rejects.toMatchObject({
        status: 400,
      });
    }
  });
});

describe('webhooks of a server whose own network is closed to them', () => {
  let app: TestApp;
  let receiver: Receiver;
  beforeAll(async () => {
    [receiver, app] = await Promise.all([startReceiver(), startDeskApp()]);
  });
  afterAll(async () => {
    await app.stop();
    await receiver.close();
  });

  it('never reach it, by figures or by a name', async () => {
    const admin = await firstAdmin(app);
    const add = (url: string) =>
      admin.call<Added>('POST', '/api/desk/webhooks', { url, events: ['chat.closed'] });
    for (const url of [
      receiver.url,
      'http://127.1/',
      'http://0x7f000001/',
      'http://[::1]:80/',
      'http://[::ffff:10.0.0.1]/',
      'http://169.254.169.254/latest/meta-data',
      'https://10.1.2.3/',
      'http://localhost:3000/',
    ]) {
      await expect(add(url), url).rejects.toMatchObject({ status: 400, code: 'webhook.invalid' });
    }
    expect(receiver.posts).toEqual([]);
  });
});
