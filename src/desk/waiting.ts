/** Who is there for a shopper now, and how long it takes: figures of what really happened, as a range, or none. */
import type { Clock } from '../core/clock.ts';
import { type OpeningHours, openingAt } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
import type { Agent } from './shapes.ts';

/** Whole minutes, both ends included. */
export interface WaitRange {
  readonly low: number;
  readonly high: number;
}

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

export interface HandlingFigures {
  /** How long recent chats took an agent, and how long free agents took to accept, ms, ascending. */
  readonly handling: readonly number[];
  readonly pickup: readonly number[];
}

const fewestFigures = 5;
const recentCases = 200;
const recentMs = 14 * 86_400_000;
const figuresTrustMs = 15_000;

/**
 * The wait at `position` (1 is next). While rooms are free it is the time agents take to accept; behind that, the
 * k-th of the running chats must end first: k handling times shared by all rooms, from the quicker to the slower
 * quarter of what was measured.
 */
export function waitRange(
  position: number,
  { rooms, free }: { rooms: number; free: number },
  { handling, pickup }: HandlingFigures,
): WaitRange | undefined {
  if (rooms <= 0) return undefined;
  const accept = { low: quantile(pickup, 0.25) ?? 0, high: quantile(pickup, 0.75) ?? 60_000 };
  if (position <= free) {
    if (pickup.length < fewestFigures) return undefined;
    return inMinutes(accept.low, accept.high);
  }
  if (handling.length < fewestFigures) return undefined;
  const turns = (position - free) / rooms;
  const low = turns * (quantile(handling, 0.25) ?? 0);
  const high = Math.max(turns, 0.5) * (quantile(handling, 0.75) ?? 0);
  return inMinutes(low, high + accept.high);
}

function inMinutes(lowMs: number, highMs: number): WaitRange {
  const low = Math.max(0, Math.floor(lowMs / 60_000));
  return { low, high: Math.max(low + 1, Math.ceil(highMs / 60_000)) };
}

/** @param ascending sorted figures. */
export function quantile(ascending: readonly number[], share: number): number | undefined {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))];
}

export function createWaiting({
  database,
  hours,
  hasHub,
  agents,
  clock,
}: {
  database: Database;
  hours: () => OpeningHours | undefined;
  /** Another desk takes the chats. */
  hasHub: () => boolean;
  agents: () => Promise<readonly Agent[]>;
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

  /** What somebody who asks for a person now may expect. */
  async function prospect(priority = 0): Promise<Prospect> {
    const now = clock.now();
    const [everybody, known, [ahead]] = await Promise.all([
      agents(),
      recentFigures(),
      database.read(
        `SELECT COUNT(*) AS count FROM desk_case WHERE status = 'waiting' AND kind = 'chat' AND priority >= $1`,
        [priority],
      ),
    ]);
    const position = Number(ahead?.count ?? 0) + 1;
    const room = roomOf(everybody);
    const opening = openingOf(now);
    return {
      there: room.online > 0 || hasHub(),
      position,
      wait: waitRange(position, room, known),
      open: opening?.open ?? true,
      backAt: opening && !opening.open ? opening.nextChange : undefined,
    };
  }

  /** The range for each of `count` waiting chats, the first one first. */
  async function ranges(count: number): Promise<(WaitRange | undefined)[]> {
    const [everybody, known] = await Promise.all([agents(), recentFigures()]);
    const room = roomOf(everybody);
    return Array.from({ length: count }, (_, index) => waitRange(index + 1, room, known));
  }

  function openingOf(now: number) {
    const known = hours();
    return known && openingAt(known, now);
  }

  return { prospect, ranges, openingOf };
}

export type Waiting = ReturnType<typeof createWaiting>;

/** How many chats fit with who is online, and how many more fit now. */
export function roomOf(agents: readonly Agent[]): { online: number; rooms: number; free: number } {
  const online = agents.filter(({ presence, disabled }) => presence === 'online' && !disabled);
  return {
    online: online.length,
    rooms: online.reduce((sum, { capacity }) => sum + capacity, 0),
    free: online.reduce((sum, { capacity, load }) => sum + Math.max(0, capacity - load), 0),
  };
}
