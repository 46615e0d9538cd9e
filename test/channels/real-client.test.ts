/** Microsoft's Direct Line client, unmodified, holds conversations with the whole server. */
import { async } from 'rxjs/scheduler/async';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directLineSecret, type TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { type HandClock, handClock } from '../support/clock.ts';
import { history, post, until } from '../support/direct-line-client.ts';
import { type FlakyProxy, startFlakyProxy } from '../support/flaky-proxy.ts';
import {
  connectRealClient,
  endRealClients,
  type RealClient,
  type Seen,
  visitorToken,
} from '../support/real-client.ts';

describe('botframework-directlinejs', { timeout: 60_000 }, () => {
  let app: TestApp;
  let clock: HandClock;
  beforeAll(async () => {
    clock = handClock();
    app = await startChannelApp({}, { clock });
  });
  afterAll(async () => {
    endRealClients();
    await app.stop();
  });

  it.concurrent('gets the echo of what it sent, its own id untouched, and then the reply', async () => {
    const client = await connectRealClient(app.base);
    const id = await client.say('xylophone choices', 'client-1');
    const [echo, reply] = await client.sees((seen) => seen.length >= 2 && seen);
    expect(echo).toMatchObject({
      id,
      type: 'message',
      text: 'xylophone choices',
      from: { role: 'user' },
      channelData: { clientActivityID: 'client-1' },
    });
    expect(reply).toMatchObject({
      replyToId: id,
      from: { role: 'bot' },
      suggestedActions: { actions: [{ type: 'imBack', title: 'Red vinyl' }, { title: 'Black vinyl' }] },
    });
    expect(Date.parse(reply?.timestamp ?? '')).toBeGreaterThan(Date.parse(echo?.timestamp ?? ''));
  });

  it.concurrent('sends events', async () => {
    const client = await connectRealClient(app.base);
    const id = await client.send({ type: 'event', name: 'webchat/join', value: { language: 'en' } });
    const welcome = await client.sees((seen) => seen.find(({ replyToId }) => replyToId === id));
    expect(welcome.text).not.toBe('');
    expect(client.seen[0]).toMatchObject({ id, type: 'event', name: 'webchat/join' });
  });

  it.concurrent('misses nothing that was said while its socket was down', async () => {
    const proxy = await startFlakyProxy(app.base);
    const token = await visitorToken(proxy.base);
    const client = await connectRealClient(proxy.base, { token });
    await client.say('xylophone choices');
    await client.sees((seen) => seen.length >= 2);
    await whileDown(proxy, async () => {
      for (const text of ['one', 'xylophone card', 'three']) await client.say(text);
    });
    await client.sees((seen) => seen.filter(isReply).length === 4 && seen.length === 8);
    await expectWhole(app, client, token);
    expect(client.seen.filter((each) => !isReply(each)).map(({ text }) => text)).toEqual([
      'xylophone choices',
      'one',
      'xylophone card',
      'three',
    ]);
    await proxy.close();
  });

  it.concurrent('misses nothing when its first socket drops before anything was said', async () => {
    const proxy = await startFlakyProxy(app.base);
    const token = await visitorToken(proxy.base);
    const client = await connectRealClient(proxy.base, { token });
    await until(() => Reflect.get(client.line, 'watermark') !== '' || undefined);
    await whileDown(proxy, () => client.say('xylophone choices'));
    await client.sees((seen) => seen.length === 2);
    await expectWhole(app, client, token);
    await proxy.close();
  });

  it.concurrent('goes on after the server was restarted', async () => {
    const own = await startChannelApp();
    const token = await visitorToken(own.base);
    const client = await connectRealClient(own.base, { token });
    await client.say('xylophone choices');
    await client.sees((seen) => seen.length === 2);
    await own.restart();
    expect(await client.say('xylophone card')).not.toBe('retry');
    await client.sees((seen) => seen.length === 4, 30_000);
    await expectWhole(own, client, token);
    client.end();
    await own.stop();
  });

  it.concurrent('shows the same conversation to two clients', async () => {
    const token = await visitorToken(app.base);
    const one = await connectRealClient(app.base, { token });
    await one.say('xylophone choices');
    await one.sees((seen) => seen.length === 2);
    const other = await connectRealClient(app.base, { token });
    await other.sees((seen) => seen.length === 2);
    await Promise.all([one.say('from the one'), other.say('from the other')]);
    await Promise.all([one.sees((seen) => seen.length === 6), other.sees((seen) => seen.length === 6)]);
    expect(other.seen.map(({ id }) => id)).toEqual(one.seen.map(({ id }) => id));
    await expectWhole(app, one, token);
  });

  it.concurrent('stores a repeated message once and answers it with the same id', async () => {
    const token = await visitorToken(app.base);
    const client = await connectRealClient(app.base, { token });
    const ids = await Promise.all(['a', 'a', 'a', 'b'].map((id) => client.say('xylophone choices', id)));
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(ids[3]).not.toBe(ids[0]);
    await client.sees((seen) => seen.length === 4);
    await expectWhole(app, client, token);
    expect(client.seen.filter(isReply)).toHaveLength(2);
  });

  it.concurrent('works by polling where sockets are not let through', async () => {
    const token = await visitorToken(app.base);
    const client = await connectRealClient(app.base, { token, webSocket: false, pollingInterval: 200 });
    await client.say('xylophone choices', 'polled');
    await client.sees((seen) => seen.length === 2);
    await client.say('xylophone card');
    await client.sees((seen) => seen.length === 4);
    expect(client.seen[0]).toMatchObject({ channelData: { clientActivityID: 'polled' } });
    await expectWhole(app, client, token);
  });

  it.concurrent('refreshes its token and goes on with the new one', async () => {
    const token = await visitorToken(app.base);
    // A refresh is due after fifteen minutes: here after less than a second.
    const hurried = {
      now: () => async.now(),
      schedule: (work: Parameters<typeof async.schedule>[0], delay = 0, state?: unknown) =>
        async.schedule(work, delay / 1_000, state),
    };
    const client = await connectRealClient(app.base, { token, ...{ scheduler: hurried } });
    await client.online();
    const current = () => String(Reflect.get(client.line, 'token'));
    const first = current();
    clock.move(1_000);
    await until(() => current() !== first || undefined);
    expect(await client.say('xylophone choices')).not.toBe('retry');
    await client.sees((seen) => seen.length === 2);
  });

  it.concurrent('starts with a token that the back end of the shop got', async () => {
    const response = await post(
      `${app.base}/v3/directline/tokens/generate`,
      { user: { id: 'dl_ada', name: 'Ada' } },
      directLineSecret,
    );
    const { token, conversationId, expires_in } = await response.json();
    expect(expires_in).toBe(1_800);
    const client = await connectRealClient(app.base, { token });
    await client.say('hello');
    const echo = await client.sees((seen) => seen[0]);
    expect(echo).toMatchObject({ from: { id: 'dl_ada', name: 'Ada' }, conversation: { id: conversationId } });
  });

  it.concurrent('starts with the secret itself and keeps using it', async () => {
    const proxy = await startFlakyProxy(app.base);
    const client = await connectRealClient(proxy.base, { secret: directLineSecret });
    const id = await client.say('xylophone choices');
    expect(id).not.toBe('retry');
    await client.sees((seen) => seen.length === 2);
    await whileDown(proxy, () => client.say('xylophone card'));
    await client.sees((seen) => seen.length === 4);
    await proxy.close();
  });
});

const isReply = ({ replyToId }: Seen) => replyToId !== undefined;

/** Cuts the client's socket, lets none through while `work` runs, and then lets it come back. */
async function whileDown(proxy: FlakyProxy, work: () => Promise<unknown>): Promise<void> {
  await until(() => proxy.sockets === 1 || undefined);
  proxy.refuseSockets = true;
  proxy.dropSockets();
  await work();
  proxy.refuseSockets = false;
}

/** What the client saw is the log: nothing missing, nothing twice, in order. */
async function expectWhole({ base }: TestApp, client: RealClient, token: string): Promise<void> {
  const conversationId = String(Reflect.get(client.line, 'conversationId'));
  const { activities } = await history(base, { token, conversationId, userId: '', streamUrl: '' });
  expect(client.seen.map(({ id }) => id)).toEqual(activities.map(({ id }) => id));
}
