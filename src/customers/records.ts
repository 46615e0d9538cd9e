/** Customer records and what each is known by: found, made once, and kept up to date. */
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Language } from '../core/language.ts';
import type { Row, Statement, Value } from '../store/index.ts';
import { emailAddress } from './email-address.ts';
import { erasedAmong } from './erased.ts';
import type { CustomerKeeper } from './keeper.ts';
import { loadPersons } from './load.ts';
import type { CustomerPlace, CustomerProfile } from './profile.ts';

/** A person as one channel names them. */
export interface ChannelUser {
  readonly channel: string;
  readonly userId: string;
}

/** How we know: it was only said, a link in a mail was opened, a code was typed, a token was signed, the shop told. */
export type Proof = 'said' | 'link' | 'code' | 'signed' | 'shop';

export type Identity =
  | { readonly kind: 'shop'; readonly value: string }
  | { readonly kind: 'email'; readonly value: string }
  | { readonly kind: 'channel'; readonly value: string };

/** What is stated of a customer; what is left out stays as it is. */
export interface CustomerFacts {
  readonly name?: string | undefined;
  readonly language?: Language | undefined;
  /** IANA. */
  readonly timeZone?: string | undefined;
  readonly place?: CustomerPlace | undefined;
}

export function channelKey({ channel, userId }: ChannelUser): string {
  return `${channel}:${userId}`;
}

/** SQL over the columns of `conversation`: the person known by its channel user. */
export const personOfConversation = `(SELECT c.person_id FROM customer_identity i JOIN customer c ON c.id = i.customer_id
   WHERE i.kind = 'channel' AND i.value = conversation.channel || ':' || conversation.user_id LIMIT 1)`;

/** @param personId as `personOfConversation` tells it. */
export async function customerOfPerson(
  keeper: CustomerKeeper,
  personId: string | null,
): Promise<CustomerProfile | undefined> {
  return personId === null ? undefined : (await loadPersons(keeper, [personId]))[0];
}

export async function customerOfUser(
  keeper: CustomerKeeper,
  user: ChannelUser,
): Promise<CustomerProfile | undefined> {
  return personWith(keeper, { kind: 'channel', value: channelKey(user) });
}

/** @param shopCustomerId as orders name the customer. */
export async function customerOfShop(
  keeper: CustomerKeeper,
  shopCustomerId: string,
): Promise<CustomerProfile | undefined> {
  return personWith(keeper, { kind: 'shop', value: shopCustomerId });
}

/** Who proved to own the address; of several the one seen last. */
export async function customerOfEmail(
  keeper: CustomerKeeper,
  address: string,
): Promise<CustomerProfile | undefined> {
  const rows = await keeper.database.read(
    `SELECT c.person_id FROM customer_identity i JOIN customer c ON c.id = i.customer_id
     WHERE i.kind = 'email' AND i.value = $1 AND i.proof IN ('code', 'signed', 'shop')
     ORDER BY c.seen_at DESC, c.id LIMIT 1`,
    [address],
  );
  return person(keeper, rows);
}

async function personWith(keeper: CustomerKeeper, { kind, value }: Identity) {
  const rows = await keeper.database.read(
    `SELECT c.person_id FROM customer_identity i JOIN customer c ON c.id = i.customer_id
     WHERE i.kind = $1 AND i.value = $2 LIMIT 1`,
    [kind, value],
  );
  return person(keeper, rows);
}

async function person(keeper: CustomerKeeper, rows: readonly Row[]): Promise<CustomerProfile | undefined> {
  const [row] = rows;
  return customerOfPerson(keeper, row ? String(row.person_id) : null);
}

/**
 * The record that is known by this shop id or channel user, made now if there is none. Two processes at once make one.
 * @throws ShopdeskError `customers.erased` for a shop's customer who asked to be forgotten.
 */
