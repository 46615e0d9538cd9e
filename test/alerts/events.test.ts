/** Events of three formats, and what feeds get wrong about them. */
import { describe, expect, it } from 'vitest';
import { readICalendar } from '../../src/alerts/events/icalendar.ts';
import { readApart } from '../../src/alerts/events/read-source.ts';
import { readSchemaOrg } from '../../src/alerts/events/schema-org.ts';
import { readTicketmaster } from '../../src/alerts/events/ticketmaster.ts';

const options = {
  timeZone: 'America/New_York',
  from: Date.parse('2026-11-22T00:00:00Z'),
  until: Date.parse('2027-11-22T00:00:00Z'),
};

const calendarOf = (...events: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', lines, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');

describe('an iCalendar file', () => {
  it('gives the time of the place, whatever the zone is called', () => {
    const { events } = readICalendar(
      calendarOf(
        'UID:1\r\nSUMMARY:Abroad\r\nDTSTART;TZID=/example.org/Olson/Europe/Paris:20270310T200000',
        'UID:2\r\nSUMMARY:UTC\r\nDTSTART:20270310T200000Z',
        'UID:3\r\nSUMMARY:Nowhere\r\nDTSTART;TZID=Middle-earth/Shire:20270310T200000',
        'UID:4\r\nSUMMARY:A day\r\nDTSTART;VALUE=DATE:20270310',
        'UID:6\r\nSUMMARY:A day as well\r\nDTSTART:20270310',
        'UID:5\r\nSUMMARY:In Chicago\r\nDTSTART:20270310T200000Z\r\nGEO:41.88;-87.63',
      ),
      options,
    );
    expect(
      events.map(({ startsAt, timeZone, timeKnown }) => [
        new Date(startsAt).toISOString(),
        timeZone,
        timeKnown,
      ]),
    ).toEqual([
      ['2027-03-10T19:00:00.000Z', 'Europe/Paris', true],
      ['2027-03-10T20:00:00.000Z', 'America/New_York', true],
      ['2027-03-11T01:00:00.000Z', 'America/New_York', true],
      ['2027-03-10T17:00:00.000Z', 'America/New_York', false],
      ['2027-03-10T17:00:00.000Z', 'America/New_York', false],
      ['2027-03-10T20:00:00.000Z', 'America/Chicago', true],
    ]);
  });

  it('is taken apart into dates, by the clock on the wall when the clocks change', () => {
    const { events } = readICalendar(
      calendarOf(
        'UID:1\r\nSUMMARY:Open stage\r\nDTSTART;TZID=America/New_York:20270307T200000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;TZID=America/New_York:20270321T200000',
      ),
      options,
    );
    expect(events.map(({ startsAt }) => new Date(startsAt).toISOString())).toEqual([
      '2027-03-08T01:00:00.000Z',
      '2027-03-15T00:00:00.000Z',
    ]);
  });

  it('that repeats for ever has an end, and one that never comes is refused', () => {
    const { events, refused } = readICalendar(
      calendarOf(
        'UID:1\r\nSUMMARY:Daily since long\r\nDTSTART:20120101T200000Z\r\nRRULE:FREQ=DAILY',
        'UID:2\r\nSUMMARY:Each second\r\nDTSTART:20270101T200000Z\r\nRRULE:FREQ=SECONDLY',
        'UID:3\r\nSUMMARY:February 31st\r\nDTSTART:20270101T200000Z\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31',
      ),
      options,
    );
    expect(events).toHaveLength(50);
    expect(refused.map(({ event }) => event)).toEqual(['Each second', 'February 31st']);
  });

  it('loses no event by another that is broken', () => {
    const { events, refused } = readICalendar(
      calendarOf(
        'UID:1\r\nSUMMARY:No date',
        'UID:2\r\nSUMMARY:Of 1970\r\nDTSTART:19700101T000000Z',
        'UID:3\r\nSUMMARY:Broken rule\r\nDTSTART:20270101T200000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=XX',
        'UID:4\r\nSUMMARY:Good\r\nDTSTART:20270101T200000Z\r\nSTATUS:CANCELLED',
      ),
      options,
    );
    expect(events.map(({ title, status }) => [title, status])).toEqual([['Good', 'cancelled']]);
    expect(refused.map(({ event }) => event)).toEqual(['No date', 'Of 1970', 'Broken rule']);
  });

  it('with one event ten thousand times has one event', () => {
    const same = Array.from(
      { length: 10_000 },
      (_, at) => `UID:${at}\r\nSUMMARY:Again\r\nDTSTART:20270101T200000Z`,
    );
    expect(readICalendar(calendarOf(...same), options).events).toHaveLength(1);
  });

  it('is read on a thread that can be stopped', async () => {
    const text = calendarOf('UID:1\r\nSUMMARY:Good\r\nDTSTART:20270101T200000Z');
    const job = { kind: 'icalendar', text, address: undefined, options } as const;
    expect((await readApart(job)).events).toHaveLength(1);
    await expect(readApart(job, 1)).rejects.toMatchObject({ code: 'events.too-slow' });
    await expect(readApart({ ...job, text: 'no calendar' })).rejects.toMatchObject({ code: 'events.format' });
  });
});

