/** What a customer asked to be told, in a sentence of theirs: kept until it ends, listed and stopped at any time. */
import { type Database, placesFor, type Row, type Statement } from '../../store/index.ts';
import type { AlertKindName } from '../alert.ts';

export const wishKinds = [
  'local-event',
  'price-drop',
  'target-price',
  'back-in-stock',
  'new-from',
  'answer',
] as const;
export type WishKind = Extract<AlertKindName, (typeof wishKinds)[number]>;

export interface WishTerms {
  /** Of a target price: told once the best total price is at or below this. */
  readonly below?: { readonly minor: number; readonly currency: string } | undefined;
  /** Of a price drop: at least so much lower than when it was asked for. */
  readonly percent?: number | undefined;
  /** Of an event. */
  readonly withinKm?: number | undefined;
  /** Of an event: the town they named; near their home if left out. */
  readonly near?: WishTown | undefined;
}

export interface WishTown {
  /** As the customer reads it: `Chicago, IL`, 芝加哥. */
  readonly name: string;
  /** As GeoNames writes it. */
  readonly city: string;
  readonly latitude: number;
  readonly longitude: number;
}

export interface Wish {
  readonly id: string;
  readonly customerId: string;
  readonly conversationId?: string | undefined;
  readonly kind: WishKind;
  /** Product id, performer key (`*` for anybody they like), or the question. */
  readonly subject: string;
  /** The subject as the customer reads it. */
  readonly title: string;
  readonly terms: WishTerms;
  /** Their own words. */
  readonly words: string;
  readonly language: 'en' | 'zh';
  readonly createdAt: number;
  readonly expiresAt?: number | undefined;
}

/** A wish nobody renews is forgotten after a year. */
export const wishLifeMs = 365 * 86_400_000;

export function addWish(wish: Wish): Statement {
  return {
    sql: `INSERT INTO alert_wish (id, customer_id, conversation_id, kind, subject, title, terms, words, language,
            created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    params: [
      wish.id,
      wish.customerId,
      wish.conversationId ?? null,
      wish.kind,
      wish.subject,
      wish.title.slice(0, 300),
      JSON.stringify(wish.terms),
      wish.words.replaceAll('\0', '').slice(0, 500),
      wish.language,
      wish.createdAt,
      wish.expiresAt ?? null,
    ],
  };
}

/** What holds now for a person, the newest first. */
export async function wishesOf(
  database: Database,
  recordIds: readonly string[],
  now: number,
): Promise<Wish[]> {
  if (recordIds.length === 0) return [];
  const rows = await database.read(
    `SELECT * FROM alert_wish WHERE customer_id IN (${placesFor(recordIds, 2)}) AND ended_at IS NULL
     AND (expires_at IS NULL OR expires_at > $1) ORDER BY created_at DESC, id`,
    [now, ...recordIds],
  );
  return rows.map(wishOfRow);
}

/** Those of a kind about these subjects that hold now. */
export async function wishesAbout(
  database: Database,
  kind: WishKind,
  subjects: readonly string[],
  now: number,
): Promise<Wish[]> {
  const found: Wish[] = [];
  for (let at = 0; at < subjects.length; at += 500) {
    const some = subjects.slice(at, at + 500);
    const rows = await database.read(
      `SELECT * FROM alert_wish WHERE kind = $1 AND subject IN (${placesFor(some, 3)}) AND ended_at IS NULL
       AND (expires_at IS NULL OR expires_at > $2)`,
      [kind, now, ...some],
    );
    found.push(...rows.map(wishOfRow));
  }
  return found;
}

/** Questions that wait for an answer, in pages. */
export async function* openAnswerWishes(database: Database, now: number): AsyncGenerator<Wish[]> {
  for (let last = '', done = false; !done; ) {
    const rows: Row[] = await database.read(
      `SELECT * FROM alert_wish WHERE kind = 'answer' AND ended_at IS NULL AND id > $1
       AND (expires_at IS NULL OR expires_at > $2) ORDER BY id LIMIT 500`,
      [last, now],
    );
    if (rows.length > 0) yield rows.map(wishOfRow);
    last = String(rows.at(-1)?.id ?? last);
    done = rows.length < 500;
  }
}

export function endWish(id: string, because: string, now: number): Statement {
  return {
    sql: 'UPDATE alert_wish SET ended_at = $2, ended_because = $3 WHERE id = $1 AND ended_at IS NULL',
    params: [id, now, because],
  };
}

export function changeTerms(id: string, terms: WishTerms, words: string): Statement {
  return {
    sql: 'UPDATE alert_wish SET terms = $2, words = $3 WHERE id = $1 AND ended_at IS NULL',
    params: [id, JSON.stringify(terms), words.replaceAll('\0', '').slice(0, 500)],
  };
}

function wishOfRow(row: Row): Wish {
  const terms: WishTerms = JSON.parse(String(row.terms));
  return {
    id: String(row.id),
    customerId: String(row.customer_id),
    conversationId: row.conversation_id === null ? undefined : String(row.conversation_id),
    kind: wishKinds.find((kind) => kind === row.kind) ?? 'answer',
    subject: String(row.subject),
    title: String(row.title),
    terms,
    words: String(row.words),
    language: row.language === 'zh' ? 'zh' : 'en',
    createdAt: Number(row.created_at),
    expiresAt: row.expires_at === null ? undefined : Number(row.expires_at),
  };
}
