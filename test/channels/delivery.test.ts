/** What goes out to the platforms: in order, nothing left out, and honest about what nobody can know. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversationLog, draftOf } from '../../src/conversations/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { until } from '../support/direct-line-client.ts';
import { channelLog, deskNotes } from '../support/platforms/channel-log.ts';
import { environmentOf } from '../support/platforms/index.ts';
import { startLine } from '../support/platforms/line.ts';
import { startInstagram, startWhatsApp } from '../support/platforms/meta.ts';
import { type Platform, untilShown } from '../support/platforms/platform.ts';
import { startSlack } from '../support/platforms/slack.ts';
import { startTeams } from '../support/platforms/teams.ts';
import { startTelegram } from '../support/platforms/telegram.ts';
import { startTwilioSms } from '../support/platforms/twilio.ts';

const start = async () => ({
  telegram: await startTelegram(),
  slack: await startSlack(),
  line: await startLine(),
  whatsapp: await startWhatsApp(),
  instagram: await startInstagram(),
  sms: await startTwilioSms(),
  msteams: await startTeams(),
});

let platforms: Awaited<ReturnType<typeof start>>;
let app: TestApp;
let database: Database;

beforeAll(async () => {
  platforms = await start();
  app = await startChannelApp(environmentOf(Object.values(platforms)));
  database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
});
afterAll(async () => {
  await database.close();
  await app.stop();
  await Promise.all(Object.values(platforms).map((platform) => platform.close()));
});

/** Asks for the choices and waits until they are shown; resolves with how often. */
async function ask(platform: Platform): Promise<number> {
  const before = platform.shown.length;
  await platform.says(app.base, 'xylophone choices');
  await untilShown(platform, ({ text }) => text.includes('Which colour?'), before);
  await untilAllSent(platform.name);
  return platform.shown.length - before;
}

function untilAllSent(channel: string): Promise<true> {
  return until(async () => {
    const [row] = await database.read(
      `SELECT 1 AS waits FROM channel_chat c JOIN conversation v ON v.id = c.conversation_id
       WHERE c.channel = $1 AND (v.watermark > c.sent OR c.sending = 1)`,
      [channel],
    );
    return row ? undefined : true;
  });
}

/** What a person or the house writes, as another process would store it. */
async function write(
  channel: string,
  texts: readonly string[],
  sender: 'agent' | 'bot' = 'agent',
): Promise<void> {
  const conversations = createConversationLog({ database, clock: systemClock, holder: 'another process' });
  const id = (await channelLog(database, channel)).at(-1)?.conversationId ?? '';
  const drafts = texts.map((text, index) =>
    draftOf({ type: 'message', text, textFormat: 'markdown' }, { id: `${text}-${index}`, sender }),
  );
  await conversations.append(id, drafts);
}

describe('a message that the platform does not take at once', () => {
  it('waits as long as the platform asks for, and is sent again', async () => {
    const { telegram } = platforms;
    const json = { ok: false, error_code: 429, parameters: { retry_after: 0.05 } };
    telegram.api.faults.push(
      { status: 429, json },
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 502 },
    );
    expect(await ask(telegram)).toBe(1);
    expect(await deskNotes(database, 'telegram')).toEqual([]);
  });

  it('is told to the desk when it never will be, and holds nothing up', async () => {
    const { slack } = platforms;
    slack.api.faults.push({ json: { ok: false, error: 'channel_not_found' } });
    await slack.says(app.base, 'xylophone choices');
    await until(async () => (await deskNotes(database, 'slack')).length > 0 || undefined);
    expect(await deskNotes(database, 'slack')).toEqual([expect.stringContaining('channel_not_found')]);
    expect(await ask(slack)).toBe(1);
  });

  it('is told to the desk when the platform finds out later', async () => {
    const { whatsapp } = platforms;
    await ask(whatsapp);
    await whatsapp.reports(app.base, 'failed');
    await whatsapp.redelivers(app.base);
    expect(await deskNotes(database, 'whatsapp')).toEqual([expect.stringContaining('Message undeliverable')]);
    const { sms } = platforms;
    await ask(sms);
    const { conversationId = '', watermark } = (await channelLog(database, 'sms')).at(-1) ?? {};
    const fields = { MessageSid: `SM${sms.shown.length}`, MessageStatus: 'undelivered', ErrorCode: '30005' };
    expect(await sms.reports(app.base, fields, `${conversationId}/${watermark}/0`)).toBe(200);
    expect(await deskNotes(database, 'sms')).toEqual([expect.stringContaining('30005')]);
  });
});

describe('a message of which nobody knows whether the platform took it', () => {
  it('is found again where it can be read back', async () => {
    platforms.slack.api.faults.push('drop');
    expect(await ask(platforms.slack)).toBe(1);
  });

  it('is sent again where the platform drops what it has', async () => {
    platforms.line.api.faults.push('drop');
    expect(await ask(platforms.line)).toBe(1);
    platforms.line.api.faults.push('drop');
    await write('line', ['An agent’s word']);
    await untilShown(platforms.line, ({ text }) => text === 'An agent’s word');
    await untilAllSent('line');
    expect(platforms.line.shown.filter(({ text }) => text === 'An agent’s word')).toHaveLength(1);
  });

  it('waits for the platform’s report where there is one', async () => {
    const { whatsapp } = platforms;
    const before = whatsapp.shown.length;
    whatsapp.api.faults.push('drop');
    await whatsapp.says(app.base, 'xylophone choices');
    await untilShown(whatsapp, ({ text }) => text.includes('Which colour?'), before);
    const body: { biz_opaque_callback_data: string } = JSON.parse(whatsapp.api.sends.at(-1)?.body ?? '{}');
    await until(async () => {
      const [row] = await database.read(
        `SELECT holder FROM channel_chat WHERE channel = 'whatsapp' AND sending = 1`,
      );
      return row?.holder === null || undefined;
    });
    expect(await whatsapp.reports(app.base, 'delivered', body.biz_opaque_callback_data)).toBe(200);
    await untilAllSent('whatsapp');
    expect(whatsapp.shown.length - before).toBe(1);
  });

  it('is sent again where nothing else is offered, and the desk knows', async () => {
    const { telegram } = platforms;
    telegram.api.faults.push('drop');
    expect(await ask(telegram)).toBe(2);
    expect(await deskNotes(database, 'telegram')).toEqual([expect.stringContaining('may have it twice')]);
  });
});