describe('schema.org JSON-LD', () => {
  const page = (json: string) =>
    `<html><head><script type="application/ld+json">${json}</script></head></html>`;

  it('is found in a page, with place, price and whether one can still go', () => {
    const { events } = readSchemaOrg(
      page(
        JSON.stringify({
          '@type': 'MusicEvent',
          name: 'Typhoon &amp; friends',
          startDate: '2027-01-09T21:30',
          url: '/typhoon',
          performer: [{ '@type': 'MusicGroup', name: 'Typhoon' }, 'Radiation City'],
          location: {
            name: 'The Hi-Dive',
            address: { addressLocality: 'Denver' },
            geo: { latitude: '0', longitude: '0' },
          },
          offers: [
            { availability: 'https://schema.org/SoldOut', price: '30', priceCurrency: 'USD' },
            {
              availability: 'https://schema.org/InStock',
              price: 13.5,
              priceCurrency: 'USD',
              url: 'javascript:alert(1)',
            },
          ],
        }),
      ),
      options,
      'https://hi-dive.example/shows',
    );
    expect(events).toEqual([
      expect.objectContaining({
        title: 'Typhoon & friends',
        performers: ['Typhoon', 'Radiation City'],
        city: 'Denver',
        status: 'scheduled',
        price: { minor: 1350, currency: 'USD' },
        ticketUrl: 'https://hi-dive.example/typhoon',
        startsAt: Date.parse('2027-01-10T02:30:00Z'),
      }),
    ]);
    expect(events[0]).not.toHaveProperty('latitude');
  });

  it('that is sold out, moved or without a date is told apart', () => {
    const { events, refused } = readSchemaOrg(
      JSON.stringify([
        { '@type': 'Event', name: 'Full', startDate: '2027-01-09', offers: { availability: 'SoldOut' } },
        {
          '@type': 'Event',
          name: 'Moved',
          startDate: '2027-01-09',
          eventStatus: 'https://schema.org/EventPostponed',
        },
        { '@type': 'Event', name: 'Some day' },
        { '@type': 'Event', name: 'Never', startDate: '2027-02-30' },
      ]),
      options,
    );
    expect(events.map(({ title, status }) => [title, status])).toEqual([
      ['Full', 'sold-out'],
      ['Moved', 'postponed'],
    ]);
    expect(refused.map(({ event }) => event)).toEqual(['Some day', 'Never']);
  });

  it('that is broken in one block is read in the others', () => {
    const text = `${page('{"@type": ')}${page(JSON.stringify({ '@type': 'Event', name: 'Good', startDate: '2027-01-09' }))}`;
    expect(readSchemaOrg(text, options).events).toHaveLength(1);
    expect(() => readSchemaOrg(page('{'), options)).toThrow(
      expect.objectContaining({ code: 'events.format' }),
    );
  });
});

describe("Ticketmaster's format", () => {
  const feedOf = (...events: object[]) => JSON.stringify({ _embedded: { events } });
  const dates = (more: object) => ({ timezone: 'America/Chicago', ...more });

  it('gives acts, venue and time', () => {
    const { events } = readTicketmaster(
      feedOf({
        id: 'A1',
        name: 'Spring Tour',
        dates: dates({
          start: { localDate: '2027-04-02', localTime: '19:30:00' },
          status: { code: 'onsale' },
        }),
        _embedded: {
          venues: [{ name: 'Hall', city: { name: 'Chicago' } }],
          attractions: [{ name: 'Nina Quill' }],
        },
      }),
      options,
    );
    expect(events).toEqual([
      expect.objectContaining({
        performers: ['Nina Quill'],
        venue: 'Hall',
        startsAt: Date.parse('2027-04-03T00:30:00Z'),
        timeZone: 'America/Chicago',
      }),
    ]);
  });

  it('has no event whose date is yet to be announced, and no page without events is wrong', () => {
    const { events, refused } = readTicketmaster(
      feedOf({ id: '1', name: 'Soon', dates: dates({ start: { dateTBD: true, localDate: '2027-04-02' } }) }),
      options,
    );
    expect([events, refused.length]).toEqual([[], 1]);
    expect(readTicketmaster('{"page":{"totalElements":0}}', options).events).toEqual([]);
    expect(() => readTicketmaster('{"fault":"quota"}', options)).toThrow(
      expect.objectContaining({ code: 'events.format' }),
    );
  });
});
