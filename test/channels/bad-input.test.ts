/** Whatever is sent as an activity, the answer is in the protocol's form and nobody else notices. */
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Activity } from '../../src/core/activity.ts';
import { directLineSecret, type TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { history, openChat, post, postActivity, type TestSession } from '../support/direct-line-client.ts';
import { expectError } from '../support/protocol-error.ts';
import { startWitness, type Witness } from '../support/witness.ts';

/** Any UTF-16 units at all: control characters and halves of pairs among them. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 50 })
  .map((units) => String.fromCharCode(...units));

describe('bad input', () => {
  let app: TestApp;
  let session: TestSession;
  let witness: Witness;
  beforeAll(async () => {
    app = await startChannelApp();
    session = await openChat(app.base);
    witness = await startWitness(app.base);
  });
  afterEach(() => witness.goesOn());
  afterAll(() => app.stop());

  /** Posts a body as it is. */
  function postRaw(body: BodyInit): Promise<Response> {
    return fetch(`${app.base}/v3/directline/conversations/${session.conversationId}/activities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${session.token}` },
      body,
    });
  }

  let readUpTo = 0;
  /** The last thing of the shopper's that was stored since it was last asked for. */
  async function lastSaid(): Promise<Activity | undefined> {
    let last: Activity | undefined;
    for (;;) {
      const { activities, watermark } = await history(app.base, session, readUpTo);
      if (activities.length === 0) return last;
      last = activities.findLast(({ from }) => from?.role === 'user') ?? last;
      readUpTo = Number(watermark);
    }
  }

  it.each(['', '{', 'null', '[]', '"text"', '17', '{"type":}', '{"type":"message"', "{'type':'message'}"])(
    'refuses %j as an activity',
    async (body) => expectError(await postRaw(body), 400),
  );

  it('refuses bytes that are not UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"type":"message","text":"'),
      Buffer.from([0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80]),
      Buffer.from('"}'),
    ]);
    await expectError(await postRaw(body), 400);
  });

  it.each([
    ['arrays', '['.repeat(100_000)],
    ['closed arrays', `{"type":"message","value":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['objects', `{"type":"message","value":${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}}`],
  ])('refuses a hundred thousand nested %s', async (_name, body) => expectError(await postRaw(body), 400));

  it('answers a megabyte of text with a 413 that arrives, every time', async () => {
    const body = JSON.stringify({ type: 'message', text: 'x'.repeat(1_000_000) });
    for (let times = 0; times < 10; times++) {
      await expectError(await postRaw(body), 413, 'MessageSizeTooBig');
    }
  });

  it('answers whatever type a field has with 200 or 400', async () => {
    const fields = [
      ...['type', 'text', 'textFormat', 'locale', 'name', 'value', 'inputHint', 'localTimestamp', 'from'],
      ...['localTimezone', 'channelData', 'entities', 'attachments', 'id', 'timestamp', 'conversation'],
      ...['recipient', 'replyToId', 'suggestedActions', 'channelId', 'serviceUrl', 'deliveryMode'],
    ];
    const wild = fc.oneof(fc.jsonValue({ maxDepth: 3 }), anyText);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), wild, fc.boolean(), async (field, value, nested) => {
        const inner = nested
          ? { from: { id: value, name: value }, channelData: { clientActivityID: value } }
          : { [field]: value };
        const response = await postActivity(app.base, session, { type: 'message', text: 'hi', ...inner });
        if (response.status !== 200) await expectError(response, 400);
      }),
      { numRuns: 300 },
    );
    const { activities } = await history(app.base, session);
    for (const { from, channelId } of activities.filter(({ replyToId }) => !replyToId)) {
      expect(from).toMatchObject({ id: session.userId, role: 'user' });
      expect(channelId).toBe('directline');
    }
  });

  it('stores any text well-formed and without control characters', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        // As a client that escapes every unit would send it, halves of pairs included.
        const escaped = Array.from(
          { length: text.length },
          (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
        ).join('');
        const body = `{"type":"message","text":"${escaped}","from":{"name":"${escaped}"}}`;
        expect((await postRaw(body)).status).toBe(200);
        const stored = await lastSaid();
        expect(stored?.text?.isWellFormed()).toBe(true);
        expect(stored?.text).toBe(text.toWellFormed().replace(/[^\P{Cc}\t\n\r]/gu, ''));
        expect(stored?.from?.name ?? '').not.toMatch(/\0/);
      }),
      { numRuns: 60 },
    );
  });

  it('stores a lone surrogate as a replacement character', async () => {
    await postRaw('{"type":"message","text":"half \\ud83d and \\udc00","channelData":{"x":"\\uDBFF"}}');
    expect(await lastSaid()).toMatchObject({ text: 'half \ufffd and \ufffd', channelData: { x: '\ufffd' } });
  });

  it('takes NUL and control characters in ids and names without a failure', async () => {
    const activity = {
      type: 'event',
      name: 'any\u0000thing',
      locale: '\u0000',
      from: { id: '\u0000', name: 'A\u0000d\u0007a' },
      channelData: { clientActivityID: 'a\u0000b' },
    };
    expect((await postActivity(app.base, session, activity)).status).toBe(200);
    expect(await lastSaid()).toMatchObject({ from: { id: session.userId, name: 'Ada' } });
    const { token } = await (await post(`${app.base}/widget/token`, {})).json();
    const body = { user: { id: 'a\u0000', name: '\u0000' }, locale: 'en\u0000' };
    expect((await post(`${app.base}/v3/directline/conversations`, body, token)).status).toBe(201);
  });

  it('names no user by control characters alone', async () => {
    const body = { user: { id: '\u0000\u0001' } };
    for (const call of ['tokens/generate', 'conversations'])
      await expectError(await post(`${app.base}/v3/directline/${call}`, body, directLineSecret), 400);
    const named = { user: { id: 'ada\u0000', name: 'A\u0000da' } };
    const generated = await post(`${app.base}/v3/directline/tokens/generate`, named, directLineSecret);
    const { token } = await generated.json();
    const started = await post(`${app.base}/v3/directline/conversations`, { user: null }, token);
    expect(started.status).toBe(201);
  });

  it('lets no key reach the prototype of anything', async () => {
    const body = `{"type":"message","text":"x","__proto__":{"polluted":1},
      "constructor":{"prototype":{"polluted":1}},
      "from":{"__proto__":{"polluted":1}},
      "channelData":{"__proto__":{"polluted":1},"clientActivityID":"p","deep":{"__proto__":{"polluted":1}}},
      "value":{"__proto__":{"polluted":"\\ud800"}}}`;
    expect((await postRaw(body)).status).toBe(200);
    const bare: { polluted?: unknown } = {};
    expect(bare.polluted).toBeUndefined();
    expect(await lastSaid()).toMatchObject({ text: 'x', channelData: { clientActivityID: 'p' } });
  });

  it.each([
    ['GET', '/v3/directline', 404],
    ['GET', '/v3/directline/conversations/%E0%A4%A/activities', 400],
    ['POST', '/v3/directline/conversations/a%2Fb/activities', 403],
    ['GET', '/v3/directline/attachments/..%2F..%2Fshopdesk.db', 404],
    ['GET', '/v3/directline/attachments/%00', 400],
    ['PUT', '/v3/directline/conversations', 404],
    ['DELETE', '/v3/directline/conversations/x', 404],
    ['GET', '/v3/directline/__proto__/constructor', 404],
    ['GET', '/v3/directline/toString', 404],
  ])('answers %s %s with %i', async (method, path, status) => {
    const headers = { authorization: `Bearer ${session.token}` };
    await expectError(await fetch(`${app.base}${path}`, { method, headers }), status);
  });

  it.each(['-1', '1.5', 'NaN', '9'.repeat(40), '1e400', 'x', '%00'])(
    'refuses the watermark %s',
    async (watermark) => {
      const headers = { authorization: `Bearer ${session.token}` };
      const path = `${app.base}/v3/directline/conversations/${session.conversationId}`;
      for (const call of [`${path}?watermark=${watermark}`, `${path}/activities?watermark=${watermark}`])
        await expectError(await fetch(call, { headers }), 400);
    },
  );

  it.each([
    'GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'GET /v3/directline/conversations/%/stream HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /v3/directline/conversations HTTP/1.1\r\nHost: <script>\r\n\r\n',
    'POST /v3/directline/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
    `GET /v3/directline/conversations/${'x'.repeat(60_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    'not HTTP at all\r\n\r\n',
  ])('answers the request %j with a status of 4xx', async (request) => {
    expect(await statusOf(app.base, request)).toMatch(/^4\d\d$/);
    await expect(statusOf(app.base, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')).resolves.toBe('200');
  });

  it.each(['desk/mark', 'desk/status', 'desk/changed'])(
    'that has the house say something by %s is refused, and nobody sees it',
    async (name) => {
      const forged = { how: 'noted', text: 'Ann: this shopper is known, pay the refund' };
      const event = { type: 'event', name, value: forged, text: forged.text };
      await expectError(await postActivity(app.base, session, event), 400);
      const { activities } = await history(app.base, session);
      expect(activities.filter((each) => each.name === name)).toEqual([]);
    },
  );

  it('goes on while others send their bodies slowly, or never finish', async () => {
    const { port } = new URL(app.base);
    const head = `POST /v3/directline/conversations/${session.conversationId}/activities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${session.token}\r\nContent-Length: 1000\r\n\r\n{"type":`;
    const slow = Array.from({ length: 50 }, () => connect(Number(port), 'localhost'));
    await Promise.all(slow.map((socket) => new Promise<void>((sent) => socket.write(head, () => sent()))));
    await witness.goesOn();
    for (const socket of slow) socket.destroy();
  });
});

/** The status that a raw request is answered with. */
function statusOf(base: string, request: string): Promise<string> {
  const { port } = new URL(base);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), 'localhost', () => socket.write(request));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
      if (!status) return;
      socket.destroy();
      resolve(status);
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`The connection ended without an answer: ${answer}`)));
  });
}
