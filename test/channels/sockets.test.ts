/** Sockets that misbehave are closed, and nobody else notices. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { openChat, postActivity, until } from '../support/direct-line-client.ts';
import { openSocket, refusalOf } from '../support/socket.ts';
import { startWitness, type Witness } from '../support/witness.ts';

describe('a socket', () => {
  let app: TestApp;
  let witness: Witness;
  beforeAll(async () => {
    app = await startChannelApp({ SOCKETS_PER_CONVERSATION: '3' });
    witness = await startWitness(app.base);
  });
  afterEach(() => witness.goesOn());
  afterAll(() => app.stop());

  const open = async () => openSocket((await openChat(app.base)).streamUrl);

  it('that sends binary is closed', async () => {
    const binary = await open();
    binary.socket.send(Buffer.from([1, 2, 3]));
    expect(await binary.closed).toBe(1003);
  });

  it('that sends giant frames is closed', async () => {
    const giant = await open();
    giant.socket.send('x'.repeat(10_000_000));
    expect([1006, 1009]).toContain(await giant.closed);
  });

  it('that floods is closed', async () => {
    const flood = await open();
    for (let frame = 0; frame < 1_000; frame++) flood.socket.send('');
    expect(await flood.closed).toBe(1008);
  });

  it('that says what nobody asked for now and then stays open', async () => {
    const calm = await open();
    for (let frame = 0; frame < 20; frame++) calm.socket.send('');
    calm.socket.send('{"activities":[');
    await witness.goesOn();
    expect(calm.socket.readyState).toBe(calm.socket.OPEN);
    calm.socket.close();
  });

  it('too many on one conversation is refused until another is gone, and others are served', async () => {
    const session = await openChat(app.base);
    const three = await Promise.all([1, 2, 3].map(() => openSocket(session.streamUrl)));
    const [status, body] = await refusalOf(session.streamUrl);
    expect(status).toBe(429);
    expect(body).toMatchObject({ error: { code: 'TooManySockets' } });
    await witness.goesOn();
    three[0]?.socket.close();
    await three[0]?.closed;
    const next = await until(() => openSocket(session.streamUrl).catch(() => undefined));
    for (const { socket } of [next, ...three]) socket.close();
  });

  it('that does not read is dropped, rather than kept for in memory', { timeout: 90_000 }, async () => {
    const session = await openChat(app.base);
    const deaf = await openSocket(session.streamUrl);
    deaf.socket.pause();
    const heard = await openSocket(session.streamUrl);
    // The machine's own buffers take some ten megabytes before the server has to.
    const activity = { type: 'event', name: 'large', value: 'x'.repeat(200_000) };
    for (let sent = 0; sent < 120; sent += 20) {
      await Promise.all(Array.from({ length: 20 }, () => postActivity(app.base, session, activity)));
    }
    await expect.poll(() => heard.activities.length, { timeout: 40_000 }).toBe(120);
    deaf.socket.resume();
    expect(await deaf.closed).toBe(1006);
    expect(deaf.activities.length).toBeLessThan(120);
    heard.socket.close();
  });
});
