/** The same conversation on every channel, over its platform's own calls. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../src/core/clock.ts';
import { randomIds as ids } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import {
  type CustomerKeeper,
  consentStatements,
  customerOfUser,
  ensureRecord,
  reachChannelOf,
} from '../../src/customers/index.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { promiseKept, wishForConcert } from '../alerts/support/promise-kept.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { firstAdmin, type Person } from '../support/desk.ts';
import { ask, openChat, until } from '../support/direct-line-client.ts';
import { channelLog } from '../support/platforms/channel-log.ts';
import { environmentOf, platformStarts } from '../support/platforms/index.ts';
import { type Platform, untilShown } from '../support/platforms/platform.ts';

const platforms = new Map<string, Platform>();
let app: TestApp;
let database: Database;
let keeper: CustomerKeeper;
let admin: Person;

beforeAll(async () => {
  for (const [name, start] of Object.entries(platformStarts)) platforms.set(name, await start());
  app = await startChannelApp({ ...environmentOf([...platforms.values()]), MAIL_ANSWER_CONFIDENCE: '0.3' });
  database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
  keeper = { database, clock, ids, key: Buffer.alloc(32) };
  admin = await firstAdmin(app);
  // A bot that has just started is less sure of itself until it has rehearsed what it knows.
  await until(async () => {
    const [answer] = await ask(app.base, await openChat(app.base), 'Can I park near the store?');
    const [stopped] = await ask(app.base, await openChat(app.base), '退订');
    return (answer?.text?.includes('loading bays') && stopped?.text?.includes('没有同意接收')) || undefined;
  }, 60_000);
  for (const platform of platforms.values()) await platform.ready?.();
});
afterAll(async () => {
  await database.close();
  await app.stop();
  await Promise.all([...platforms.values()].map((platform) => platform.close()));
});

const logOf = (channel: string) => channelLog(database, channel);

async function saidOn(channel: string): Promise<(string | undefined)[]> {
  return (await logOf(channel)).flatMap(({ sender, activity }) => (sender === 'user' ? [activity.text] : []));
}

describe.each(Object.keys(platformStarts))('on %s', (name) => {
  const platform = (): Platform => {
    const found = platforms.get(name);
    if (!found) throw new Error(`${name} was not started`);
    return found;
  };

  it('answers a question in English and in Chinese', async () => {
    expect(await platform().says(app.base, 'Can I park near the store?')).toBe(200);
    await untilShown(platform(), ({ text }) => text.includes('two loading bays behind the store'));
    await platform().says(app.base, '店附近能停车吗？');
    await untilShown(platform(), ({ text }) => text.includes('两个装卸车位'));
  });

  it('shows buttons, and takes what is pressed for what it says', async () => {
    await platform().says(app.base, 'xylophone choices');
    const { buttons } = await untilShown(platform(), ({ text }) => text.includes('Which colour?'));
    expect(buttons).toEqual(['Red vinyl', 'Black vinyl']);
    expect(await platform().presses(app.base, 'Black vinyl')).toBe(200);
    await until(async () => (await saidOn(name)).at(-1) === 'Black vinyl' || undefined);
  });

  it('shows a card with what can be done about it', async () => {
    const before = platform().shown.length;
    await platform().says(app.base, 'xylophone card');
    const card = await untilShown(platform(), ({ text }) => text.includes('Blue Train'), before);
    expect(card.text).toContain('John Coltrane');
    const { buttons } = await untilShown(
      platform(),
      (shown) => shown.buttons.includes('Tell me more'),
      before,
    );
    expect(buttons).toEqual(['Tell me more']);
    await platform().presses(app.base, 'Tell me more');
    await until(async () => (await saidOn(name)).at(-1) === 'xylophone choices' || undefined);
  });

  it('obeys STOP in either language: what was agreed to there is withdrawn', async () => {
    const before = platform().shown.length;
    await platform().says(app.base, 'STOP');
    await untilShown(platform(), ({ text }) => text.includes('not agreed to any messages'), before);
    const user = { channel: name, userId: (await logOf(name)).at(-1)?.activity.recipient?.id ?? '' };
    const value = `${user.channel}:${user.userId}`;
    const record = await ensureRecord(keeper, { kind: 'channel', value }, 'signed');
    const channel = reachChannelOf(name);
    for (const [language, word, sentence] of [
      ['en', 'STOP', 'nothing more is sent to you'],
      ['zh', '退订', '不会再'],
    ] as const) {
      const given = { channel, granted: true, givenIn: 'test', wording: 'yes', language };
      await database.write(
        consentStatements(keeper, record, [
          { purpose: 'service', ...given },
          { purpose: 'marketing', ...given },
        ]),
      );
      await platform().says(app.base, word);
      await until(async () => {
        const consents = (await customerOfUser(keeper, user))?.consents ?? [];
        const here = consents.filter((consent) => consent.channel === channel);
        return (here.length === 2 && here.every(({ granted }) => !granted)) || undefined;
      });
      await untilShown(platform(), ({ text }) => text.includes(sentence), before);
    }
  });

  // An alert by mail is a mail of its own, with its way to unsubscribe: test/alerts has those.
  if (name !== 'mail') {
    it('tells what was promised, as soon as it is known', async () => {
      const before = platform().shown.length;
      await platform().says(app.base, wishForConcert);
      await untilShown(platform(), ({ text }) => text.includes('I hear of a show of Nina Simone'), before);
      await promiseKept(database, name);
      await untilShown(platform(), ({ text }) => text.includes('Nina Simone in Boston'), before);
    });
  }

  it('brings what people write, tells them what it can show, and asks how it was', async () => {
    const before = platform().shown.length;
    await platform().says(app.base, 'I want to talk to a person');
    await untilShown(platform(), ({ text }) => /our team|person/.test(text), before);
    const { conversationId = '' } = (await logOf(name)).at(-1) ?? {};
    await admin.call('POST', `/api/desk/chats/${conversationId}/take-over`);
    const { ways }: { ways: { channel: string; isOpen: boolean; shows: { textLimit: number } }[] } =
      await admin.call('GET', `/api/desk/chats/${conversationId}/ways`);
    expect(ways).toMatchObject([{ channel: name, isOpen: true, shows: { textLimit: expect.any(Number) } }]);
    const { isTyping, api } = platform();
    const typings = () => api.calls.filter((call) => isTyping?.(call)).length;
    const earlier = typings();
    await admin.call('POST', `/api/desk/chats/${conversationId}/typing`);
    if (isTyping) await until(() => typings() > earlier || undefined);
    await admin.say(conversationId, 'We have a new one for you.');
    await untilShown(platform(), ({ text }) => text.includes('We have a new one for you.'), before);
    await admin.call('POST', `/api/desk/chats/${conversationId}/close`, {});
    const { buttons } = await untilShown(platform(), (shown) => shown.buttons.length === 5, before);
    // Where choices are numbered, the number is that of the stars.
    const [, , , fourStars = ''] = buttons;
    expect(fourStars).toMatch(/^★★★★ /);
    await platform().presses(app.base, fourStars);
    const score = await until(async () => {
      const sql = 'SELECT score FROM desk_case WHERE conversation_id = $1 AND score IS NOT NULL';
      return (await database.read(sql, [conversationId]))[0]?.score;
    });
    expect(score).toBe(4);
  });

  it('stores once and answers once what the platform tells several times', async () => {
    await platform().says(app.base, 'Can I park near the store?');
    await until(async () => (await logOf(name)).at(-1)?.sender === 'bot' || undefined);
    const log = await logOf(name);
    const again = [platform().redelivers(app.base), platform().redelivers(app.base)];
    expect(await Promise.all(again)).toEqual([200, 200]);
    expect(await logOf(name)).toEqual(log);
  });

  it('refuses what is not the platform’s', async () => {
    await platform().says(app.base, 'the true one');
    await until(async () => (await saidOn(name)).at(-1) === 'the true one' || undefined);
    const said = await saidOn(name);
    if (platform().forges) expect(await platform().forges?.(app.base)).toBe(401);
    expect(await saidOn(name)).toEqual(said);
  });

  it('honours an edit and a deletion, where the platform tells of them', async () => {
    const { edits, deletes } = platform();
    if (!edits && !deletes) return;
    const at = 10 + Object.keys(platformStarts).indexOf(name);
    const [before, after] = [`1357924${at}`, `8642097${at}`];
    await platform().says(app.base, `my number is ${before}`);
    await until(async () => (await traceOf(before)).length > 0 || undefined);
    if (edits) {
      expect(await edits(app.base, `my number is ${after}`)).toBe(200);
      expect(await saidOn(name)).toContain(`my number is ${after}`);
      expect(await placesOf(before)).toEqual([]);
    }
    if (deletes) {
      expect(await deletes(app.base)).toBe(200);
      expect([await placesOf(before), await placesOf(after)]).toEqual([[], []]);
    }
  });
});

function traceOf(words: string) {
  return database.read('SELECT at FROM trace WHERE body LIKE $1', [`%${words}%`]);
}

/** Tables in which these words are still to be found. */
async function placesOf(words: string): Promise<string[]> {
  const tables = await database.read("SELECT name FROM sqlite_master WHERE type = 'table'");
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await database.read(`SELECT * FROM "${name}"`);
    if (JSON.stringify(rows).includes(words)) found.push(String(name));
  }
  return found;
}
