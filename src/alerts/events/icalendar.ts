/** Events of an iCalendar file (RFC 5545), series taken apart into their occurrences within the window. */
import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { type EventTime, knownZone, plausible } from './event-time.ts';
import { coordinatesIn, lineIn, linkIn } from './fields.ts';
import {
  type Collector,
  createCollector,
  type EventReading,
  type LocalEvent,
  type ReadOptions,
} from './local-event.ts';
import { zoneAt } from './zone-at.ts';

/** A series is told by its next dates; nobody plans for the fiftieth. */
const mostOccurrences = 50;
/** How far a rule is followed from its first date until one lies in the window: thirty years of days. */
const mostSteps = 11_000;

/**
 * Reads event by event, so that one that is broken costs the others nothing.
 * @throws ShopdeskError `events.format` when there is no calendar in it.
 */
export function readICalendar(text: string, options: ReadOptions): EventReading {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/iu.test(text))
    throw new ShopdeskError('events.format', 'This is not an iCalendar file.');
  const collector = createCollector(options);
  // What a calendar says of itself as a whole: the zone for times that name none.
  const [, ownZone] = /^X-WR-TIMEZONE:(\S+)/imu.exec(text) ?? [];
  const timeZone = knownZone(ownZone) ?? options.timeZone;
  const same = new Set<string>();
  for (const block of blocksOf(text)) {
    const digest = block.replace(/^(?:UID|DTSTAMP|CREATED|LAST-MODIFIED|SEQUENCE)[;:].*$/gimu, '');
    if (same.has(digest)) continue;
    if (same.size < 100_000) same.add(digest);
    try {
      takeEvent(collector, block, { ...options, timeZone });
    } catch (error) {
      const [, title = 'an event without a name'] = /^SUMMARY[^:\n]*:(.*)$/imu.exec(block) ?? [];
      collector.refuse(title.trim(), messageOf(error));
    }
  }
  return collector.reading();
}

/** Each `VEVENT` alone: parsing a large calendar as one would need many times its memory. */
function* blocksOf(text: string): Generator<string> {
  for (let at = 0; ; ) {
    const begin = text.indexOf('BEGIN:VEVENT', at);
    const end = begin < 0 ? -1 : text.indexOf('END:VEVENT', begin);
    if (end < 0) return;
    at = end + 'END:VEVENT'.length;
    yield text.slice(begin, at);
  }
}

function takeEvent(collector: Collector, block: string, options: ReadOptions): void {
  // Many programs leave out that a day is a day.
  const dated = block.replace(/^(DTSTART|DTEND):(?=\d{8}\s*$)/gmu, '$1;VALUE=DATE:');
  const calendar = new ICAL.Component(ICAL.parse(`BEGIN:VCALENDAR\r\n${dated}\r\nEND:VCALENDAR`));
  const source = calendar.getFirstSubcomponent('vevent');
  if (!source) throw new ShopdeskError('events.format', 'it is not a whole event');
  const text = (name: string) => lineIn(source.getFirstPropertyValue(name)?.toString());
  const title = text('summary');
  if (title === undefined) throw new ShopdeskError('events.title', 'it has no name');
  const start = source.getFirstProperty('dtstart');
  const first = start?.getFirstValue();
  if (!start || !(first instanceof ICAL.Time)) throw new ShopdeskError('events.date', 'it has no date');
  const zone = zoneNamed(start.getFirstParameter('tzid'));
  const [venue, ...address] = (text('location') ?? '').split(',').map((part) => part.trim());
  const geo = source.getFirstPropertyValue('geo');
  const [latitude, longitude] = Array.isArray(geo) ? geo : String(geo ?? '').split(';');
  const coordinates = coordinatesIn(latitude, longitude);
  const there = (coordinates && zoneAt(coordinates)) ?? options.timeZone;
  const timeZone = first.zone === ICAL.Timezone.utcTimezone ? there : (zone ?? there);
  const base = {
    title,
    performers: [],
    timeZone,
    venue: venue || undefined,
    // `Harbor Hall, 12 Pier St, Boston, MA 02110`: the city is the last part but the state, else the last.
    ...cityIn(address),
    ...coordinates,
    status: statusOf(text('status'), title),
    ticketUrl: linkIn(source.getFirstPropertyValue('url')?.toString()),
  } satisfies Partial<LocalEvent>;
  const id = text('uid') ?? title;
  const series = source.getFirstProperty('rrule') !== null || source.getFirstProperty('rdate') !== null;
  if (!series) {
    const { at, timeKnown } = timeOf(first, timeZone);
    const recurrence = text('recurrence-id');
    collector.take({
      ...base,
      id: recurrence === undefined ? id : `${id} ${recurrence.slice(0, 10)}`,
      startsAt: at,
      timeKnown,
    });
    return;
  }
  for (const occurrence of occurrencesOf(source, first, timeZone, options)) {
    const { at, timeKnown } = timeOf(occurrence, timeZone);
    collector.take({ ...base, id: `${id} ${occurrence.toString().slice(0, 10)}`, startsAt: at, timeKnown });
  }
}

