/** Where a platform lets nobody write any more, what is said goes by another way that the shopper agreed to. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createConversationLog, draftOf } from '../../src/conversations/index.ts';
import { systemClock as clock } from '../../src/core/clock.ts';
import { randomIds as ids } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import {
  type CustomerKeeper,
  consentStatements,
  ensureRecord,
  mergeCustomers,
} from '../../src/customers/index.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { until } from '../support/direct-line-client.ts';
import { channelLog, deskNotes } from '../support/platforms/channel-log.ts';
import { environmentOf } from '../support/platforms/index.ts';
import { type MailPlatform, startMail, untilReading } from '../support/platforms/mail.ts';
import { startWhatsApp } from '../support/platforms/meta.ts';
import { type Platform, untilShown } from '../support/platforms/platform.ts';
import { startTelegram } from '../support/platforms/telegram.ts';
import { startWeChat } from '../support/platforms/wechat.ts';

let whatsapp: Platform;
let wechat: Platform;
let telegram: Platform;
let mail: MailPlatform;
let app: TestApp;
let database: Database;
let keeper: CustomerKeeper;

beforeAll(async () => {
  whatsapp = await startWhatsApp();
  wechat = await startWeChat();
  telegram = await startTelegram();
  mail = await startMail();
  const { WHATSAPP_TEMPLATE: _none, ...environment } = environmentOf([whatsapp, wechat, telegram, mail]);
  app = await startChannelApp(environment);
  database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
  keeper = { database, clock, ids, key: Buffer.alloc(32) };
  await untilReading(mail);
});
afterAll(async () => {
  await database.close();
  await app.stop();
  await Promise.all([whatsapp, wechat, telegram, mail].map((platform) => platform.close()));
});

/** Asks something, and lets three days go by. @returns conversation and customer record of who asked. */
async function askLongAgo(platform: Platform): Promise<{ conversationId: string; record: string }> {
  await platform.says(app.base, 'xylophone choices');
  await untilShown(platform, ({ text }) => text.includes('Which colour?'));
  const [first] = await channelLog(database, platform.name);
  const { conversationId = '', activity } = first ?? {};
  const value = `${platform.name}:${activity?.from?.id}`;
  await database.write([
    {
      sql: 'UPDATE channel_chat SET heard_at = $1 WHERE channel = $2',
      params: [clock.now() - 72 * 3_600_000, platform.name],
    },
  ]);
  return { conversationId, record: await ensureRecord(keeper, { kind: 'channel', value }, 'code') };
}

async function agree(record: string, channel: string): Promise<void> {
  const consent = { purpose: 'service', channel, granted: true, givenIn: 'test', wording: 'yes' } as const;
  await database.write(consentStatements(keeper, record, [{ ...consent, language: 'en' }]));
}

async function write(conversationId: string, text: string): Promise<void> {
  const conversations = createConversationLog({ database, clock, holder: 'another process' });
  await conversations.append(conversationId, [
    draftOf({ type: 'message', text }, { id: text, sender: 'agent' }),
  ]);
}

it('goes to another chat of theirs, says so to the desk once, and hears the answer in the same conversation', async () => {
  const { conversationId, record } = await askLongAgo(whatsapp);
  await write(conversationId, 'Nobody reads this.');
  await until(async () => (await deskNotes(database, 'whatsapp'))[0]);
  expect(await deskNotes(database, 'whatsapp')).toEqual([expect.stringContaining('not delivered there')]);

  await telegram.says(app.base, 'xylophone choices');
  await untilShown(telegram, ({ text }) => text.includes('Which colour?'));
  const other = await ensureRecord(keeper, { kind: 'channel', value: 'telegram:telegram:77' }, 'code');
  await mergeCustomers(keeper, { from: other, into: record, proof: 'code', evidence: 'test' });
  // One person, but nothing was agreed to yet.
  await write(conversationId, 'Nor this.');
  await until(async () => (await deskNotes(database, 'whatsapp'))[1]);
  await agree(record, 'telegram');
  await write(conversationId, 'Your record is here.');
  await untilShown(telegram, ({ text }) => text === 'Your record is here.');
  await write(conversationId, 'And it sounds well.');
  await untilShown(telegram, ({ text }) => text === 'And it sounds well.');
  const notes = await deskNotes(database, 'whatsapp');
  expect(notes.slice(2)).toEqual([expect.stringContaining('by telegram, to which they agreed')]);
  expect(telegram.shown.some(({ text }) => /Nobody reads|Nor this/.test(text))).toBe(false);

  await telegram.says(app.base, 'I come by tomorrow');
  await until(async () => {
    const log = await channelLog(database, 'whatsapp');
    return log.some(({ activity }) => activity.text === 'I come by tomorrow') || undefined;
  });
});

it('goes to a confirmed address by mail, and hears the answer in the same conversation', async () => {
  const { conversationId, record } = await askLongAgo(wechat);
  await agree(record, 'email');
  await database.write([
    {
      sql: `INSERT INTO customer_identity (kind, value, customer_id, proof, at)
            VALUES ('email', 'ada@example.com', $1, 'code', $2)`,
      params: [record, clock.now()],
    },
  ]);
  await write(conversationId, 'Your record is here.');
  const arrived = await until(() => mail.arrived[0]);
  expect(arrived.text).toContain('Your record is here.');
  expect(arrived.subject).toMatch(/^Your chat with us \[#[A-Z2-9]{10}\]$/);
  expect(await deskNotes(database, 'wechat')).toEqual([
    expect.stringContaining('by mail, to which they agreed'),
  ]);
  mail.replies('I come by tomorrow');
  await until(async () => {
    const log = await channelLog(database, 'wechat');
    return log.some(({ activity }) => activity.text === 'I come by tomorrow') || undefined;
  });
});
