/** Reads customers from the store: each person whole, from all the records that are theirs. */
import { type Language, languages } from '../core/language.ts';
import { placesFor, type Row, type Value } from '../store/index.ts';
import { type Consent, purposeOf } from './consent.ts';
import type { CustomerKeeper } from './keeper.ts';
import type {
  CustomerEmail,
  CustomerInterest,
  CustomerPlace,
  CustomerProfile,
  InterestKind,
  InterestSource,
} from './profile.ts';
import { isPersonalised } from './profile.ts';

type Reader = Pick<CustomerKeeper, 'database' | 'clock'>;

/** The person behind a record id; undefined when there is none (any more). */
export async function findCustomer(keeper: Reader, recordId: string): Promise<CustomerProfile | undefined> {
  return (await personsOfRecords(keeper, [recordId])).get(recordId);
}

/**
 * People in the order of their ids, in pages: give the last id of a page to get the next one. The whole shop is read in
 * as many queries as there are pages, and never held in memory.
 */
export async function customersPage(
  keeper: Reader,
  { after = '', limit = 500 }: { after?: string; limit?: number } = {},
): Promise<CustomerProfile[]> {
  const rows = await keeper.database.read(
    'SELECT id FROM customer WHERE id > $1 AND person_id = id ORDER BY id LIMIT $2',
    [after, limit],
  );
  return loadPersons(
    keeper,
    rows.map(({ id }) => String(id)),
  );
}

/** Whole people by their person ids, in the order given; those that are not there are left out. */
export async function loadPersons(keeper: Reader, personIds: readonly string[]): Promise<CustomerProfile[]> {
  if (personIds.length === 0) return [];
  const persons = await personsWhere(keeper, `person_id IN (${placesFor(personIds)})`, personIds);
  return personIds.flatMap((id) => persons.get(id) ?? []);
}

/** Whole people by the ids of any of their records, which need not be the one that stands for the person. */
export async function personsOfRecords(
  keeper: Reader,
  recordIds: readonly string[],
): Promise<Map<string, CustomerProfile>> {
  if (recordIds.length === 0) return new Map();
  const persons = await personsWhere(
    keeper,
    `person_id IN (SELECT person_id FROM customer WHERE id IN (${placesFor(recordIds)}))`,
    recordIds,
  );
  const byRecord = new Map(
    [...persons.values()].flatMap((person) => person.recordIds.map((id) => [id, person])),
  );
  return new Map(
    recordIds.flatMap((id) => {
      const person = byRecord.get(id);
      return person ? [[id, person]] : [];
    }),
  );
}

/**
 * By the person's id. All that is theirs is asked for at once: one after the other would take as long as that many
 * answers of the store.
 * @param condition SQL about `customer` that holds for all records of a person or for none.
 */
async function personsWhere(
  { database, clock }: Reader,
  condition: string,
  params: readonly Value[],
): Promise<Map<string, CustomerProfile>> {
  const theirs = `WHERE customer_id IN (SELECT id FROM customer WHERE ${condition})`;
  const [records, identities, consents, interests] = await Promise.all([
    database.read(
      `SELECT id, person_id, name, language, time_zone, city, region, country, latitude, longitude, place_from,
         preferences, created_at, seen_at FROM customer WHERE ${condition}`,
      params,
    ),
    database.read(`SELECT kind, value, customer_id, proof, at FROM customer_identity ${theirs}`, params),
    database.read(`SELECT customer_id, purpose, channel, granted, at FROM consent ${theirs}`, params),
    database.read(
      `SELECT customer_id, kind, name_key, source, name, weight, seen_at, because FROM customer_interest ${theirs}`,
      params,
    ),
  ]);
  const parts = { identities: byCustomer(identities), consents: byCustomer(consents) };
  const liked = byCustomer(interests);
  const groups = new Map<string, Row[]>();
  for (const row of records) {
    const person = String(row.person_id);
    groups.set(person, [...(groups.get(person) ?? []), row]);
  }
  return new Map([...groups].map(([id, group]) => [id, profileOf(id, group, parts, liked, clock.now())]));
}

type ByCustomer = ReadonlyMap<string, readonly Row[]>;

function profileOf(
  id: string,
  group: readonly Row[],
  { identities, consents }: { identities: ByCustomer; consents: ByCustomer },
  interests: ByCustomer,
  now: number,
): CustomerProfile {
  // The record that stands for the person speaks first, then the one that was seen last.
  const records = [...group].sort(
    (one, other) =>
      Number(other.id === id) - Number(one.id === id) || Number(other.seen_at) - Number(one.seen_at),
  );
  const recordIds = records.map((row) => String(row.id));
  const rowsOf = (all: ByCustomer) => recordIds.flatMap((recordId) => all.get(recordId) ?? []);
  const known = rowsOf(identities);
  const words = lastWords(rowsOf(consents));
  const first = (column: string) => textOf(records.find((row) => row[column] !== null)?.[column]);
  return {
    id,
    recordIds,
    name: first('name'),
    language: languageNamed(first('language')),
    timeZone: first('time_zone'),
    place: placeOf(records),
    emails: emailsOf(known),
    shopCustomerIds: [...new Set(valuesOf(known, 'shop'))],
    channelUsers: [...new Set(valuesOf(known, 'channel'))].map((value) => {
      const at = value.indexOf(':');
      return { channel: value.slice(0, at), userId: value.slice(at + 1) };
    }),
    preferences: Object.assign({}, ...records.toReversed().map((row) => JSON.parse(String(row.preferences)))),
    consents: words,
    interests: isPersonalised({ consents: words }) ? interestsOf(rowsOf(interests), now) : [],
    createdAt: Math.min(...records.map((row) => Number(row.created_at))),
    seenAt: Math.max(...records.map((row) => Number(row.seen_at))),
  };
}

