/** Public events in the store: what a source lists now, what changed, and what it no longer has. */
import { createHash } from 'node:crypto';
import { type Database, placesFor, type Row, type Statement, type Value } from '../../store/index.ts';
import { eventStatuses, type LocalEvent } from './local-event.ts';

export interface StoredEvent extends LocalEvent {
  readonly source: string;
  /** When anything about it was last new. */
  readonly changedAt: number;
}

export interface EventChanges {
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
}

const chunk = 200;

/** Writes what the source lists; events that it listed before and no longer does are gone from then on. */
export async function saveEvents(
  database: Database,
  source: string,
  events: readonly LocalEvent[],
  now: number,
): Promise<EventChanges> {
  const rows = await database.read('SELECT id, digest, gone_at FROM local_event WHERE source_id = $1', [
    source,
  ]);
  const known = new Map(rows.map((row) => [String(row.id), row]));
  const listed = new Set(events.map(({ id }) => id));
  let [added, changed] = [0, 0];
  const statements: Statement[] = [];
  for (const event of events) {
    const digest = digestOf(event);
    const before = known.get(event.id);
    if (before?.digest === digest && before.gone_at === null) continue;
    if (before) changed += 1;
    else added += 1;
    statements.push(upsert(source, event, digest, now));
  }
  const gone = rows.filter((row) => row.gone_at === null && !listed.has(String(row.id)));
  for (const row of gone) {
    statements.push({
      sql: 'UPDATE local_event SET gone_at = $3, changed_at = $3 WHERE source_id = $1 AND id = $2',
      params: [source, String(row.id), now],
    });
  }
  for (let at = 0; at < statements.length; at += chunk)
    await database.write(statements.slice(at, at + chunk));
  return { added, changed, gone: gone.length };
}

/**
 * Events that were new or changed after `since` and begin between `from` and `until`, in pages by their change.
 * Those that are gone are left out.
 */
export async function* changedEvents(
  database: Database,
  { since, upTo, from, until }: { since: number; upTo: number; from: number; until: number },
  pageSize = 200,
): AsyncGenerator<StoredEvent[]> {
  let last: readonly Value[] = [since, '', ''];
  for (let done = false; !done; ) {
    const rows: Row[] = await database.read(
      `SELECT * FROM local_event WHERE (changed_at, source_id, id) > ($1, $2, $3) AND changed_at <= $4
       AND starts_at BETWEEN $5 AND $6 AND gone_at IS NULL ORDER BY changed_at, source_id, id LIMIT ${pageSize}`,
      [...last, upTo, from, until],
    );
    if (rows.length > 0) yield rows.map(eventOfRow);
    const end = rows.at(-1);
    if (end) last = [Number(end.changed_at), String(end.source_id), String(end.id)];
    done = rows.length < pageSize;
  }
}

/**
 * Events that take place between `from`, which is now, and `until`, the soonest first, in pages; those that are off, or
 * not published yet, are left out.
 */
export async function* upcomingEvents(
  database: Database,
  { from, until }: { from: number; until: number },
  pageSize = 200,
): AsyncGenerator<StoredEvent[]> {
  let last: readonly Value[] = [from, '', ''];
  for (let done = false; !done; ) {
    const rows: Row[] = await database.read(
      `SELECT * FROM local_event WHERE (starts_at, source_id, id) > ($1, $2, $3) AND starts_at <= $4
       AND changed_at <= $5 AND status = 'scheduled' AND gone_at IS NULL ORDER BY starts_at, source_id, id LIMIT ${pageSize}`,
      [...last, until, from],
    );
    if (rows.length > 0) yield rows.map(eventOfRow);
    const end = rows.at(-1);
    if (end) last = [Number(end.starts_at), String(end.source_id), String(end.id)];
    done = rows.length < pageSize;
  }
}

export async function findEvent(
  database: Database,
  source: string,
  id: string,
): Promise<StoredEvent | undefined> {
  const [row] = await database.read(
    'SELECT * FROM local_event WHERE source_id = $1 AND id = $2 AND gone_at IS NULL',
    [source, id],
  );
  return row && eventOfRow(row);
}

function upsert(source: string, event: LocalEvent, digest: string, now: number): Statement {
  const values: Record<string, Value> = {
    source_id: source,
    id: event.id,
    title: event.title,
    performers: JSON.stringify(event.performers),
    starts_at: event.startsAt,
    ends_at: event.endsAt ?? null,
    time_zone: event.timeZone,
    time_known: event.timeKnown ? 1 : 0,
    venue: event.venue ?? null,
    city: event.city ?? null,
    region: event.region ?? null,
    country: event.country ?? null,
    latitude: event.latitude ?? null,
    longitude: event.longitude ?? null,
    status: event.status,
    ticket_url: event.ticketUrl ?? null,
    price_minor: event.price?.minor ?? null,
    currency: event.price?.currency ?? null,
    digest,
    first_seen: now,
    changed_at: now,
    gone_at: null,
  };
  const columns = Object.keys(values);
  const updates = columns.slice(2).filter((column) => column !== 'first_seen');
  return {
    sql: `INSERT INTO local_event (${columns.join(', ')}) VALUES (${placesFor(columns)})
          ON CONFLICT (source_id, id) DO UPDATE SET ${updates.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    params: Object.values(values),
  };
}

function digestOf(event: LocalEvent): string {
  const facts = Object.entries(event).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22);
}

function eventOfRow(row: Row): StoredEvent {
  const text = (value: Value | undefined) => (typeof value === 'string' ? value : undefined);
  const number = (value: Value | undefined) => (typeof value === 'number' ? value : undefined);
  const minor = number(row.price_minor);
  const currency = text(row.currency);
  const performers: unknown = JSON.parse(String(row.performers));
  return {
    source: String(row.source_id),
    id: String(row.id),
    title: String(row.title),
    performers: Array.isArray(performers) ? performers.map(String) : [],
    startsAt: Number(row.starts_at),
    endsAt: number(row.ends_at),
    timeZone: String(row.time_zone),
    timeKnown: row.time_known === 1,
    venue: text(row.venue),
    city: text(row.city),
    region: text(row.region),
    country: text(row.country),
    latitude: number(row.latitude),
    longitude: number(row.longitude),
    status: eventStatuses.find((status) => status === row.status) ?? 'scheduled',
    ticketUrl: text(row.ticket_url),
    price: minor === undefined || currency === undefined ? undefined : { minor, currency },
    changedAt: Number(row.changed_at),
  };
}
