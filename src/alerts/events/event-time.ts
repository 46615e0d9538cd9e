/** Times as feeds of events write them: with an offset, local to a zone, or a bare day. */
import { DateTime, IANAZone } from 'luxon';
import { ShopdeskError } from '../../core/errors.ts';

export interface EventTime {
  /** Milliseconds UTC; a bare day begins at noon, so that it is that day in the zones around. */
  readonly at: number;
  readonly timeKnown: boolean;
}

/** Nobody announces a concert of another century: such dates come from zeros and broken clocks. */
const earliestYear = 2000;
const latestYear = 2100;

/**
 * Reads ISO 8601 (`2027-02-19`, `2027-02-19T20:00`, with or without an offset); a local time is one of `timeZone`.
 * @throws ShopdeskError `events.date` for none, a wrong one, or one that no event can have.
 */
export function readEventTime(text: string, timeZone: string): EventTime {
  const source = text.trim();
  if (source === '') throw new ShopdeskError('events.date', 'it has no date');
  const dayOnly = /^\d{4}-?\d{2}-?\d{2}$/.test(source);
  const read = DateTime.fromISO(source, { zone: timeZone });
  if (!read.isValid)
    throw new ShopdeskError('events.date', `"${source.slice(0, 40)}" is not a date of a calendar`);
  return plausible({ at: (dayOnly ? read.set({ hour: 12 }) : read).toMillis(), timeKnown: !dayOnly });
}

/** @throws ShopdeskError `events.date` for a year in which no announced event can lie. */
export function plausible(time: EventTime): EventTime {
  const year = new Date(time.at).getUTCFullYear();
  if (!(year >= earliestYear && year <= latestYear))
    throw new ShopdeskError('events.date', `its date lies in the year ${year}`);
  return time;
}

/** The zone when it is one of IANA's, else undefined. */
export function knownZone(zone: string | undefined): string | undefined {
  return zone !== undefined && IANAZone.isValidZone(zone) ? zone : undefined;
}
