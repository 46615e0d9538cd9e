/** Several persons write at one place: what is said to one is not said with what is known of another. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { until } from '../support/direct-line-client.ts';
import { channelLog } from '../support/platforms/channel-log.ts';
import { environmentOf } from '../support/platforms/index.ts';
import { type Platform, untilShown } from '../support/platforms/platform.ts';
import { startTelegram } from '../support/platforms/telegram.ts';

let telegram: Platform;
let app: TestApp;
let database: Database;

beforeAll(async () => {
  telegram = await startTelegram();
  app = await startChannelApp(environmentOf([telegram]));
  database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
});
afterAll(async () => {
  await database.close();
  await app.stop();
  await telegram.close();
});

const chat = '-100';

/** What each person said, as the conversations have it. */
async function saidBy(): Promise<Record<string, (string | undefined)[]>> {
  const log = await channelLog(database, 'telegram');
  const rows = await database.read("SELECT id, user_id FROM conversation WHERE channel = 'telegram'");
  return Object.fromEntries(
    rows.map(({ id, user_id: user }) => [
      String(user),
      log.flatMap(({ conversationId, sender, activity: { type, text } }) =>
        conversationId === id && sender === 'user' && type === 'message' ? [text] : [],
      ),
    ]),
  );
}

it('each in a conversation of their own, and all are answered where they wrote', async () => {
  const before = telegram.api.calls.length;
  await telegram.says(app.base, 'xylophone choices', { chat });
  await untilShown(telegram, ({ text }) => text.includes('Which colour?'));
  const shown = telegram.shown.length;
  await telegram.says(app.base, 'xylophone choices', { chat, person: '78' });
  await untilShown(telegram, ({ text }) => text.includes('Which colour?'), shown);
  await telegram.says(app.base, 'mine again', { chat });
  expect(await saidBy()).toEqual({
    'telegram:77': ['xylophone choices', 'mine again'],
    'telegram:78': ['xylophone choices'],
  });
  const places = telegram.api.calls
    .slice(before)
    .flatMap(({ body }) => JSON.parse(body || '{}').chat_id ?? []);
  expect(new Set(places.map(String))).toEqual(new Set([chat]));
});

it('and what somebody edits is found, whoever wrote there first', async () => {
  await telegram.says(app.base, 'a slip', { chat, person: '78' });
  await telegram.edits?.(app.base, 'no slip', { chat, person: '78' });
  await until(async () => ((await saidBy())['telegram:78']?.includes('no slip') ? true : undefined));
  expect((await saidBy())['telegram:77']).not.toContain('no slip');
});
