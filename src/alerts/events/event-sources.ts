/** The sources of events: saved from the merchant's files, read when their time has come, by one process each. */
import { DateTime } from 'luxon';
import { type FetchRules, nextRun } from '../../commerce/index.ts';
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Database, Row } from '../../store/index.ts';
import { type EventChanges, saveEvents } from './event-store.ts';
import { type EventKind, eventKinds, type LocalEvent } from './local-event.ts';
import { readEventSource } from './read-source.ts';

export interface EventSource {
  /** Also its name in reports. */
  readonly id: string;
  readonly kind: EventKind;
  /** Path or URL. */
  readonly location: string;
  readonly timeZone: string;
  /** Cron expression, in `timeZone`. */
  readonly schedule: string;
  /** Demo: published at this moment (ms UTC). */
  readonly opensAt?: number | undefined;
  /** Demo: its dates are moved by so many days. */
  readonly shiftDays?: number | undefined;
}

export interface SourceReport extends EventChanges {
  readonly source: string;
  readonly status: 'read' | 'failed';
  readonly refused: readonly { readonly event: string; readonly reason: string }[];
  readonly error?: string;
}

const dayMs = 86_400_000;
/** Events are known this long ahead, and forgotten a day after they began. */
const aheadMs = 550 * dayMs;
/** Longer than any source takes: whoever dies over one leaves it due after this, and not at its next time. */
const heldMs = 15 * 60_000;

/** Saves the sources; one that is new, or differs, is read at the next look. Those no longer listed are dropped. */
export async function saveEventSources(database: Database, sources: readonly EventSource[], now: number) {
  const rows = await database.read('SELECT id FROM event_source');
  const listed = new Set(sources.map(({ id }) => id));
  const gone = rows.map(({ id }) => String(id)).filter((id) => !listed.has(id));
  if (sources.length === 0 && gone.length === 0) return;
  await database.write([
    ...gone.flatMap((id) => [
      { sql: 'DELETE FROM local_event WHERE source_id = $1', params: [id] },
      { sql: 'DELETE FROM event_source WHERE id = $1', params: [id] },
    ]),
    ...sources.map((source) => ({
      sql: `INSERT INTO event_source (id, kind, location, time_zone, schedule, opens_at, shift_days, next_run_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind,
              location = excluded.location, time_zone = excluded.time_zone, schedule = excluded.schedule,
              opens_at = excluded.opens_at, shift_days = excluded.shift_days, next_run_at = excluded.next_run_at
            WHERE event_source.kind <> excluded.kind OR event_source.location <> excluded.location
              OR event_source.time_zone <> excluded.time_zone OR event_source.schedule <> excluded.schedule`,
      params: [
        source.id,
        source.kind,
        source.location,
        source.timeZone,
        source.schedule,
        source.opensAt ?? null,
        source.shiftDays ?? 0,
        now,
      ],
    })),
  ]);
}

export interface SourceReader {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetchRules?: FetchRules | undefined;
}

/** Reads every source that is due. A source that fails keeps its last events and is read again at its next time. */
export async function readDueSources(reader: SourceReader): Promise<SourceReport[]> {
  const { database, clock } = reader;
  const due = await database.read(
    'SELECT * FROM event_source WHERE next_run_at <= $1 ORDER BY next_run_at, id',
    [clock.now()],
  );
  const reports: SourceReport[] = [];
  for (const row of due) {
    const until = clock.now() + heldMs;
    if (!(await moveOn(reader, row, Number(row.next_run_at), until))) continue;
    reports.push(await readOne(reader, sourceOfRow(row)));
    const next = nextRun(String(row.schedule), String(row.time_zone), clock.now());
    await moveOn(reader, row, until, next ?? clock.now() + dayMs);
  }
  return reports;
}

/** When a source is next published for the first time; undefined where all are. */
export async function nextOpening(database: Database, after: number): Promise<number | undefined> {
  const [row] = await database.read('SELECT MIN(opens_at) AS at FROM event_source WHERE opens_at > $1', [
    after,
  ]);
  return typeof row?.at === 'number' ? row.at : undefined;
}

/** Moves the time of the source, unless somebody did: of several processes only one succeeds, and that one reads it. */
async function moveOn({ database }: SourceReader, { id }: Row, from: number, to: number): Promise<boolean> {
  const [moved = []] = await database.write([
    {
      sql: 'UPDATE event_source SET next_run_at = $2 WHERE id = $1 AND next_run_at = $3 RETURNING id',
      params: [String(id), to, from],
    },
  ]);
  return moved.length > 0;
}

async function readOne(reader: SourceReader, source: EventSource): Promise<SourceReport> {
  const { database, clock, log, fetchRules } = reader;
  const now = clock.now();
  const shift = source.shiftDays ?? 0;
  // The window of a file whose dates are moved lies as far back as they are moved on.
  const moved = { from: now - dayMs - shift * dayMs, until: now + aheadMs - shift * dayMs };
  let report: SourceReport;
  try {
    const reading = await readEventSource(source, { timeZone: source.timeZone, ...moved }, fetchRules);
    const events = shift === 0 ? reading.events : reading.events.map((event) => shifted(event, shift));
    // What is yet to be published is news only then.
    const changes = await saveEvents(database, source.id, events, Math.max(now, source.opensAt ?? 0));
    report = { source: source.id, status: 'read', ...changes, refused: reading.refused };
    log.info({ source: source.id, ...changes, refused: reading.refused.length }, 'events read');
  } catch (error) {
    const message = messageOf(error);
    report = {
      source: source.id,
      status: 'failed',
      added: 0,
      changed: 0,
      gone: 0,
      refused: [],
      error: message,
    };
    log.warn(
      { source: source.id, error: message },
      'a source of events could not be read; its last ones stay',
    );
  }
  await database.write([
    {
      sql: 'UPDATE event_source SET last_run_at = $2, last_status = $3, report = $4 WHERE id = $1',
      params: [source.id, now, report.status, JSON.stringify(report)],
    },
  ]);
  return report;
}

/** Whole days on the wall clock of the place, so that eight in the evening stays eight. */
function shifted(event: LocalEvent, days: number): LocalEvent {
  const move = (at: number) => DateTime.fromMillis(at, { zone: event.timeZone }).plus({ days }).toMillis();
  return {
    ...event,
    startsAt: move(event.startsAt),
    ...(event.endsAt !== undefined && { endsAt: move(event.endsAt) }),
  };
}

function sourceOfRow(row: Row): EventSource {
  return {
    id: String(row.id),
    kind: eventKinds.find((kind) => kind === row.kind) ?? 'icalendar',
    location: String(row.location),
    timeZone: String(row.time_zone),
    schedule: String(row.schedule),
    shiftDays: Number(row.shift_days),
    opensAt: row.opens_at === null ? undefined : Number(row.opens_at),
  };
}