function occurrencesOf(
  source: InstanceType<typeof ICAL.Component>,
  first: InstanceType<typeof ICAL.Time>,
  timeZone: string,
  { from, until }: ReadOptions,
): InstanceType<typeof ICAL.Time>[] {
  for (const rule of source.getAllProperties('rrule')) refuseEndless(rule.getFirstValue());
  const expansion = new ICAL.RecurExpansion({ component: source, dtstart: first });
  const found: InstanceType<typeof ICAL.Time>[] = [];
  for (let step = 0; step < mostSteps && found.length < mostOccurrences; step += 1) {
    const next = expansion.next();
    if (!next) break;
    const at = instantOf(next, timeZone).toMillis();
    if (at > until) break;
    if (at >= from) found.push(next.clone());
  }
  return found;
}

/**
 * Some rules never name a day (each February 31st), and following them would not end. What concerts and markets repeat
 * by is let through: every few days, weeks, months or years, on days of the week or of the month.
 */
function refuseEndless(rule: unknown): void {
  if (!(rule instanceof ICAL.Recur)) throw new ShopdeskError('events.series', 'its rule cannot be read');
  const parts = Object.keys(rule.parts);
  const allowed: Readonly<Record<string, readonly string[]>> = {
    DAILY: rule.interval === 1 ? ['BYDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND'] : [],
    WEEKLY: ['BYDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND'],
    MONTHLY: ['BYDAY', 'BYSETPOS', ...(rule.interval === 1 ? ['BYMONTHDAY'] : [])],
    YEARLY: ['BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS'],
  };
  const known = allowed[rule.freq];
  const tooMany = parts.filter((part) => !known?.includes(part));
  const days = rule.parts.BYMONTHDAY ?? [];
  const impossible = days.some((day) => typeof day !== 'number' || Math.abs(day) > 28) && parts.length > 1;
  if (known === undefined || tooMany.length > 0 || impossible)
    throw new ShopdeskError('events.series', 'it repeats by a rule that no event follows');
}

function timeOf(time: InstanceType<typeof ICAL.Time>, timeZone: string): EventTime {
  return plausible({ at: instantOf(time, timeZone).toMillis(), timeKnown: !time.isDate });
}

/** The moment of a wall time; one that a change of the clocks leaves out is the one after it. */
function instantOf(time: InstanceType<typeof ICAL.Time>, timeZone: string): DateTime {
  const { year, month, day, hour, minute, second, isDate } = time;
  const zone = time.zone === ICAL.Timezone.utcTimezone ? 'utc' : timeZone;
  const instant = DateTime.fromObject(
    { year, month, day, hour: isDate ? 12 : hour, minute: isDate ? 0 : minute, second: isDate ? 0 : second },
    { zone },
  );
  if (!instant.isValid) throw new ShopdeskError('events.date', 'its date is not a date of a calendar');
  return instant;
}

/** `America/New_York`, also behind the prefixes that some programs write before it. */
function zoneNamed(tzid: string | string[] | undefined | null): string | undefined {
  const name = typeof tzid === 'string' ? tzid : undefined;
  return knownZone(name) ?? knownZone(name?.split('/').slice(-2).join('/'));
}

function cityIn(address: readonly string[]): { city?: string; region?: string } {
  const parts = address.filter((part) => part !== '' && !/^(?:USA|US|United States)$/iu.test(part));
  const [, region] = /^([A-Z]{2})(?:\s+\d{5}(?:-\d{4})?)?$/u.exec(parts.at(-1) ?? '') ?? [];
  const city = region === undefined ? parts.at(-1) : parts.at(-2);
  return { ...(city !== undefined && { city }), ...(region !== undefined && { region }) };
}

/** Calendars have no word for sold out; those who write them put it into the title. */
function statusOf(status: string | undefined, title: string): LocalEvent['status'] {
  if (/^cancelled$/iu.test(status ?? '') || /\bcancell?ed\b|取消/iu.test(title)) return 'cancelled';
  if (/\bpostponed\b|延期/iu.test(title)) return 'postponed';
  return /\bsold[\s-]?out\b|售罄/iu.test(title) ? 'sold-out' : 'scheduled';
}
