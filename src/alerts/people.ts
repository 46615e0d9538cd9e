/** The customers as alerts see them: whole people by id, and who is interested in a performer, artist or brand. */
import type { Clock } from '../core/clock.ts';
import {
  type CustomerInterest,
  type CustomerProfile,
  loadPersons,
  type Purpose,
  personsOfRecords,
} from '../customers/index.ts';
import { type Database, placesFor, type Row, type Value } from '../store/index.ts';
import type { AlertKindName } from './kind-names.ts';

export type InterestKind = CustomerInterest['kind'];

export interface InterestedPerson {
  readonly customerId: string;
  /** The interest's key, see `interestKey` of customers. */
  readonly key: string;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
}

export interface People {
  /** By the ids that were asked for, those of merged records included. */
  load(customerIds: readonly string[]): Promise<Map<string, CustomerProfile>>;
  /** Everybody with one of these interests, in pages. */
  interestedIn(kind: InterestKind, keys: readonly string[]): AsyncGenerator<InterestedPerson[]>;
  /** Every key of this kind that somebody has an interest under, with a name it was written as. */
  interestKeys(kind: InterestKind): Promise<ReadonlyMap<string, string>>;
  /** Who bought something of which artist, by the orders alone: for telling why somebody gets nothing. */
  buyersByArtist(): Promise<readonly { readonly customerId: string; readonly artist: string }[]>;
  /** All people in pages. */
  all(): AsyncGenerator<CustomerProfile[]>;
  /**
   * In pages, those who agreed to hear such things on some channel and have no alert of this kind under
   * `dedupe_key` = their id, a space and `key`.
   */
  untold(what: {
    readonly kind: AlertKindName;
    readonly key: string;
    readonly purpose: Purpose;
  }): AsyncGenerator<CustomerProfile[]>;
  /** The person of each of the shop's own customer ids. */
  ofShopCustomers(shopIds: readonly string[]): Promise<Map<string, string>>;
}

const pageSize = 1_000;
const loadSize = 400;

export function createPeople({ database, clock }: { database: Database; clock: Clock }): People {
  async function load(customerIds: readonly string[]): Promise<Map<string, CustomerProfile>> {
    const found = new Map<string, CustomerProfile>();
    const ids = [...new Set(customerIds)];
    for (let at = 0; at < ids.length; at += loadSize) {
      const persons = await personsOfRecords({ database, clock }, ids.slice(at, at + loadSize));
      for (const [id, person] of persons) found.set(id, person);
    }
    return found;
  }

  async function* interestedIn(
    kind: InterestKind,
    keys: readonly string[],
  ): AsyncGenerator<InterestedPerson[]> {
    let page: InterestedPerson[] = [];
    // One name at a time: each question then reads no more than it gives.
    for (const key of keys) {
      for (let last = '', done = false; !done; ) {
        const rows: Row[] = await database.read(
          `SELECT DISTINCT i.name_key, i.customer_id, c.person_id, c.latitude, c.longitude
           FROM customer_interest i JOIN customer c ON c.id = i.customer_id
           WHERE i.kind = $1 AND i.name_key = $2 AND i.customer_id > $3
           ORDER BY i.customer_id LIMIT ${pageSize}`,
          [kind, key, last],
        );
        page.push(...rows.map(personOf));
        if (page.length >= pageSize) {
          yield page;
          page = [];
        }
        last = String(rows.at(-1)?.customer_id ?? last);
        done = rows.length < pageSize;
      }
    }
    if (page.length > 0) yield page;
  }

  async function interestKeys(kind: InterestKind): Promise<ReadonlyMap<string, string>> {
    const rows = await database.read(
      'SELECT name_key, MIN(name) AS name FROM customer_interest WHERE kind = $1 GROUP BY name_key',
      [kind],
    );
    return new Map(rows.map(({ name_key, name }) => [String(name_key), String(name)]));
  }

  async function buyersByArtist() {
    const rows = await database.read(
      `SELECT DISTINCT c.person_id, l.artist FROM shop_order o
       JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
       JOIN customer_identity i ON i.kind = 'shop' AND i.value = o.customer_id
       JOIN customer c ON c.id = i.customer_id
       WHERE l.artist IS NOT NULL AND o.status <> 'cancelled' AND l.returned < l.quantity`,
    );
    return rows.map(({ person_id, artist }) => ({ customerId: String(person_id), artist: String(artist) }));
  }

  const all = () => pagesWhere('1 = 1', []);

  const untold: People['untold'] = ({ kind, key, purpose }) =>
    pagesWhere(
      `NOT EXISTS (SELECT 1 FROM alert a WHERE a.kind = $2 AND a.dedupe_key = c.id || ' ' || $3)
       AND EXISTS (SELECT 1 FROM customer r JOIN consent k ON k.customer_id = r.id
         WHERE r.person_id = c.id AND k.purpose = $4 AND k.granted = 1)`,
      [kind, key, purpose],
    );

  /**
   * A question looks through some hundred customers only, however few of them it finds: others who read wait for it.
   * @param condition SQL about `c`, the record that stands for a person; its parameters begin with `$2`.
   */
  async function* pagesWhere(condition: string, params: readonly Value[]): AsyncGenerator<CustomerProfile[]> {
    for (let last = '', done = false; !done; ) {
      const rows: Row[] = await database.read(
        `SELECT page.size, page.last, c.id FROM (SELECT COUNT(*) AS size, MAX(id) AS last FROM
           (SELECT id FROM customer WHERE id > $1 ORDER BY id LIMIT ${loadSize}) AS next) AS page
         LEFT JOIN customer c ON c.id > $1 AND c.id <= page.last AND c.person_id = c.id AND ${condition}
         ORDER BY c.id`,
        [last, ...params],
      );
      const ids = rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
      if (ids.length > 0) yield await loadPersons({ database, clock }, ids);
      const [page] = rows;
      last = String(page?.last ?? last);
      done = Number(page?.size ?? 0) < loadSize;
    }
  }

  async function ofShopCustomers(shopIds: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let at = 0; at < shopIds.length; at += loadSize) {
      const some = shopIds.slice(at, at + loadSize);
      const rows = await database.read(
        `SELECT i.value, c.person_id FROM customer_identity i JOIN customer c ON c.id = i.customer_id
         WHERE i.kind = 'shop' AND i.value IN (${placesFor(some)})`,
        some,
      );
      for (const { value, person_id } of rows) found.set(String(value), String(person_id));
    }
    return found;
  }

  return { load, interestedIn, interestKeys, buyersByArtist, all, untold, ofShopCustomers };
}

function personOf(row: Row): InterestedPerson {
  return {
    customerId: String(row.person_id),
    key: String(row.name_key),
    latitude: typeof row.latitude === 'number' ? row.latitude : undefined,
    longitude: typeof row.longitude === 'number' ? row.longitude : undefined,
  };
}
