/** What must not get in through the channels' doors: forged, old, broken off, compressed, far too large, of no shape. */
import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { readSettings } from '../../src/settings.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { environmentOf, startPlatforms } from '../support/platforms/index.ts';
import type { Platform } from '../support/platforms/platform.ts';

let platforms: Platform[];
let app: TestApp;
let database: Database;
const names = [
  'telegram',
  'slack',
  'whatsapp',
  'messenger',
  'instagram',
  'sms',
  'line',
  'wechat',
  'discord',
  'own',
];

beforeAll(async () => {
  platforms = await startPlatforms();
  app = await startChannelApp(environmentOf(platforms));
  database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
});
afterAll(async () => {
  await database.close();
  await app.stop();
  await Promise.all(platforms.map((platform) => platform.close()));
});

const post = (name: string, body: RequestInit['body'], headers: Record<string, string> = {}) =>
  fetch(`${app.base}/channels/${name}`, { method: 'POST', body: body ?? '', headers });

const port = () => Number(new URL(app.base).port);

/** What is answered to a call of which nothing but the head ever comes. */
function statusOfHead(name: string, header: string): Promise<number> {
  const socket = connect(port(), 'localhost');
  socket.write(`POST /channels/${name} HTTP/1.1\r\nHost: localhost\r\n${header}\r\n\r\n`);
  return statusOn(socket);
}

/** What is answered to a call that goes on until it is answered. */
function statusOfFlood(name: string): Promise<number> {
  const socket = connect(port(), 'localhost');
  const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`;
  const flood = () => {
    while (socket.writable && socket.write(chunk));
  };
  socket.on('drain', flood);
  socket.write(`POST /channels/${name} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`);
  flood();
  return statusOn(socket);
}

/** The status of the answer; the connection is given up then. */
async function statusOn(socket: Socket): Promise<number> {
  socket.on('error', () => {});
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes;
  });
  try {
    return await vi.waitFor(
      () => Number(/^HTTP\/1\.1 (\d{3}) [\s\S]*\r\n\r\n/.exec(answer)?.[1] ?? expect.fail(answer)),
      10_000,
    );
  } finally {
    socket.destroy();
  }
}

async function stored(): Promise<number> {
  return Number((await database.read('SELECT COUNT(*) AS count FROM activity'))[0]?.count);
}

describe.each(names)('%s', (name) => {
  it('refuses what is not signed, whatever it is', async () => {
    const before = await stored();
    const bodies = [
      '',
      '{}',
      '[]',
      'null',
      '{"a":',
      '<xml><a/></xml>',
      '\0\0\0',
      '['.repeat(100_000),
      'x'.repeat(100_000),
    ];
    for (const body of bodies) expect((await post(name, body)).status).toBe(401);
    expect(await stored()).toBe(before);
  });

  it('does not wait for a body that never comes', async () => {
    const socket = connect(port(), 'localhost');
    socket.write(`POST /channels/${name} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"half":`);
    socket.destroy();
    expect((await fetch(`${app.base}/healthz`)).status).toBe(200);
  });
});

it('refuses 20 MB and a compressed bomb before a byte of them came, and serves others meanwhile', async () => {
  const large = names.map((name) => statusOfHead(name, 'Content-Length: 20000000'));
  const bombs = names.map((name) => statusOfHead(name, 'Content-Length: 20000\r\nContent-Encoding: gzip'));
  expect((await fetch(`${app.base}/healthz`)).status).toBe(200);
  expect(await Promise.all(large)).toEqual(names.map(() => 413));
  expect(await Promise.all(bombs)).toEqual(names.map(() => 415));
});

it('refuses a body that does not say how large it is, and has no end', async () => {
  expect(await Promise.all(names.map(statusOfFlood))).toEqual(names.map(() => 413));
});

it('takes what is signed but of another shape for what it is: nothing to store', async () => {
  const before = await stored();
  const sign = (body: string) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', 'app-secret-of-the-tests').update(body).digest('hex')}`,
  });
  const bodies = [
    '{}',
    '[]',
    '{"object":"page"}',
    '{"object":"page","entry":[{"messaging":[{"sender":{"id":7}}]}]}',
    `${'['.repeat(50)}`,
  ];
  for (const body of bodies) expect((await post('messenger', body, sign(body))).status).toBe(400);
  const other = '{"object":"whatsapp_business_account","entry":[]}';
  expect((await post('messenger', other, sign(other))).status).toBe(200);
  expect(await stored()).toBe(before);
});

it('refuses a call that is told again after its time', async () => {
  const body = JSON.stringify({ id: '1', chat: 'c', person: { id: 'p' }, text: 'old' });
  const time = String(Math.floor(Date.now() / 1_000) - 301);
  const mac = createHmac('sha256', 'secret-of-the-own-channel').update(`${time}.${body}`).digest('hex');
  expect((await post('own', body, { 'x-timestamp': time, 'x-signature': mac })).status).toBe(401);
});

it('answers Meta’s and WeChat’s question whether the address is ours, to them alone', async () => {
  const query = 'hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=';
  const right = await fetch(`${app.base}/channels/whatsapp?${query}verify-token-of-the-tests`);
  expect([right.status, await right.text()]).toEqual([200, '1158201444']);
  expect((await fetch(`${app.base}/channels/whatsapp?${query}wrong`)).status).toBe(401);
  expect((await fetch(`${app.base}/channels/wechat?echostr=1&timestamp=1&nonce=1&signature=x`)).status).toBe(
    401,
  );
});

it('knows no channel that is off', async () => {
  expect((await post('fax', '{}')).status).toBe(404);
  expect((await post('', '{}')).status).toBe(404);
});

describe('settings of a channel', () => {
  it('are named when they are bad, or when only some of them are there', () => {
    const bad = () =>
      readSettings({
        TELEGRAM_BOT_TOKEN: 'no token',
        SLACK_BOT_TOKEN: 'xoxb-1',
        WHATSAPP_ACCESS_TOKEN: 'access-token',
        WECHAT_AES_KEY: 'short',
        DISCORD_PUBLIC_KEY: 'x',
        MAILBOX_URL: 'https://mail.example.com',
        CHANNEL_API_ROOTS: 'telegram',
      });
    expect(bad).toThrow(/TELEGRAM_BOT_TOKEN: must be the token that BotFather gave/);
    expect(bad).toThrow(/TELEGRAM_WEBHOOK_SECRET: is needed with TELEGRAM_BOT_TOKEN/);
    expect(bad).toThrow(/SLACK_SIGNING_SECRET: is needed with SLACK_BOT_TOKEN/);
    expect(bad).toThrow(/META_APP_SECRET: is needed with WHATSAPP_ACCESS_TOKEN/);
    expect(bad).toThrow(/WECHAT_AES_KEY: must have 43 letters and digits/);
    expect(bad).toThrow(/DISCORD_PUBLIC_KEY: must be 64 hexadecimal digits/);
    expect(bad).toThrow(/MAILBOX_URL: must be an address such as imaps:/);
    expect(bad).toThrow(/CHANNEL_API_ROOTS: must be a list such as telegram=/);
  });
});
