/** An event as a calendar file (RFC 5545) that any calendar program takes. */
import ICAL from 'ical.js';
import { isoDayOf } from '../../core/dates.ts';
import type { StoredEvent } from './event-store.ts';

const usualLengthMs = 3 * 3_600_000;

/** Times in UTC, so that no program needs to know the zone; a bare day as a day. */
export function calendarFile(event: StoredEvent, now: number): string {
  const calendar = new ICAL.Component(['vcalendar', [], []]);
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('prodid', '-//Shopdesk//Alerts//EN');
  const entry = new ICAL.Component('vevent');
  entry.updatePropertyWithValue('uid', `${event.source} ${event.id}`.replace(/[^\w.@-]+/gu, '-'));
  entry.updatePropertyWithValue('dtstamp', utc(now));
  entry.updatePropertyWithValue('summary', event.title);
  if (event.timeKnown) {
    entry.updatePropertyWithValue('dtstart', utc(event.startsAt));
    entry.updatePropertyWithValue('dtend', utc(event.endsAt ?? event.startsAt + usualLengthMs));
  } else {
    entry.updatePropertyWithValue(
      'dtstart',
      ICAL.Time.fromDateString(isoDayOf(event.startsAt, event.timeZone)),
    );
  }
  const place = [event.venue, event.city, event.region].filter((part) => part !== undefined).join(', ');
  if (place !== '') entry.updatePropertyWithValue('location', place);
  if (event.ticketUrl !== undefined) entry.updatePropertyWithValue('url', event.ticketUrl);
  entry.updatePropertyWithValue('status', event.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED');
  calendar.addSubcomponent(entry);
  return `${calendar.toString()}\r\n`;
}

function utc(at: number): InstanceType<typeof ICAL.Time> {
  return ICAL.Time.fromJSDate(new Date(at), true);
}
