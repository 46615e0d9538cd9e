/** Files that shoppers send: what is taken, what is refused, and how they are given back. */
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Activity, Attachment } from '../../src/core/activity.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { history, openChat, type TestSession, until } from '../support/direct-line-client.ts';
import { expectError } from '../support/protocol-error.ts';
import { startWitness, type Witness } from '../support/witness.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const maxBytes = 20_000;

describe('an upload', () => {
  let app: TestApp;
  let session: TestSession;
  let witness: Witness;
  beforeAll(async () => {
    app = await startChannelApp({ UPLOAD_MAX_BYTES: String(maxBytes) });
    session = await openChat(app.base);
    witness = await startWitness(app.base);
  });
  afterEach(() => witness.goesOn());
  afterAll(() => app.stop());

  function upload(body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
    const url = `${app.base}/v3/directline/conversations/${session.conversationId}/upload?userId=someone`;
    return fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${session.token}`, ...headers },
      body,
    });
  }

  /** A form as Microsoft's clients make it. */
  function form(
    files: readonly [name: string, content: Buffer, type?: string][],
    activity?: object,
  ): FormData {
    const parts = new FormData();
    if (activity) {
      const type = 'application/vnd.microsoft.activity';
      parts.append('activity', new Blob([JSON.stringify(activity)], { type }));
    }
    for (const [name, content, type = 'image/png'] of files) {
      parts.append('file', new Blob([new Uint8Array(content)], { type }), name);
    }
    return parts;
  }

  /** Uploads and returns the stored activity. */
  async function accepted(body: BodyInit, headers?: Record<string, string>): Promise<Activity> {
    const response = await upload(body, headers);
    expect(response.status).toBe(200);
    const { id }: { id: string } = await response.json();
    return until(async () => {
      const { activities } = await history(app.base, session);
      return activities.find((activity) => activity.id === id);
    });
  }

  const stored = () => readdir(join(app.dataFolder, 'uploads')).catch(() => []);

  async function fetched({ contentUrl }: Attachment = { contentType: '' }) {
    const response = await fetch(contentUrl ?? '');
    return { response, content: Buffer.from(await response.arrayBuffer()) };
  }

  it('as a form becomes a message with the files at addresses of the server', async () => {
    const activity = {
      type: 'message',
      text: 'two pictures',
      from: { id: 'someone' },
      channelData: { clientActivityID: 'up-1' },
      attachments: [
        { contentType: 'image/png', name: 'a.png', contentUrl: 'blob:http://shop/1' },
        { contentType: 'image/png', name: 'b.png' },
      ],
    };
    const message = await accepted(
      form(
        [
          ['a.png', png],
          ['b.png', png],
        ],
        activity,
      ),
    );
    expect(message).toMatchObject({
      type: 'message',
      text: 'two pictures',
      from: { id: session.userId },
      channelData: { clientActivityID: 'up-1' },
    });
    expect(message.attachments).toEqual(
      ['a.png', 'b.png'].map((name) => ({
        contentType: 'image/png',
        name,
        contentUrl: expect.stringContaining(`${app.base}/v3/directline/attachments/`),
        thumbnailUrl: expect.stringContaining(`${app.base}/v3/directline/attachments/`),
      })),
    );
    const { response, content } = await fetched(message.attachments?.[0]);
    expect(content).toEqual(png);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': "inline; filename*=UTF-8''a.png",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    });
  });

  it('as a raw body becomes a message without words', async () => {
    const message = await accepted(new Uint8Array(png), {
      'content-type': 'image/png',
      'content-disposition': 'attachment; name="file"; filename="raw.png"',
    });
    expect(message).toMatchObject({
      type: 'message',
      attachments: [{ name: 'raw.png', contentType: 'image/png' }],
    });
  });

  it('sent again is stored as one message', async () => {
    const activity = { type: 'message', channelData: { clientActivityID: 'same' } };
    const first = await accepted(form([['a.png', png]], activity));
    const second = await accepted(form([['a.png', png]], activity));
    expect(second.id).toBe(first.id);
  });

  it('is served as what it is, not as what it calls itself', async () => {
    const page = Buffer.from('<html><script>alert(document.domain)</script></html>');
    const message = await accepted(form([['cat.png', page, 'image/png']]));
    expect(message.attachments).toMatchObject([{ contentType: 'text/plain' }]);
    const { response } = await fetched(message.attachments?.[0]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': "attachment; filename*=UTF-8''cat.png",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['C:\\windows\\system32\\a.png', 'a.png'],
    ['a\r\nSet-Cookie: x=1.png', /^a.*\.png$/],
    ['".png', /png$/],
    ['..', 'file'],
    ['.', 'file'],
    [`${'🎧'.repeat(80)}.png`, /🎧\.png$/],
    [`${'🎧'.repeat(80)}.jpeg`, /🎧\.jpeg$/],
    ['唱片.png', '唱片.png'],
  ])('called %j is shown and served without its path', async (name, shown) => {
    const message = await accepted(form([[name, png]]));
    const [attachment] = message.attachments ?? [];
    if (typeof shown === 'string') expect(attachment?.name).toBe(shown);
    else expect(attachment?.name).toMatch(shown);
    const { response, content } = await fetched(attachment);
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(content).toEqual(png);
  });

  it.each([
    [
      'a drawing with scripts',
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      415,
    ],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100), randomBytes(200)]), 415],
    ['an archive', Buffer.from('504b0304140000000000', 'hex'), 415],
    ['nothing in it', Buffer.alloc(0), 400],
  ])('with %s is refused and leaves nothing behind', async (_what, content, status) => {
    const before = await stored();
    const code = status === 415 ? 'UnsupportedMediaType' : 'BadArgument';
    await expectError(await upload(form([['cat.png', content]])), status, code);
    await expectError(await upload(new Uint8Array(content), { 'content-type': 'image/png' }), status, code);
    await expectError(
      await upload(
        form([
          ['ok.png', png],
          ['cat.png', content],
        ]),
      ),
      status,
      code,
    );
    expect(await stored()).toEqual(before);
  });

  it('that is too big, or of too many files, is refused and leaves nothing behind', async () => {
    const before = await stored();
    const big = Buffer.concat([png, randomBytes(maxBytes)]);
    const many = Array.from({ length: 6 }, (): [string, Buffer] => ['a.png', png]);
    for (const body of [form([['big.png', big]]), form(many), new Uint8Array(big), new Uint8Array(3_000_000)])
      await expectError(await upload(body), 413, 'MessageSizeTooBig');
    expect(await stored()).toEqual(before);
  });

  const part = (head: string, body: string) =>
    `--B\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
  it.each([
    ['no boundary', 'multipart/form-data', '--B--'],
    ['an empty form', 'multipart/form-data; boundary=B', '--B--\r\n'],
    ['an empty body', 'multipart/form-data; boundary=B', ''],
    ['no file', 'multipart/form-data; boundary=B', `${part('name="activity"', '{"type":"message"}')}--B--`],
    ['no end', 'multipart/form-data; boundary=B', part('name="file"; filename="a.png"', 'hello')],
    [
      'another boundary',
      'multipart/form-data; boundary=C',
      `${part('name="file"; filename="a"', 'hi')}--B--`,
    ],
    [
      'an activity that is not JSON',
      'multipart/form-data; boundary=B',
      `${part('name="activity"', '{"type":')}${part('name="file"; filename="a.txt"', 'hello')}--B--`,
    ],
    [
      'an activity that is none',
      'multipart/form-data; boundary=B',
      `${part('name="activity"', '[]')}${part('name="file"; filename="a.txt"', 'hello')}--B--`,
    ],
    [
      'an activity that is no message',
      'multipart/form-data; boundary=B',
      `${part('name="activity"', '{"type":"typing"}')}${part('name="file"; filename="a.txt"', 'hello')}--B--`,
    ],
    ['nothing at all', 'image/png', ''],
  ])('with %s is refused and leaves nothing behind', async (_what, type, body) => {
    const before = await stored();
    await expectError(await upload(body, { 'content-type': type }), 400);
    expect(await stored()).toEqual(before);
  });

  it('that breaks off leaves nothing behind', async () => {
    const before = await stored();
    const { port } = new URL(app.base);
    const head = `POST /v3/directline/conversations/${session.conversationId}/upload HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${session.token}\r\nContent-Length: 5000\r\nContent-Type: multipart/form-data; boundary=B\r\n\r\n${part('name="file"; filename="a.txt"', 'hello')}`;
    const socket = connect(Number(port), 'localhost');
    await new Promise<void>((sent) => socket.write(head, () => sent()));
    socket.destroy();
    await witness.goesOn();
    expect(await stored()).toEqual(before);
    const { activities } = await history(app.base, session);
    expect(activities.filter(({ attachments }) => attachments?.some(({ name }) => name === 'a.txt'))).toEqual(
      [],
    );
  });

  it.each(['x', 'AAAAAAAAAAAAAAAAAAAAAA', '..%2f..%2fshopdesk.db', '%2e%2e%2fshopdesk.db'])(
    'cannot be had by the guessed id %s',
    async (id) => expectError(await fetch(`${app.base}/v3/directline/attachments/${id}`), 404),
  );
});

describe('uploads in a hurry', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startChannelApp({ SENDS_PER_TEN_SECONDS: '2', UPLOADS_PER_HOUR: '6', TRUST_PROXY: '1' });
  });
  afterAll(() => app.stop());

  it('are refused before anything is written', async () => {
    const session = await openChat(app.base);
    const url = `${app.base}/v3/directline/conversations/${session.conversationId}/upload`;
    const statuses = [];
    for (let sent = 0; sent < 5; sent++) {
      const headers = { authorization: `Bearer ${session.token}`, 'content-type': 'text/plain' };
      statuses.push((await fetch(url, { method: 'POST', headers, body: 'a note' })).status);
    }
    expect(statuses.slice(-3)).toEqual([409, 409, 409]);
    const kept = await readdir(join(app.dataFolder, 'uploads'));
    expect(kept).toHaveLength(statuses.filter((status) => status === 200).length);
  });

  it('are counted for each network, whichever chats they are for', async () => {
    const send = async (from: string, files: number) => {
      const session = await openChat(app.base);
      const body = new FormData();
      for (let file = 0; file < files; file++) body.append('file', new Blob(['a note']), `note-${file}.txt`);
      const url = `${app.base}/v3/directline/conversations/${session.conversationId}/upload`;
      const headers = { authorization: `Bearer ${session.token}`, 'x-forwarded-for': from };
      return fetch(url, { method: 'POST', headers, body });
    };
    expect((await send('192.0.2.1', 4)).status).toBe(200);
    await expectError(await send('192.0.2.1', 3), 409, 'TooManyFiles');
    await expectError(await send('192.0.2.1', 1), 409, 'TooManyFiles');
    expect((await send('192.0.2.2', 1)).status).toBe(200);
  });
});
