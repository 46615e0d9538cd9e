/** The clocks by which a chat should be answered. They stand still while the shop is closed. */
import { type OpeningHours, openingAt } from '../knowledge/index.ts';
import type { DeskSettings } from './settings.ts';
import type { SlaClock } from './shapes.ts';

/** What a clock is read from; times are Unix ms. */
export interface Timed {
  readonly kind: 'chat' | 'message';
  readonly openedAt: number;
  readonly firstReplyAt: number | null;
  readonly waitingSince: number | null;
  readonly closedAt: number | null;
  readonly dueAt: number | null;
}

/** The clock that ends first; null when none runs. */
export function slaClock(
  timed: Timed,
  sla: DeskSettings['sla'],
  hours: OpeningHours | undefined,
  now: number,
): SlaClock | null {
  if (timed.closedAt !== null) return null;
  const running = clocksOf(timed, sla).map(({ kind, since, ms }) => ({
    kind,
    since,
    dueAt: ms === undefined ? (timed.dueAt ?? since) : addOpenTime(hours, since, ms),
  }));
  const next = running.sort((one, other) => one.dueAt - other.dueAt)[0];
  if (!next) return null;
  const warnAt = next.since + ((next.dueAt - next.since) * sla.warnAtPercent) / 100;
  const state = now >= next.dueAt ? 'broken' : now >= warnAt ? 'warning' : 'running';
  return { kind: next.kind, dueAt: next.dueAt, state };
}

interface Running {
  readonly kind: SlaClock['kind'];
  readonly since: number;
  /** Open time until it breaks; undefined: the case says when. */
  readonly ms: number | undefined;
}

function clocksOf(timed: Timed, sla: DeskSettings['sla']): Running[] {
  const minutes = (count: number | null) => (count === null ? undefined : count * 60_000);
  if (timed.kind === 'message' && timed.firstReplyAt === null) {
    return timed.dueAt === null ? [] : [{ kind: 'message', since: timed.openedAt, ms: undefined }];
  }
  const reply: Running =
    timed.firstReplyAt === null
      ? { kind: 'firstReply', since: timed.openedAt, ms: minutes(sla.firstReplyMinutes) }
      : {
          kind: 'nextReply',
          since: timed.waitingSince ?? timed.openedAt,
          ms: minutes(sla.nextReplyMinutes),
        };
  const owed = timed.firstReplyAt === null || timed.waitingSince !== null;
  const resolution: Running = {
    kind: 'resolution',
    since: timed.openedAt,
    ms: minutes(sla.resolutionMinutes),
  };
  return [...(owed ? [reply] : []), resolution].filter(({ ms }) => ms !== undefined);
}

const mostSteps = 400;

/** The moment at which the shop has been open for `ms` since `from`; without hours it never closes. */
export function addOpenTime(hours: OpeningHours | undefined, from: number, ms: number): number {
  if (!hours) return from + ms;
  let at = from;
  let left = ms;
  for (let step = 0; step < mostSteps; step++) {
    const { open, until: nextChange } = spanAt(hours, at);
    if (nextChange === undefined) return at + left;
    if (open) {
      if (at + left <= nextChange) return at + left;
      left -= nextChange - at;
    }
    at = nextChange;
  }
  return at + left;
}

/** A time during which the shop was open, or closed, all along; Unix ms. */
interface Span {
  since: number;
  /** Undefined: for longer than the calendar was looked through. */
  readonly until: number | undefined;
  readonly open: boolean;
}

const spans = new WeakMap<OpeningHours, Span[]>();
const mostSpans = 256;

/** Clocks of hundreds of chats ask for the same few hours: what was looked up in the calendar once is known. */
function spanAt(hours: OpeningHours, at: number): Span {
  const known = spans.get(hours) ?? [];
  const found = known.find(({ since, until = at }) => since <= at && at < until);
  if (found) return found;
  const { open, nextChange: until } = openingAt(hours, at);
  // Nothing holds for ever: what lies beyond is looked up anew.
  if (until === undefined) return { since: at, until, open };
  // The same span, known from later on: it reaches back to here.
  const later = known.find((each) => each.until === until && each.open === open && at < each.since);
  if (later) {
    later.since = at;
    return later;
  }
  const span = { since: at, until, open };
  spans.set(hours, [span, ...known].slice(0, mostSpans));
  return span;
}
