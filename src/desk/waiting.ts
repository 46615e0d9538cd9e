/** Who is there for a shopper now, and how long it takes: figures of what really happened, as a range, or none. */
import type { Clock } from '../core/clock.ts';
import { type OpeningHours, openingAt } from '../knowledge/index.ts';
import type { Database, Row } from '../store/index.ts';
import { listOf } from './agents.ts';
import type { Waits } from './demand.ts';
import { createLine, type Line, type Place } from './line.ts';
import type { DeskSettings } from './settings.ts';
import type { Agent } from './shapes.ts';
import type { HandlingFigures, WaitRange } from './wait-range.ts';
import { weightOf } from './weight.ts';

export interface Prospect {
  /** Somebody can take it. */
  readonly there: boolean;
  /** The place in the queue that the shopper would have. */
  readonly position: number;
  /** Undefined while there are too few figures to say. */
  readonly wait: WaitRange | undefined;
  /** By the opening hours. */
  readonly open: boolean;
  /** When somebody will be there, Unix ms; undefined when that cannot be said. */
  readonly backAt: number | undefined;
}

const recentCases = 200;
const recentMs = 14 * 86_400_000;
const figuresTrustMs = 15_000;

/** A chat that waits, as far as its place in the line goes. */
export interface Queued extends Waits {
  readonly id: string;
  readonly caseId: string;
  /** `channel:userId`. */
  readonly user: string;
  readonly weight: number;
}

export function createWaiting({
  database,
  hours,
  hasHub,
  agents,
  settings,
  clock,
}: {
  database: Database;
  hours: () => OpeningHours | undefined;
  /** Another desk takes the chats. */
  hasHub: () => boolean;
  agents: () => Promise<readonly Agent[]>;
  settings: () => DeskSettings;
  clock: Clock;
}) {
  let figures: HandlingFigures = { handling: [], pickup: [] };
  let figuresUntil = 0;

  async function recentFigures(): Promise<HandlingFigures> {
    const now = clock.now();
    if (now < figuresUntil) return figures;
    const rows = await database.read(
      `SELECT queued_at, accepted_at, closed_at FROM desk_case WHERE closed_at > $1 AND accepted_at IS NOT NULL
         AND kind = 'chat' ORDER BY closed_at DESC LIMIT ${recentCases}`,
      [now - recentMs],
    );
    const sorted = (times: number[]) => times.filter((ms) => ms >= 0).sort((one, other) => one - other);
    figures = {
      handling: sorted(rows.map((row) => Number(row.closed_at) - Number(row.accepted_at))),
      pickup: sorted(rows.map((row) => Number(row.accepted_at) - Number(row.queued_at))),
    };
    figuresUntil = now + figuresTrustMs;
    return figures;
  }

  /** The line as it stands, with nobody in it yet; people who are there only. */
  async function line(): Promise<Line> {
    const [everybody, known] = await Promise.all([agents(), recentFigures()]);
    return createLine(thoseThere(everybody), settings(), known, clock.now());
  }

  /** Everybody who waits before a chat of this priority, and of equal ones before `place`. */
  async function lineBefore(priority: number, place: number, caseId = ''): Promise<Line> {
    const now = clock.now();
    const { loosenSkillsAfterSeconds, loosenLanguageAfterSeconds } = settings();
    const [begun, rows] = await Promise.all([
      line(),
      database.read(
        `SELECT skills, team, language, MIN(queued_at) AS queued_at, COUNT(*) AS count FROM desk_case
         WHERE status = 'waiting' AND kind = 'chat' AND (priority > $1 OR (priority = $1 AND (place < $2 OR (place = $2 AND id < $5))))
         GROUP BY skills, team, language, CASE WHEN queued_at <= $3 THEN 1 ELSE 0 END,
           CASE WHEN queued_at <= $4 THEN 1 ELSE 0 END`,
        [
          priority,
          place,
          now - loosenSkillsAfterSeconds * 1000,
          now - loosenLanguageAfterSeconds * 1000,
          caseId,
        ],
      ),
    ]);
    for (const row of rows) begun.join(waitsOf(row), Number(row.count));
    return begun;
  }

  /** What somebody who asks for a person now may expect. */
  async function prospect(wanted: {
    language: string;
    channel: string;
    skills?: readonly string[];
    priority?: number;
  }): Promise<Prospect> {
    const now = clock.now();
    const { language, channel, skills = [], priority = 0 } = wanted;
    const [there, before] = await Promise.all([isStaffed(), lineBefore(priority, Number.MAX_SAFE_INTEGER)]);
    const weight = weightOf(settings(), { kind: 'chat', channel, skills });
    const opening = openingOf(now);
    return {
      there,
      ...before.placeOf({ language, skills, weight, queuedAt: now }),
      open: opening?.open ?? true,
      backAt: opening && !opening.open ? opening.nextChange : undefined,
    };
  }

  /** Somebody takes chats now. */
  async function isStaffed(): Promise<boolean> {
    return hasHub() || thoseThere(await agents()).length > 0;
  }

  /** Where a waiting chat stands; undefined for one that does not wait for people. */
  async function placeOf(conversationId: string): Promise<Place | undefined> {
    const [row] = await database.read(
      `SELECT id, skills, team, language, queued_at, weight, priority, place FROM desk_case
       WHERE conversation_id = $1 AND status = 'waiting' AND kind = 'chat'`,
      [conversationId],
    );
    if (!row) return undefined;
    const before = await lineBefore(Number(row.priority), Number(row.place), String(row.id));
    return before.placeOf({ ...waitsOf(row), weight: Number(row.weight) });
  }

  /** The place of each of the chats that wait, who is first of all first. */
  async function places(queue: readonly Queued[]): Promise<Place[]> {
    const begun = await line();
    return queue.map((chat) => {
      const place = begun.placeOf(chat);
      begun.join(chat);
      return place;
    });
  }

  /** Who waits for a person, in the order of the queue. */
  async function queue(limit: number): Promise<Queued[]> {
    const rows = await database.read(
      `SELECT id, conversation_id, user_id, channel, skills, team, language, queued_at, weight FROM desk_case
       WHERE status = 'waiting' AND kind = 'chat' ORDER BY priority DESC, place, id LIMIT ${Math.trunc(limit)}`,
    );
    return rows.map((row) => ({
      ...waitsOf(row),
      id: String(row.conversation_id),
      caseId: String(row.id),
      user: `${row.channel}:${row.user_id}`,
      weight: Number(row.weight),
    }));
  }

  function openingOf(now: number) {
    const known = hours();
    return known && openingAt(known, now);
  }

  return { prospect, isStaffed, placeOf, places, queue, openingOf };
}

export type Waiting = ReturnType<typeof createWaiting>;

export const thoseThere = (agents: readonly Agent[]) =>
  agents.filter(({ presence, disabled }) => presence === 'online' && !disabled);

function waitsOf(row: Row): Waits {
  return {
    skills: listOf(row.skills),
    team: row.team === null || row.team === undefined ? null : String(row.team),
    language: String(row.language),
    queuedAt: Number(row.queued_at),
  };
}