/** A place someone chose counts before one that an order had; the freshest record first. */
function placeOf(records: readonly Row[]): CustomerPlace | undefined {
  const placed = records.filter(({ city, country }) => city !== null && country !== null);
  const row = ['chosen', 'shop', 'order']
    .map((from) => placed.find((each) => each.place_from === from))
    .find(Boolean);
  if (!row) return undefined;
  return {
    city: String(row.city),
    region: textOf(row.region),
    country: String(row.country),
    latitude: numberOf(row.latitude),
    longitude: numberOf(row.longitude),
    from: row.place_from === 'chosen' || row.place_from === 'order' ? row.place_from : 'shop',
  };
}

/** How well a proof of an address stands: from 2 on mail may be sent, from 3 on it opens orders. */
const proofRank: Readonly<Record<string, number>> = { said: 1, link: 2, code: 3, signed: 3, shop: 3 };

function emailsOf(identities: readonly Row[]): CustomerEmail[] {
  const best = new Map<string, { rank: number; at: number }>();
  for (const { kind, value, proof, at } of identities) {
    if (kind !== 'email') continue;
    const rank = proofRank[String(proof)] ?? 0;
    const known = best.get(String(value));
    if (!known || known.rank < rank) best.set(String(value), { rank, at: Number(at) });
  }
  return [...best]
    .sort(([, one], [, other]) => Math.min(other.rank, 2) - Math.min(one.rank, 2) || other.at - one.at)
    .map(([address, { rank }]) => ({ address, confirmed: rank >= 2, proved: rank >= 3 }));
}

/** Of what was said in several records the latest counts; of a yes and a no at once, the no. */
function lastWords(rows: readonly Row[]): Consent[] {
  const last = new Map<string, Consent>();
  for (const row of rows) {
    const purpose = purposeOf(String(row.purpose));
    if (!purpose) continue;
    const word = { purpose, channel: String(row.channel), granted: row.granted === 1, at: Number(row.at) };
    const key = `${purpose} ${word.channel}`;
    const known = last.get(key);
    if (!known || known.at < word.at || (known.at === word.at && !word.granted)) last.set(key, word);
  }
  return [...last.values()];
}

const yearMs = 365 * 86_400_000;

/** What is left of a weight that was right at `at`. */
export function weightAfter(weight: number, at: number, now: number): number {
  return weight * 0.5 ** (Math.max(now - at, 0) / yearMs);
}

const mostReasons = 5;

function interestsOf(rows: readonly Row[], now: number): CustomerInterest[] {
  const found = new Map<string, CustomerInterest>();
  for (const row of [...rows].sort((one, other) => Number(other.seen_at) - Number(one.seen_at))) {
    const kind = interestKinds.find((each) => each === row.kind);
    const source = interestSources.find((each) => each === row.source);
    if (!kind || !source) continue;
    const lastSeen = Number(row.seen_at);
    const weight = weightAfter(Number(row.weight), lastSeen, now);
    const because = listOf(row.because);
    const key = String(row.name_key);
    const known = found.get(`${kind} ${key}`);
    found.set(`${kind} ${key}`, {
      kind,
      key,
      name: known?.name ?? String(row.name),
      weight: (known?.weight ?? 0) + weight,
      lastSeen: Math.max(known?.lastSeen ?? 0, lastSeen),
      because: [...new Set([...(known?.because ?? []), ...because])].slice(0, mostReasons),
      sources: [...new Set([...(known?.sources ?? []), source])],
    });
  }
  return [...found.values()].sort(
    (one, other) => other.weight - one.weight || (one.name < other.name ? -1 : 1),
  );
}

export const interestKinds: readonly InterestKind[] = ['artist', 'brand', 'category'];
export const interestSources: readonly InterestSource[] = ['purchase', 'question', 'view', 'said'];

function valuesOf(identities: readonly Row[], kind: string): string[] {
  return identities.filter((row) => row.kind === kind).map(({ value }) => String(value));
}

function byCustomer(rows: readonly Row[]): ByCustomer {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = String(row.customer_id);
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  return groups;
}

function languageNamed(text: string | undefined): Language | undefined {
  return languages.find((language) => language === text);
}

function listOf(value: Value | undefined): string[] {
  const list: unknown = JSON.parse(String(value ?? '[]'));
  return Array.isArray(list) ? list.map(String) : [];
}

const textOf = (value: Value | undefined) =>
  value === null || value === undefined ? undefined : String(value);
const numberOf = (value: Value | undefined) =>
  value === null || value === undefined ? undefined : Number(value);
