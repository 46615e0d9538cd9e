/** One record per person: identities, merging and taking apart, consent and what may be told to whom. */
import { describe, expect, test } from 'vitest';
import { randomIds } from '../../src/core/ids.ts';
import {
  type CustomerKeeper,
  citiesNamed,
  consentHistory,
  consentStatements,
  customerOfEmail,
  customerOfShop,
  customerOfUser,
  customersPage,
  distanceKm,
  ensureRecord,
  findCity,
  findCustomer,
  isPersonalised,
  mayReach,
  mergeCustomers,
  mergesOf,
  replaceInterests,
  undoMerge,
} from '../../src/customers/index.ts';
import { addAddress } from '../../src/customers/records.ts';
import { handClock } from '../support/clock.ts';
import { eachDatabase } from '../support/databases.ts';

const yes = { granted: true, givenIn: 'test', wording: 'Yes, please.', language: 'en' } as const;
const no = { ...yes, granted: false, wording: 'stop' } as const;

eachDatabase((_engine, open) => {
  const clock = handClock();
  async function keep(): Promise<CustomerKeeper> {
    return { database: await open(), clock, ids: randomIds, key: Buffer.alloc(32, 7) };
  }

  test('a customer of the shop is made once, also by two processes at the same time', async () => {
    const keepers = [await keep(), await keep()];
    const made = await Promise.all(
      keepers.flatMap((keeper) =>
        [1, 2, 3].map(() => ensureRecord(keeper, { kind: 'shop', value: 'c-1' }, 'shop', { name: 'Ada' })),
      ),
    );
    expect(new Set(made).size).toBe(1);
    const [first] = keepers;
    if (!first) throw new Error('no keeper');
    expect(await customerOfShop(first, 'c-1')).toMatchObject({ name: 'Ada', shopCustomerIds: ['c-1'] });
    expect(await customersPage(first)).toHaveLength(1);
  });

  test('records of one person answer as one, and are taken apart again as they were', async () => {
    const keeper = await keep();
    const shop = await ensureRecord(keeper, { kind: 'shop', value: 'c-1' }, 'shop', { name: 'Ada Lovelace' });
    const guest = await ensureRecord(keeper, { kind: 'channel', value: 'directline:dl_x' }, 'signed', {
      name: 'Ada',
      language: 'zh',
    });
    const phone = await ensureRecord(keeper, { kind: 'channel', value: 'telegram:77' }, 'signed');
    await keeper.database.write([addAddress(keeper, shop, 'Ada@Example.com', 'shop')]);
    await mergeCustomers(keeper, {
      from: guest,
      into: shop,
      proof: 'code',
      evidence: 'email ada@example.com',
    });
    await mergeCustomers(keeper, {
      from: phone,
      into: guest,
      proof: 'code',
      evidence: 'email ada@example.com',
    });

    const person = await customerOfUser(keeper, { channel: 'telegram', userId: '77' });
    expect(person).toMatchObject({ id: shop, name: 'Ada Lovelace', language: 'zh' });
    expect(person?.emails).toEqual([{ address: 'ada@example.com', confirmed: true, proved: true }]);
    expect(person?.channelUsers).toHaveLength(2);
    expect(await findCustomer(keeper, guest)).toEqual(person);
    expect(await customersPage(keeper)).toHaveLength(1);

    const merges = await mergesOf(keeper, person?.recordIds ?? []);
    expect(merges).toHaveLength(2);
    const first = merges.find(({ from }) => from === guest);
    await undoMerge(keeper, first?.id ?? '', 'agent:ines');
    expect(await findCustomer(keeper, guest)).toMatchObject({ id: guest, name: 'Ada' });
    expect(await findCustomer(keeper, shop)).toMatchObject({
      recordIds: expect.arrayContaining([shop, phone]),
    });
    await expect(undoMerge(keeper, first?.id ?? '', 'agent:ines')).rejects.toMatchObject({
      code: 'customers.unknown',
    });
    expect((await mergesOf(keeper, [guest]))[0]).toMatchObject({ undoneBy: 'agent:ines' });
  });

  test('two customers whom the shop tells apart are never joined', async () => {
    const keeper = await keep();
    const from = await ensureRecord(keeper, { kind: 'shop', value: 'c-1' }, 'shop');
    const into = await ensureRecord(keeper, { kind: 'shop', value: 'c-2' }, 'shop');
    await expect(mergeCustomers(keeper, { from, into, proof: 'code', evidence: 'x' })).rejects.toMatchObject({
      code: 'customers.conflict',
    });
  });

  test('an address that was only said opens nothing and gets no mail', async () => {
    const keeper = await keep();
    const guest = await ensureRecord(keeper, { kind: 'channel', value: 'directline:dl_x' }, 'signed');
    await keeper.database.write([
      addAddress(keeper, guest, 'ada@example.com', 'said'),
      ...consentStatements(keeper, guest, [{ ...yes, purpose: 'marketing', channel: 'email' }]),
    ]);
    expect(await customerOfEmail(keeper, 'ada@example.com')).toBeUndefined();
    const said = await findCustomer(keeper, guest);
    expect(said && mayReach(said, 'marketing', 'email')).toEqual({
      allowed: false,
      reason: 'address-unconfirmed',
    });
    await keeper.database.write([addAddress(keeper, guest, 'ada@example.com', 'link')]);
    const confirmed = await findCustomer(keeper, guest);
    expect(confirmed && mayReach(confirmed, 'marketing', 'email')).toMatchObject({
      email: 'ada@example.com',
    });
    expect(await customerOfEmail(keeper, 'ada@example.com')).toBeUndefined();
  });

  test('the last word on consent holds, for its purpose and channel alone, and every word is kept', async () => {
    const keeper = await keep();
    const id = await ensureRecord(keeper, { kind: 'shop', value: 'c-1' }, 'shop');
    const now = async () => {
      const found = await findCustomer(keeper, id);
      if (!found) throw new Error('gone');
      return found;
    };
    expect(mayReach(await now(), 'marketing', 'chat')).toEqual({ allowed: false, reason: 'no-consent' });
    await keeper.database.write(
      consentStatements(keeper, id, [
        { ...yes, purpose: 'marketing', channel: 'chat' },
        { ...yes, purpose: 'personalisation', channel: 'all' },
      ]),
    );
    await keeper.database.write(
      replaceInterests(id, 'purchase', [
        { kind: 'artist', name: 'The Rolling Stones', at: clock.now(), weight: 1, because: 'Aftermath' },
        { kind: 'artist', name: 'Rolling Stones', at: clock.now(), weight: 1, because: 'Tattoo You' },
      ]),
    );
    expect(mayReach(await now(), 'marketing', 'chat')).toMatchObject({ allowed: true });
    expect(mayReach(await now(), 'marketing', 'push').allowed).toBe(false);
    expect(mayReach(await now(), 'service', 'chat').allowed).toBe(false);
    expect((await now()).interests).toMatchObject([
      { kind: 'artist', key: 'rolling stones', because: ['Aftermath', 'Tattoo You'] },
    ]);
    clock.move(1000);
    await keeper.database.write(
      consentStatements(keeper, id, [
        { ...no, purpose: 'marketing', channel: 'chat' },
        { ...no, purpose: 'personalisation', channel: 'all' },
      ]),
    );
    expect(mayReach(await now(), 'marketing', 'chat')).toEqual({ allowed: false, reason: 'withdrawn' });
    expect(isPersonalised(await now())).toBe(false);
    // Not only hidden: gone.
    expect(await keeper.database.read('SELECT 1 AS one FROM customer_interest')).toEqual([]);
    const history = await consentHistory(keeper, [id]);
    expect(history.map(({ granted }) => granted)).toEqual([false, false, true, true]);
    expect(history[0]).toMatchObject({ wording: 'stop', language: 'en', givenIn: 'test' });
  });

  test('a no holds at once, also by a clock that is behind the one of the yes', async () => {
    const keeper = await keep();
    const id = await ensureRecord(keeper, { kind: 'shop', value: 'c-1' }, 'shop');
    const say = (word: typeof yes | typeof no) =>
      keeper.database.write(
        consentStatements(keeper, id, [{ ...word, purpose: 'marketing', channel: 'chat' }]),
      );
    const mayWrite = async () => {
      const found = await findCustomer(keeper, id);
      return found && mayReach(found, 'marketing', 'chat').allowed;
    };
    await say(yes);
    expect(await mayWrite()).toBe(true);
    clock.move(-5_000);
    await say(no);
    expect(await mayWrite()).toBe(false);
    clock.move(10_000);
    await say(yes);
    expect(await mayWrite()).toBe(true);
  });
});

describe('places', () => {
  test('are found by name, region and country, the largest first', () => {
    expect(findCity({ city: 'Boston' })).toMatchObject({ region: 'MA', timeZone: 'America/New_York' });
    expect(findCity({ city: 'Boston', country: 'United Kingdom' })).toMatchObject({ country: 'GB' });
    expect(findCity({ city: 'Cambridge, Massachusetts' })).toMatchObject({ region: 'MA' });
    expect(findCity({ city: 'new york', region: 'NY' })).toMatchObject({ city: 'New York City' });
    expect(citiesNamed({ city: 'Springfield', country: '美国' }).length).toBeGreaterThan(5);
    expect(findCity({ city: 'Xyzzyville' })).toBeUndefined();
    expect(findCity({ city: '' })).toBeUndefined();
  });

  test('are as far apart as they are', () => {
    const boston = findCity({ city: 'Boston, MA' });
    const chicago = findCity({ city: 'Chicago' });
    expect(boston && chicago && Math.round(distanceKm(boston, chicago))).toBeGreaterThan(1350);
    expect(boston && chicago && Math.round(distanceKm(boston, chicago))).toBeLessThan(1380);
  });
});
