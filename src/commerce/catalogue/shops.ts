/** The shops whose offers are known, and the sources they come from. */
import { ShopdeskError } from '../../core/errors.ts';
import { minorDigits } from '../../core/money.ts';
import type { Database, Row, Statement } from '../../store/index.ts';
import { taxRatesIn } from '../tax/stored-tax.ts';
import type { ShopTax } from '../tax/tax.ts';
import { isSourceKind, type SourceKind } from './kinds.ts';

export interface Shop extends ShopTax {
  readonly id: string;
  readonly name: string;
  readonly url?: string | undefined;
  /** ISO 4217: of prices that name none, and of the shipping below. */
  readonly currency: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  readonly city?: string | undefined;
  /** True for the merchant's own shop. */
  readonly own: boolean;
  /** Shipping in minor units where an offer names none; undefined when nobody knows. */
  readonly shippingMinor?: number | undefined;
  /** Orders from this amount on ship free. */
  readonly freeFromMinor?: number | undefined;
}

export interface Source {
  /** `SHOP/NAME`. */
  readonly id: string;
  readonly shopId: string;
  readonly kind: SourceKind;
  /** Files or URLs; more than one only where each holds a part, as pages do. */
  readonly locations: readonly string[];
  /** Of prices that name none; the shop's when left out. */
  readonly currency?: string | undefined;
  /** Lists everything the shop has: what it no longer lists is gone. */
  readonly complete: boolean;
  /** Cron expression for running it again and again. */
  readonly schedule?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** A source with how it went. */
export interface SourceState extends Source {
  readonly nextRunAt: number | undefined;
  readonly lastRunAt: number | undefined;
  readonly lastStatus: 'done' | 'failed' | 'running' | undefined;
  readonly lastSuccessAt: number | undefined;
}

/** Adds a shop or changes what is known of it. Throws `money.currency` and `catalogue.id`. */
export async function saveShop(database: Database, shop: Shop, now: number): Promise<void> {
  checkId(shop.id);
  minorDigits(shop.currency);
  await database.write([
    {
      sql: `INSERT INTO shop (id, name, url, currency, country, city, own, shipping_minor, free_from_minor,
              created_at, tax_included, tax_rates)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url, currency = excluded.currency,
              country = excluded.country, city = excluded.city, own = excluded.own,
              shipping_minor = excluded.shipping_minor, free_from_minor = excluded.free_from_minor,
              tax_included = excluded.tax_included, tax_rates = excluded.tax_rates`,
      params: [
        shop.id,
        shop.name,
        shop.url ?? null,
        shop.currency,
        shop.country ?? null,
        shop.city ?? null,
        shop.own ? 1 : 0,
        shop.shippingMinor ?? null,
        shop.freeFromMinor ?? null,
        now,
        shop.taxIncluded === undefined ? null : Number(shop.taxIncluded),
        shop.taxRates ? JSON.stringify(shop.taxRates) : null,
      ],
    },
    raiseVersion('offers'),
  ]);
}

export async function listShops(database: Database): Promise<Shop[]> {
  const rows = await database.read('SELECT * FROM shop ORDER BY own DESC, id');
  return rows.map(shopOf);
}

export async function findShop(database: Database, id: string): Promise<Shop | undefined> {
  const [row] = await database.read('SELECT * FROM shop WHERE id = $1', [id]);
  return row && shopOf(row);
}

/** Adds a source or changes it. Its shop must exist. Throws `catalogue.id`. */
export async function saveSource(database: Database, source: Source, nextRunAt?: number): Promise<void> {
  const [, name = ''] = source.id.split('/');
  checkId(name);
  if (!(await findShop(database, source.shopId))) throw unknownShop(source.shopId);
  await database.write([
    {
      sql: `INSERT INTO source (id, shop_id, kind, location, currency, complete, schedule, time_zone, next_run_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, location = excluded.location,
              currency = excluded.currency, complete = excluded.complete, schedule = excluded.schedule,
              time_zone = excluded.time_zone, next_run_at = excluded.next_run_at`,
      params: [
        source.id,
        source.shopId,
        source.kind,
        source.locations.join('\n'),
        source.currency ?? null,
        source.complete ? 1 : 0,
        source.schedule ?? null,
        source.timeZone ?? null,
        nextRunAt ?? null,
      ],
    },
  ]);
}

export async function listSources(database: Database): Promise<SourceState[]> {
  const rows = await database.read('SELECT * FROM source ORDER BY id');
  return rows.map(sourceOf);
}

/** Throws `catalogue.unknown-shop`. */
export function unknownShop(id: string): ShopdeskError {
  return new ShopdeskError('catalogue.unknown-shop', `There is no shop "${id.slice(0, 60)}".`, {
    remedy: `Add it first: PUT /api/shops/${id}, or give --name and --currency with the import.`,
  });
}

/** One more change that other processes must hear of. */
export function raiseVersion(part: 'offers' | 'products' | 'orders'): Statement {
  return { sql: 'UPDATE catalogue_version SET version = version + 1 WHERE part = $1', params: [part] };
}

function checkId(id: string): void {
  if (/^[a-z0-9][a-z0-9._-]{0,59}$/u.test(id)) return;
  throw new ShopdeskError('catalogue.id', `"${id.slice(0, 60)}" cannot name a shop or source.`, {
    remedy: 'Use up to 60 small letters, digits, dots, dashes and underscores.',
  });
}

function shopOf(row: Row): Shop {
  return {
    id: String(row.id),
    name: String(row.name),
    url: textOf(row.url),
    currency: String(row.currency),
    country: textOf(row.country),
    city: textOf(row.city),
    own: row.own === 1,
    shippingMinor: numberOf(row.shipping_minor),
    freeFromMinor: numberOf(row.free_from_minor),
    taxIncluded: row.tax_included === null ? undefined : row.tax_included === 1,
    taxRates: taxRatesIn(row.tax_rates),
  };
}

export function sourceOf(row: Row): SourceState {
  const kind = String(row.kind);
  if (!isSourceKind(kind)) {
    throw new ShopdeskError('catalogue.kind', `The source ${String(row.id)} has the unknown kind "${kind}".`);
  }
  const status = row.last_status;
  return {
    id: String(row.id),
    shopId: String(row.shop_id),
    kind,
    locations: String(row.location).split('\n'),
    currency: textOf(row.currency),
    complete: row.complete === 1,
    schedule: textOf(row.schedule),
    timeZone: textOf(row.time_zone),
    nextRunAt: numberOf(row.next_run_at),
    lastRunAt: numberOf(row.last_run_at),
    lastStatus: status === 'done' || status === 'failed' || status === 'running' ? status : undefined,
    lastSuccessAt: numberOf(row.last_success_at),
  };
}

export function textOf(value: Row[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: Row[string] | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
