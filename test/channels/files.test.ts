/** Files that people send: never waited for by a platform, and there in the end, whatever dies on the way. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Channel, SendFailure } from '../../src/channels/channel.ts';
import { createAttachmentStore } from '../../src/channels/direct-line/attachment-store.ts';
import { createFiles } from '../../src/channels/files.ts';
import { createRevisions } from '../../src/channels/revisions.ts';
import { activityOf, createConversationLog, draftOf } from '../../src/conversations/index.ts';
import { randomIds as ids } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { eachDatabase } from '../support/databases.ts';
import { until } from '../support/direct-line-client.ts';
import { manualClock } from '../support/manual-clock.ts';
import { channelLog } from '../support/platforms/channel-log.ts';
import { environmentOf, platformStarts } from '../support/platforms/index.ts';
import { type Platform, picture, untilShown } from '../support/platforms/platform.ts';

describe('a picture that comes', () => {
  const names = Object.keys(platformStarts).filter((name) => name !== 'mail' && name !== 'own');
  const platforms = new Map<string, Platform>();
  let app: TestApp;
  let database: Database;
  beforeAll(async () => {
    for (const name of names) {
      const platform = await platformStarts[name]?.();
      if (platform) platforms.set(name, platform);
    }
    app = await startChannelApp(environmentOf([...platforms.values()]));
    database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
  });
  afterAll(async () => {
    await database.close();
    await app.stop();
    await Promise.all([...platforms.values()].map((platform) => platform.close()));
  });

  const attachmentOf = async (name: string) =>
    (await channelLog(database, name)).findLast(({ sender }) => sender === 'user')?.activity.attachments?.[0];

  it.each(names.filter((name) => platformStarts[name] && name !== 'discord'))(
    'on %s is acknowledged before its file is there, and shown once it is',
    async (name) => {
      const platform = platforms.get(name);
      if (!platform?.sendsPicture) throw new Error(`${name} cannot send pictures.`);
      let ready = () => {};
      platform.api.filesAreReady = new Promise((resolve) => {
        ready = resolve;
      });
      expect(await platform.sendsPicture(app.base)).toBe(200);
      expect(await platform.redelivers(app.base)).toBe(200);
      const { contentUrl = '' } = (await attachmentOf(name)) ?? {};
      expect(contentUrl).toMatch(/attachments\/[\w-]+$/);
      const looking = fetch(`${app.base}${contentUrl}`);
      // The conversation goes on meanwhile.
      const before = platform.shown.length;
      await platform.says(app.base, 'xylophone choices');
      await untilShown(platform, ({ text }) => text.includes('Which colour?'), before);
      ready();
      const seen = await looking;
      expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(Buffer.from(await seen.arrayBuffer())).toEqual(picture);
      await until(async () => {
        const log = await channelLog(database, name);
        const shown = log
          .flatMap(({ activity }) => activity.attachments ?? [])
          .find((each) => each.contentUrl === contentUrl);
        return shown?.contentType === 'image/png' || undefined;
      });
      const asked = platform.api.calls.filter(({ path }) => /^\/files?\/|\/content$|media\/get$/.test(path));
      expect(asked).toHaveLength(1);
    },
  );
});

eachDatabase((_engine, open) => {
  const file = { name: 'p.png', place: 'far away' };
  const message = { kind: 'message', id: '1', from: { id: '77' }, chat: '77', files: [file] } as const;

  /** A conversation with one message of one file, and processes that fetch it. */
  async function begin(database: Database) {
    const folder = await mkdtemp(join(tmpdir(), 'shopdesk-files-'));
    const clock = manualClock();
    const conversations = createConversationLog({ database, clock, holder: 'one' });
    await conversations.start({ id: 'telegram:77', channel: 'telegram', userId: 'telegram:77' });
    const passed: string[] = [];
    const process = (holder: string, fetchFile: Channel['fetchFile']) => {
      const channel: Channel = {
        name: 'telegram',
        shows: { buttons: 'native', cards: 'native', files: 'native', markdown: true, textLimit: 4_096 },
        render: () => [],
        send: async () => ({}),
        repeats: 'again',
        ...(fetchFile && { fetchFile }),
      };
      const files = createFiles({
        database,
        channels: new Map([['telegram', channel]]),
        attachments: createAttachmentStore({ folder, database, maxBytes: 1_000, clock, ids }),
        addressOf: (id) => `/attachments/${id}`,
        reasonOf: (why) => `No file: ${why}`,
        feeds: { pass: (_conversation, json) => passed.push(json) },
        holder,
        clock,
        ids,
        log: silentLog,
      });
      return { files, channel };
    };
    const receive = async ({ files, channel }: ReturnType<typeof process>) => {
      const { attachments, also } = await files.prepare(channel, 'telegram:77', message);
      const draft = draftOf(
        { type: 'message', attachments: [...attachments] },
        { id: 'entry', sender: 'user' },
      );
      await conversations.receive('telegram:77', draft, 'message 1', also);
    };
    const said = async () => {
      const [entry] = await conversations.read('telegram:77');
      return entry && activityOf(entry);
    };
    const waiting = () => database.read('SELECT id FROM channel_file');
    return {
      clock,
      conversations,
      process,
      receive,
      said,
      waiting,
      passed,
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  }

  it('is fetched by whoever starts next when the process dies over it', async () => {
    const database = await open();
    const { clock, process, receive, said, waiting, passed, remove } = await begin(database);
    const dead = process('dead', () => new Promise(() => {}));
    await receive(dead);
    dead.files.soon();
    await until(async () => (await database.read("SELECT id FROM channel_file WHERE holder = 'dead'"))[0]);
    await dead.files.stop();
    const next = process('next', async () => picture);
    // While another process may be alive its lease is waited for.
    await next.files.start(false);
    await next.files.stop();
    expect(await waiting()).toHaveLength(1);
    const last = process('last', async () => picture);
    clock.advance(90_001);
    await last.files.start(false);
    await until(async () => (await waiting()).length === 0 || undefined);
    await until(() => passed[0]);
    expect(JSON.parse(passed[0] ?? '')).toMatchObject({
      id: 'entry',
      attachments: [{ contentType: 'image/png' }],
    });
    expect((await said())?.attachments).toMatchObject([{ contentType: 'image/png', name: 'p.png' }]);
    await last.files.stop();
    await remove();
  });

  it('is tried again while the line is bad, and its message says why when it can never be had', async () => {
    const database = await open();
    const { clock, process, receive, said, waiting, remove } = await begin(database);
    const answers = [
      new TypeError('fetch failed'),
      new SendFailure('later', 'busy'),
      new SendFailure('never', 'gone'),
    ];
    let tries = 0;
    const one = process('one', async () => {
      throw answers[tries++] ?? new Error('asked too often');
    });
    await receive(one);
    one.files.soon();
    for (let attempt = 1; attempt <= 2; attempt++) {
      const sql = 'SELECT id FROM channel_file WHERE holder IS NULL AND attempts = $1';
      await until(async () => (await database.read(sql, [attempt]))[0]);
      clock.advance(60_000);
    }
    await until(async () => (await waiting()).length === 0 || undefined);
    expect((await said())?.attachments).toEqual([
      { contentType: 'text/plain', name: 'p.png', content: 'No file: gone' },
    ]);
    expect(tries).toBe(3);
    await one.files.stop();
    await remove();
  });

  it('is not kept when it was taken back before it came', async () => {
    const database = await open();
    const { conversations, process, receive, said, waiting, passed, remove } = await begin(database);
    let arrive = () => {};
    const one = process(
      'one',
      () =>
        new Promise((resolve) => {
          arrive = () => resolve(picture);
        }),
    );
    await receive(one);
    one.files.soon();
    await until(async () => (await database.read("SELECT id FROM channel_file WHERE holder = 'one'"))[0]);
    const revise = createRevisions({
      database,
      conversations,
      feeds: { committed: () => {}, pass: (_conversation, json) => passed.push(json) },
      ids,
    });
    const chat = { channel: 'telegram', chat: '77', conversationId: 'elsewhere', earlier: ['telegram:77'] };
    const where = {
      ...chat,
      place: '77',
      person: '77',
      address: {},
      heardAt: 0,
      listening: 'here',
      sent: 0,
      part: 0,
      sending: false,
      attempts: 0,
    } as const;
    expect(await revise(where, { kind: 'revision', id: 'r', of: '1', from: { id: '77' }, chat: '77' })).toBe(
      true,
    );
    expect(await waiting()).toEqual([]);
    // Whoever has the conversation open sees it go.
    expect(passed.map((json) => JSON.parse(json))).toMatchObject([
      { id: 'entry', channelData: { deleted: true } },
    ]);
    arrive();
    await one.files.stop();
    expect((await said())?.attachments).toBeUndefined();
    expect(await database.read('SELECT id FROM attachment')).toEqual([]);
    await remove();
  });
});