export async function ensureRecord(
  keeper: CustomerKeeper,
  identity: Exclude<Identity, { kind: 'email' }>,
  proof: Proof,
  facts: CustomerFacts = {},
): Promise<string> {
  const known = await recordWith(keeper, identity);
  if (known !== undefined) {
    await keeper.database.write([touch(keeper, known), ...updateFacts(known, facts)]);
    return known;
  }
  if (identity.kind === 'shop') await refuseErased(keeper, identity);
  const id = keeper.ids.next();
  try {
    await keeper.database.write([
      insertRecord(keeper, id),
      insertIdentity(keeper, id, identity, proof),
      ...updateFacts(id, facts),
    ]);
    return id;
  } catch (error) {
    const made = hasCode(error, 'store.duplicate') ? await recordWith(keeper, identity) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

async function refuseErased(keeper: CustomerKeeper, identity: Identity): Promise<void> {
  if ((await erasedAmong(keeper, [identity])).size === 0) return;
  throw new ShopdeskError('customers.erased', 'This customer asked to be forgotten.', {
    remedy: 'They begin anew by registering in the chat.',
  });
}

async function recordWith(keeper: CustomerKeeper, { kind, value }: Identity): Promise<string | undefined> {
  const [row] = await keeper.database.read(
    'SELECT customer_id FROM customer_identity WHERE kind = $1 AND value = $2',
    [kind, value],
  );
  return row && String(row.customer_id);
}

export function insertRecord({ clock }: CustomerKeeper, id: string): Statement {
  return {
    sql: 'INSERT INTO customer (id, person_id, created_at, seen_at) VALUES ($1, $1, $2, $2)',
    params: [id, clock.now()],
  };
}

/** A stronger proof takes the place of a weaker one; never the other way round. */
export function insertIdentity(
  { clock }: CustomerKeeper,
  recordId: string,
  { kind, value }: Identity,
  proof: Proof,
): Statement {
  const stronger = {
    said: `''`,
    link: `'said'`,
    code: `'said', 'link'`,
    signed: `'said', 'link'`,
    shop: `'said', 'link'`,
  };
  return {
    sql: `INSERT INTO customer_identity (kind, value, customer_id, proof, at) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (kind, value, customer_id) DO UPDATE SET proof = excluded.proof, at = excluded.at
          WHERE customer_identity.proof IN (${stronger[proof]})`,
    params: [kind, value, recordId, proof, clock.now()],
  };
}

export function touch({ clock }: CustomerKeeper, recordId: string): Statement {
  return {
    sql: 'UPDATE customer SET seen_at = $2 WHERE id = $1 AND seen_at < $2',
    params: [recordId, clock.now()],
  };
}

/** What the customer says stays over what an order or the shop says. */
export function updateFacts(
  recordId: string,
  { name, language, timeZone, place }: CustomerFacts,
): Statement[] {
  const set = (sql: string, ...params: Value[]): Statement => ({ sql, params: [recordId, ...params] });
  return [
    ...(name === undefined
      ? []
      : [set('UPDATE customer SET name = $2 WHERE id = $1', cleanName(name) ?? null)]),
    ...(language === undefined ? [] : [set('UPDATE customer SET language = $2 WHERE id = $1', language)]),
    ...(timeZone === undefined ? [] : [set('UPDATE customer SET time_zone = $2 WHERE id = $1', timeZone)]),
    ...(place === undefined
      ? []
      : [
          set(
            `UPDATE customer SET city = $2, region = $3, country = $4, latitude = $5, longitude = $6, place_from = $7
             WHERE id = $1 ${place.from === 'chosen' ? '' : `AND (place_from IS NULL OR place_from <> 'chosen')`}`,
            place.city,
            place.region ?? null,
            place.country,
            place.latitude ?? null,
            place.longitude ?? null,
            place.from,
          ),
        ]),
  ];
}

/** A name as it may be shown and put into a mail: one line, no control characters, at most 80 characters. */
export function cleanName(name: string): string | undefined {
  const line = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}<>"\\]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 80)
    .toWellFormed();
  return line === '' ? undefined : line;
}

/** Adds an address to a record. Throws `customers.address` for what is none. */
export function addAddress(
  keeper: CustomerKeeper,
  recordId: string,
  address: string,
  proof: Proof,
): Statement {
  const value = emailAddress(address);
  if (value === undefined) throw new ShopdeskError('customers.address', 'That is no e-mail address.');
  return insertIdentity(keeper, recordId, { kind: 'email', value }, proof);
}
