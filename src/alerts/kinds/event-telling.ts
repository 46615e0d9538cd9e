/** What a customer is told about an event near them: who, when, where, how far, tickets, and why they are told. */
import type { CustomerInterest } from '../../customers/index.ts';
import type { Blank, Sentence, Telling } from '../alert.ts';
import type { StoredEvent } from '../events/event-store.ts';

export interface EventFacts {
  readonly performer: string;
  /** City of the customer, or the one they asked about. */
  readonly place: string | undefined;
  /** That city is where they live. */
  readonly isHome: boolean;
  readonly km: number | undefined;
  readonly interest: CustomerInterest | undefined;
  /** The customer's own words when they asked for it. */
  readonly wished: string | undefined;
}

const cityKm = 8;

export function eventTelling(event: StoredEvent, facts: EventFacts): Telling {
  const { performer } = facts;
  const when: Blank = { at: event.startsAt, zone: event.timeZone, timeKnown: event.timeKnown };
  const where = [event.venue, event.city].filter((part) => part !== undefined).join(', ');
  const base = { performer, when, where: where === '' ? event.title : where };
  const calendar = `/alerts/calendar/${encodeURIComponent(event.source)}/${encodeURIComponent(event.id)}.ics`;
  return {
    headline: { key: 'alert.local-event.headline', blanks: { performer, city: event.city ?? event.title } },
    sentence: sentenceOf(base, facts),
    because: reasonOf(facts),
    links: [
      ...(event.ticketUrl === undefined
        ? []
        : [{ title: 'alert.local-event.tickets', url: event.ticketUrl }]),
      { title: 'alert.local-event.calendar', url: calendar },
    ],
  };
}

function sentenceOf(base: Sentence['blanks'], { place, km, isHome }: EventFacts): Sentence {
  if (km === undefined || place === undefined || (km < cityKm && !isHome))
    return { key: 'alert.local-event', blanks: base };
  // Homes are known by their city alone: within it the sentence says from where it counts.
  if (km < cityKm) return { key: 'alert.local-event.near', blanks: { ...base, km: Math.max(1, km), place } };
  return { key: 'alert.local-event.far', blanks: { ...base, km, place } };
}

function reasonOf({ performer, interest, wished }: EventFacts): Sentence {
  if (wished !== undefined) return { key: 'alert.because.wished', blanks: { words: wished } };
  const [latest] = interest?.because ?? [];
  if (!interest || latest === undefined)
    return { key: 'alert.because.interest', blanks: { name: performer } };
  const bought = interest.sources.includes('purchase');
  return {
    key: bought ? 'alert.because.performer-bought' : 'alert.because.performer-asked',
    blanks: { performer, latest, count: interest.because.length },
  };
}
