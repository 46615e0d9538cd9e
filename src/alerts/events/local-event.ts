/** One public event, whatever format it came in: what, who plays, when, where, and whether one can still go. */
import type { Money } from '../../core/money.ts';

export interface LocalEvent {
  /** Unique within its source; an occurrence of a series carries its date. */
  readonly id: string;
  readonly title: string;
  /** As the source names them, the main act first; empty where the source only has a title. */
  readonly performers: readonly string[];
  /** Milliseconds UTC. */
  readonly startsAt: number;
  readonly endsAt?: number | undefined;
  /** IANA zone of the place, in which the time is shown. */
  readonly timeZone: string;
  /** False when only the day is known. */
  readonly timeKnown: boolean;
  readonly venue?: string | undefined;
  readonly city?: string | undefined;
  /** State or province, as the source writes it. */
  readonly region?: string | undefined;
  /** ISO 3166 alpha-2. */
  readonly country?: string | undefined;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  readonly status: EventStatus;
  /** http or https. */
  readonly ticketUrl?: string | undefined;
  /** From this much. */
  readonly price?: Money | undefined;
}

export const eventStatuses = ['scheduled', 'postponed', 'cancelled', 'sold-out'] as const;
export type EventStatus = (typeof eventStatuses)[number];

export interface EventReading {
  readonly events: readonly LocalEvent[];
  /** What could not be taken, each with the reason; at most `mostRefusals` are kept. */
  readonly refused: readonly { readonly event: string; readonly reason: string }[];
}

export interface ReadOptions {
  /** For times that name no zone, or one nobody knows. */
  readonly timeZone: string;
  /** Occurrences before `from` or after `until` (ms UTC) are left out. */
  readonly from: number;
  readonly until: number;
}

export const eventKinds = ['icalendar', 'schema-org', 'ticketmaster'] as const;
export type EventKind = (typeof eventKinds)[number];

/** A file with more than this is no list of events. */
export const largestSource = 20_000_000;
/** Kept of one source; a calendar of a whole country has fewer. */
export const mostEvents = 20_000;
const mostRefusals = 100;

/** Collects what a reader finds: the same event once, nothing out of the window, never more than `mostEvents`. */
export function createCollector({ from, until }: ReadOptions) {
  const events = new Map<string, LocalEvent>();
  const refused: { event: string; reason: string }[] = [];
  const seen = new Set<string>();

  function refuse(event: string, reason: string): void {
    if (refused.length < mostRefusals) refused.push({ event: event.slice(0, 120), reason });
  }

  function take(event: LocalEvent): void {
    if (event.startsAt < from || event.startsAt > until) return;
    const sameness = `${event.title}\n${event.startsAt}\n${event.venue ?? ''}\n${event.city ?? ''}\n${event.status}`;
    // A feed that lists one thing a million times costs a look-up each, and no more.
    if (seen.has(sameness)) return;
    if (events.size >= mostEvents && !events.has(event.id)) {
      refuse(event.title, `the source has more than ${mostEvents} events`);
      return;
    }
    seen.add(sameness);
    events.set(event.id, event);
  }

  return { take, refuse, reading: (): EventReading => ({ events: [...events.values()], refused }) };
}

export type Collector = ReturnType<typeof createCollector>;