describe('several messages that answer one', () => {
  it('are one SMS and one call to LINE, with all that can be chosen below', async () => {
    const { sms, line, telegram } = platforms;
    for (const platform of [sms, line, telegram]) {
      const before = platform.shown.length;
      await platform.says(app.base, 'xylophone two answers');
      await untilShown(platform, ({ text }) => text.includes('The second answer.'), before);
      await untilAllSent(platform.name);
      const shown = platform.shown.slice(before);
      expect(shown).toHaveLength(platform === sms ? 1 : 2);
      const offered = shown.map(({ buttons }) => buttons);
      const both = ['Red vinyl', 'Black vinyl'];
      if (platform === telegram) expect(offered).toEqual([['Red vinyl'], ['Black vinyl']]);
      else expect(offered.at(-1)).toEqual(both);
    }
    expect(line.api.calls.filter(({ body }) => body.includes('The first answer.'))).toHaveLength(1);
    await sms.says(app.base, '2');
    await until(async () => {
      const said = (await channelLog(database, 'sms')).filter(({ sender }) => sender === 'user');
      return said.at(-1)?.activity.text === 'Black vinyl' || undefined;
    });
  });
});

describe('Teams', () => {
  it('waits as long as the connector asks for, and hears what people write unasked', async () => {
    const { msteams } = platforms;
    expect(await ask(msteams)).toBe(1);
    msteams.api.faults.push({ status: 429, headers: { 'retry-after': '0' } }, { status: 503 });
    expect(await ask(msteams)).toBe(1);
    await write('msteams', ['An agent’s word']);
    await untilShown(msteams, ({ text }) => text === 'An agent’s word');
    expect(await deskNotes(database, 'msteams')).toEqual([]);
  });

  it('is sent again after a broken line, and the desk knows', async () => {
    const { msteams } = platforms;
    msteams.api.faults.push('drop');
    expect(await ask(msteams)).toBe(2);
    expect(await deskNotes(database, 'msteams')).toEqual([expect.stringContaining('may have it twice')]);
  });

  it('that no longer knows the shopper is told to the desk', async () => {
    const { msteams } = platforms;
    const json = { error: { code: 'BotNotInConversationRoster', message: 'The bot is not there any more.' } };
    msteams.api.faults.push({ status: 403, json });
    await write('msteams', ['Into nothing']);
    await until(async () => (await deskNotes(database, 'msteams'))[1] && true);
    expect((await deskNotes(database, 'msteams'))[1]).toContain('not there any more');
  });

  it('brings back what was taken back, and takes a redelivered change once', async () => {
    const { msteams } = platforms;
    const texts = async () =>
      (await channelLog(database, 'msteams')).flatMap(({ activity: { text, type } }) =>
        type === 'message' ? [text] : [],
      );
    await msteams.says(app.base, 'my number is 12345');
    await msteams.deletes?.(app.base);
    expect(await texts()).not.toContain('my number is 12345');
    await msteams.edits?.(app.base, 'my number is 67890');
    const log = await channelLog(database, 'msteams');
    expect(await msteams.redelivers(app.base)).toBe(200);
    expect((await channelLog(database, 'msteams')).filter(({ sender }) => sender === 'user')).toEqual(
      log.filter(({ sender }) => sender === 'user'),
    );
    expect(await texts()).toContain('my number is 67890');
  });
});

describe('what people and the house write unasked', () => {
  it('goes out in order, whichever process stored it', async () => {
    const { telegram } = platforms;
    const texts = Array.from({ length: 30 }, (_, index) => `Line ${index + 1}`);
    await write('telegram', texts);
    await untilShown(telegram, ({ text }) => text === 'Line 30');
    expect(telegram.shown.map(({ text }) => text).filter((text) => text.startsWith('Line '))).toEqual(texts);
  });

  it('becomes a template, or a note to the desk, when the platform’s time is over', async () => {
    await ask(platforms.instagram);
    const past = [Date.now() - 25 * 3_600_000];
    await database.write([{ sql: 'UPDATE channel_chat SET heard_at = $1', params: past }]);
    await write('whatsapp', ['Your parcel\n\nhas arrived.']);
    await untilShown(platforms.whatsapp, ({ text }) => text === 'Your parcel has arrived.');
    const template = JSON.parse(platforms.whatsapp.api.sends.at(-1)?.body ?? '{}');
    expect(template).toMatchObject({ type: 'template', template: { name: 'we_have_news' } });

    await write('instagram', ['The bot has news.'], 'bot');
    await until(async () => (await deskNotes(database, 'instagram')).length > 0 || undefined);
    await write('instagram', ['A person has news.'], 'agent');
    await untilShown(platforms.instagram, ({ text }) => text === 'A person has news.');
    expect(JSON.parse(platforms.instagram.api.sends.at(-1)?.body ?? '{}')).toMatchObject({
      tag: 'HUMAN_AGENT',
    });
    expect(platforms.instagram.shown.some(({ text }) => text === 'The bot has news.')).toBe(false);
  });
});
