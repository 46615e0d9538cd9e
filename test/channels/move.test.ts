/** A conversation goes on elsewhere: from the widget to another platform, and nothing is lost on the way. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock as clock } from '../../src/core/clock.ts';
import { randomIds as ids } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { type CustomerKeeper, customerOfUser, undoMerge } from '../../src/customers/index.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { ask, history, openChat, until } from '../support/direct-line-client.ts';
import { environmentOf } from '../support/platforms/index.ts';
import { type Platform, untilShown } from '../support/platforms/platform.ts';
import { startTelegram } from '../support/platforms/telegram.ts';

let telegram: Platform;
let app: TestApp;
let database: Database;
let keeper: CustomerKeeper;
beforeAll(async () => {
  telegram = await startTelegram();
  app = await startChannelApp(environmentOf([telegram]));
  database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
  keeper = { database, clock, ids, key: Buffer.alloc(32) };
});
afterAll(async () => {
  await database.close();
  await app.stop();
  await telegram.close();
});

it('leads from the widget to Telegram, answers there, and shows both in one thread', async () => {
  const chat = await openChat(app.base);
  await ask(app.base, chat, 'xylophone choices');
  const [offer] = await ask(app.base, chat, 'Can we continue on Telegram?');
  const [button] = offer?.suggestedActions?.actions ?? [];
  expect(button).toMatchObject({ type: 'openUrl', title: 'Go on in Telegram' });
  const [, code = ''] =
    /^https:\/\/t\.me\/northside_bot\?start=(move-[\w-]{22})$/.exec(String(button?.value)) ?? [];
  expect(code).not.toBe('');

  await telegram.says(app.base, `/start ${code}`);
  await untilShown(telegram, ({ text }) => text.includes('in the right place'));
  await telegram.redelivers(app.base);
  await telegram.says(app.base, 'xylophone card');
  await untilShown(telegram, ({ text }) => text.includes('Blue Train'));
  // What was said before the move is not said again there.
  expect(telegram.shown.some(({ text }) => text.includes('Which colour?'))).toBe(false);
  const { activities } = await history(app.base, chat);
  expect(activities.flatMap(({ text }) => text ?? [])).toEqual(
    expect.arrayContaining(['xylophone choices', 'Which colour?', 'xylophone card', 'A record of the week:']),
  );

  // Both are one person now: written down with what showed it, to be taken back like any other merge.
  const merges = await database.read('SELECT id, proof, evidence, undone_at FROM customer_merge');
  expect(merges).toMatchObject([{ proof: 'code', evidence: 'move telegram:77', undone_at: null }]);
  const customerOn = (channel: string, userId: string) => customerOfUser(keeper, { channel, userId });
  const joined = await customerOn('telegram', 'telegram:77');
  expect(joined?.channelUsers.map(({ channel }) => channel).sort()).toEqual(['directline', 'telegram']);
  await undoMerge(keeper, String(merges[0]?.id), 'the shop');
  expect((await customerOn('telegram', 'telegram:77'))?.channelUsers).toHaveLength(1);

  // Back in the widget, the answers are there and no longer on Telegram.
  const before = telegram.shown.length;
  await ask(app.base, chat, 'xylophone choices');
  // Whoever writes on Telegram before it has passed by there, is there again and sees it.
  const { watermark } = await history(app.base, chat);
  await expect
    .poll(
      async () => (await database.read("SELECT sent FROM channel_chat WHERE channel = 'telegram'"))[0]?.sent,
    )
    .toBe(Number(watermark));
  await telegram.says(app.base, 'xylophone card');
  await untilShown(telegram, ({ text }) => text.includes('Blue Train'), before);
  expect(telegram.shown.slice(before).some(({ text }) => text.includes('Which colour?'))).toBe(false);
});

it('takes what Telegram tells again, or changes, for what was said before the move', async () => {
  const [before, after] = [await openChat(app.base), await openChat(app.base)];
  const texts = async (chat: typeof before) =>
    (await history(app.base, chat)).activities.flatMap(({ text }) => text ?? []);
  const move = async (chat: typeof before) => {
    const shown = telegram.shown.length;
    await telegram.says(app.base, await codeOf(chat));
    await untilShown(telegram, ({ text }) => text.includes('in the right place'), shown);
  };
  await move(before);
  const shown = telegram.shown.length;
  await telegram.says(app.base, 'xylophone card', { id: '900' });
  await untilShown(telegram, ({ text }) => text.includes('Blue Train'), shown);
  await move(after);
  expect(await telegram.says(app.base, 'xylophone card', { id: '900' })).toBe(200);
  expect(await texts(after)).not.toContain('xylophone card');
  expect(await telegram.edits?.(app.base, 'xylophone changed')).toBe(200);
  expect(await texts(before)).toContain('xylophone changed');
  expect(await texts(after)).not.toContain('xylophone changed');
});

async function codeOf(chat: Awaited<ReturnType<typeof openChat>>): Promise<string> {
  const [offer] = await ask(app.base, chat, 'Can we continue on Telegram?');
  return /start=(move-[\w-]{22})/.exec(String(offer?.suggestedActions?.actions[0]?.value))?.[1] ?? '';
}

it('says so where there is nowhere else to go, and takes no stranger along', async () => {
  const chat = await openChat(app.base);
  const [offer] = await ask(app.base, chat, '可以转到 Telegram 继续吗？');
  const [, code = ''] =
    /start=(move-[\w-]{22})/.exec(String(offer?.suggestedActions?.actions[0]?.value)) ?? [];
  await telegram.says(app.base, code, { chat: '88' });
  await untilShown(telegram, ({ text }) => text.includes('您来对地方了'));
  const before = telegram.shown.length;
  await telegram.says(app.base, code, { chat: '99' });
  await untilShown(telegram, () => true, before);
  const { activities } = await history(app.base, chat);
  expect(activities.flatMap(({ from }) => from?.id ?? []).filter((id) => id.includes('99'))).toEqual([]);

  const alone = await startChannelApp();
  try {
    const there = await openChat(alone.base);
    const [answer] = await until(async () => ask(alone.base, there, 'Please move this chat to WhatsApp'));
    expect(answer?.text).toContain('in this chat only');
  } finally {
    await alone.stop();
  }
});
