/** Links, retention and the daily work: what holds without anybody asking for it. */
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { uploadedFiles } from '../../src/channels/index.ts';
import { conversationsOfUsers } from '../../src/conversations/index.ts';
import { randomIds } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import {
  answerEmailProof,
  type CustomerKeeper,
  confirmAddress,
  consentHistory,
  consentStatements,
  createPrivacy,
  customerOfEmail,
  customerOfUser,
  emailAddress,
  ensureRecord,
  findCustomer,
  mayReach,
  readLink,
  readUnsubscribe,
  registerAddress,
  runIfDue,
  saveCustomers,
  signLink,
  startEmailProof,
  unsubscribe,
  unsubscribing,
} from '../../src/customers/index.ts';
import { mailsOfPersons } from '../../src/mail/index.ts';
import { personalData } from '../../src/personal-data.ts';
import { handClock } from '../support/clock.ts';
import { eachDatabase, type Open } from '../support/databases.ts';

const day = 86_400_000;
const yes = { granted: true, givenIn: 'test', wording: 'yes', language: 'en' } as const;
const user = (userId: string) => ({ channel: 'directline', userId });

eachDatabase((_engine, open) => {
  test('one click ends the mails it came with, and says so only once to nobody else', async () => {
    const { keeper } = await room(open);
    const id = await ensureRecord(keeper, { kind: 'shop', value: 'c-1' }, 'shop');
    await keeper.database.write(
      consentStatements(keeper, id, [
        { ...yes, purpose: 'marketing', channel: 'email' },
        { ...yes, purpose: 'marketing', channel: 'chat' },
        { ...yes, purpose: 'service', channel: 'email' },
      ]),
    );
    const { url, headers } = unsubscribing(keeper, 'https://desk.example', {
      customerId: id,
      purpose: 'marketing',
    });
    expect(headers).toEqual({
      'List-Unsubscribe': `<${url}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    const token = url.slice(url.lastIndexOf('/') + 1);
    for (let click = 0; click < 2; click++) {
      const link = await readUnsubscribe(keeper, token);
      if (!link?.customer) throw new Error('The link is not read.');
      await unsubscribe(keeper, { ...link, customer: link.customer }, 'List-Unsubscribe=One-Click');
    }
    const after = await findCustomer(keeper, id);
    const granted = after?.consents
      .filter(({ granted }) => granted)
      .map((each) => `${each.purpose} ${each.channel}`);
    expect(granted?.sort()).toEqual(['marketing chat', 'service email']);
    expect((await consentHistory(keeper, [id]))[0]).toMatchObject({ givenIn: 'mail:unsubscribe' });
    expect(await readUnsubscribe(keeper, `${token}0`)).toBeUndefined();
  });

  test('a code proves an address once, for who asked, in time; wrong ones are counted', async () => {
    const { keeper, clock } = await room(open);
    await saveCustomers(keeper, [{ id: 'c-1', name: 'Ada', email: 'ada@example.com' }]);
    const random = () => 123_456;
    const begin = (userId: string) =>
      startEmailProof(keeper, { user: user(userId), email: 'ada@example.com' }, random);
    expect(await begin('dl_a')).toMatchObject({ kind: 'started', code: '123456' });
    expect(await answerEmailProof(keeper, user('dl_eve'), '123456')).toEqual({ kind: 'closed' });
    expect(await answerEmailProof(keeper, user('dl_a'), '000000')).toEqual({ kind: 'wrong', triesLeft: 3 });
    expect(await answerEmailProof(keeper, user('dl_a'), '１２３ ４５６')).toMatchObject({ kind: 'proved' });
    expect(await answerEmailProof(keeper, user('dl_a'), '123456')).toEqual({ kind: 'closed' });
    expect(await customerOfUser(keeper, user('dl_a'))).toMatchObject({
      name: 'Ada',
      shopCustomerIds: ['c-1'],
    });

    await begin('dl_b');
    for (const triesLeft of [3, 2, 1, 0]) {
      expect(await answerEmailProof(keeper, user('dl_b'), '999999')).toEqual({ kind: 'wrong', triesLeft });
    }
    expect(await answerEmailProof(keeper, user('dl_b'), '123456')).toEqual({ kind: 'closed' });
    await begin('dl_c');
    clock.move(21 * 60_000);
    expect(await answerEmailProof(keeper, user('dl_c'), '123456')).toEqual({ kind: 'closed' });
    // Three mails to one address within the hour are enough, whoever asks.
    expect(await begin('dl_d')).toEqual({ kind: 'limited' });
    clock.move(41 * 60_000);
    expect(await begin('dl_d')).toMatchObject({ kind: 'started' });
  });

  test('who registers and then proves the address becomes one with the customer the shop knows, and not with two', async () => {
    const { keeper } = await room(open);
    await saveCustomers(keeper, [
      { id: 'c-1', name: 'Ada Lovelace', email: 'ada@example.com' },
      { id: 'c-2', name: 'Grace', email: 'grace@example.com' },
    ]);
    const guest = await ensureRecord(keeper, { kind: 'channel', value: 'directline:dl_g' }, 'signed');
    await registerAddress(keeper, guest, 'ada@example.com');
    const started = await startEmailProof(
      keeper,
      { user: user('dl_g'), email: 'ada@example.com', customerId: guest },
      () => 7,
    );
    if (started.kind !== 'started') throw new Error('limited');
    await confirmAddress(keeper, started.id);
    expect((await customerOfUser(keeper, user('dl_g')))?.shopCustomerIds).toEqual([]);
    expect(await answerEmailProof(keeper, user('dl_g'), '000007')).toMatchObject({ kind: 'proved' });
    const joined = await customerOfUser(keeper, user('dl_g'));
    expect(joined).toMatchObject({ shopCustomerIds: ['c-1'], name: 'Ada Lovelace' });
    await startEmailProof(keeper, { user: user('dl_g'), email: 'grace@example.com' }, () => 8);
    expect(await answerEmailProof(keeper, user('dl_g'), '000008')).toEqual({ kind: 'conflict' });
    expect((await customerOfEmail(keeper, 'grace@example.com'))?.shopCustomerIds).toEqual(['c-2']);
  });

  test('what is too old goes every day, with its files; what is not, and what is silent, stays or goes as it should', async () => {
    const { keeper, clock, privacy, folder } = await room(open);
    const { database } = keeper;
    const chat = async (id: string) => {
      const now = clock.now();
      await database.write([
        {
          sql: `INSERT INTO conversation (id, channel, user_id, created_at, last_at) VALUES ($1, 'directline', $1, $2, $2)`,
          params: [id, now],
        },
        {
          sql: `INSERT INTO activity (conversation_id, watermark, at, id, type, sender, body) VALUES ($1, 1, $2, $1, 'message', 'user', '{}')`,
          params: [id, now],
        },
        {
          sql: `INSERT INTO attachment (id, conversation_id, at, name, content_type, size, sha256) VALUES ($1, $1, $2, 'a.txt', 'text/plain', 1, '')`,
          params: [id, now],
        },
        {
          sql: `INSERT INTO trace (conversation_id, watermark, at, zone, body) VALUES ($1, 1, $2, 'answer', '{}')`,
          params: [id, now],
        },
      ]);
      await writeFile(join(folder, 'uploads', id), 'x');
      const seconds = clock.now() / 1000;
      await utimes(join(folder, 'uploads', id), seconds, seconds);
    };
    await mkdir(join(folder, 'uploads'), { recursive: true });
    await chat('old');
    const silent = await ensureRecord(keeper, { kind: 'channel', value: 'directline:dl_old' }, 'signed');
    const bought = await ensureRecord(keeper, { kind: 'shop', value: 'c-1' }, 'shop');
    clock.move(200 * day);
    await privacy.keepRetention();
    expect(await database.read('SELECT conversation_id FROM trace')).toEqual([]);
    expect(await database.read('SELECT id FROM activity')).toHaveLength(1);
    clock.move(600 * day);
    await chat('new');
    await privacy.keepRetention();
    for (const table of ['conversation', 'activity', 'attachment'])
      expect(await database.read(`SELECT id FROM ${table}`), table).toEqual([{ id: 'new' }]);
    expect(await readdir(join(folder, 'uploads'))).toEqual(['new']);
    expect(await findCustomer(keeper, silent)).toBeDefined();
    clock.move(400 * day);
    await privacy.keepRetention();
    expect(await findCustomer(keeper, silent)).toBeUndefined();
    // The shop's own customers are the shop's to forget.
    expect(await findCustomer(keeper, bought)).toBeDefined();
  });

  test('an import does not bring back who was erased', async () => {
    const { keeper, privacy } = await room(open);
    const { database } = keeper;
    await saveCustomers(keeper, [{ id: 'c-1', name: 'Ada', email: 'ada@example.com' }]);
    await database.write([
      { sql: `INSERT INTO shop (id, name, currency, created_at) VALUES ('own', 'Own', 'USD', 0)` },
    ]);
    const order = (id: string, customer: string | null, email: string) => ({
      sql: `INSERT INTO shop_order (shop_id, id, number, number_key, customer_id, email, status, placed_at, digest)
            VALUES ('own', $1, $1, $1, $2, $3, 'placed', 0, '')`,
      params: [id, customer, email],
    });
    await database.write([order('1', 'c-1', 'ada@example.com'), order('2', 'c-2', 'grace@example.com')]);
    const ada = await customerOfEmail(keeper, 'ada@example.com');
    await privacy.forget({ customer: ada });
    const named = () => database.read('SELECT id FROM shop_order WHERE customer_id IS NOT NULL ORDER BY id');
    expect(await named()).toEqual([{ id: '2' }]);
    await database.write([
      order('3', 'c-1', 'other@example.com'),
      order('4', 'mailto:ada@example.com', 'ada@example.com'),
    ]);
    expect(await saveCustomers(keeper, [{ id: 'c-1', email: 'ada@example.com' }])).toEqual({
      saved: 0,
      erased: ['c-1'],
    });
    await privacy.keepRetention();
    expect(await named()).toEqual([{ id: '2' }]);
    expect(await database.read('SELECT COUNT(*) AS n FROM shop_order')).toEqual([{ n: 4 }]);
  });

  test('daily work is done once a day by one of several processes, and again soon when it failed', async () => {
    const clock = handClock();
    const databases = [await open(), await open()];
    let runs = 0;
    let fails = false;
    const job = {
      name: 'test',
      async run() {
        runs += 1;
        if (fails) throw new Error('no');
      },
    };
    const look = () =>
      Promise.allSettled(
        [...databases, ...databases].map((database, index) =>
          runIfDue(job, { database, clock, holder: `process ${index}` }),
        ),
      );
    await look();
    await look();
    expect(runs).toBe(1);
    clock.move(day + 1);
    fails = true;
    await look();
    expect(runs).toBe(2);
    fails = false;
    clock.move(16 * 60_000);
    await look();
    await look();
    expect(runs).toBe(3);
    // The clock had been wrong, and is set back.
    clock.move(-100 * day);
    await look();
    await look();
    expect(runs).toBe(4);
  });
});

describe('addresses and links', () => {
  test('an address is one, and nothing that ends a header or names a second one', () => {
    expect(emailAddress(' Ada@Example.COM ')).toBe('ada@example.com');
    expect(emailAddress('ada+shop@mail.example.co.uk')).toBe('ada+shop@mail.example.co.uk');
    for (const text of [
      'ada@example.com\r\nBcc: eve@example.com',
      'ada@example.com\u0000',
      'ada@example.com, eve@example.com',
      'Ada <ada@example.com>',
      '"a b"@example.com',
      'ada@localhost',
      'ada@@example.com',
      'ada@-example.com',
      '.ada@example.com',
      'a\ud800@example.com',
      `${'a'.repeat(65)}@example.com`,
      '',
    ]) {
      expect(emailAddress(text), JSON.stringify(text)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const address = emailAddress(`${text}@example.com`);
        return address === undefined || /^[^\s\p{Cc},;<>"]+@example\.com$/u.test(address);
      }),
    );
  });

  test('a link of one kind is worth nothing for another, nor changed, nor after its time', () => {
    const clock = handClock();
    const signer = { key: Buffer.alloc(32, 7), clock };
    const token = signLink(signer, 'export', ['directline', 'dl_a'], 60_000);
    expect(readLink(signer, 'export', token)).toEqual(['directline', 'dl_a']);
    expect(readLink(signer, 'confirm', token)).toBeUndefined();
    expect(readLink({ ...signer, key: Buffer.alloc(32, 8) }, 'export', token)).toBeUndefined();
    clock.move(60_001);
    expect(readLink(signer, 'export', token)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => readLink(signer, 'export', text) === undefined));
  });

  test('nobody is reached without a word of theirs', () => {
    expect(mayReach({ consents: [], emails: [] }, 'service', 'chat').allowed).toBe(false);
    const consents = [{ purpose: 'marketing', channel: 'email', granted: true, at: 1 }] as const;
    expect(mayReach({ consents, emails: [] }, 'marketing', 'email')).toEqual({
      allowed: false,
      reason: 'no-address',
    });
  });
});

async function room(open: Open) {
  const clock = handClock();
  const database = await open();
  const keeper: CustomerKeeper = { database, clock, ids: randomIds, key: Buffer.alloc(32, 7) };
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-rights-'));
  folders.push(folder);
  const privacy = createPrivacy({
    keeper,
    tables: personalData,
    files: [uploadedFiles(database, folder), mailsOfPersons(folder)],
    conversationsOf: (users) => conversationsOfUsers(database, users),
    days: { conversations: 730, traces: 180, events: 400, customers: 1_095 },
    log: silentLog,
  });
  return { keeper, clock, privacy, folder };
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));
