/** Events in the format of Ticketmaster's Discovery API v2: `{ "_embedded": { "events": […] } }`, or the list alone. */
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { knownZone, plausible, readEventTime } from './event-time.ts';
import { coordinatesIn, isNode, lineIn, linkIn, type Node, nodesIn, priceIn } from './fields.ts';
import { createCollector, type EventReading, type LocalEvent, type ReadOptions } from './local-event.ts';

/** @throws ShopdeskError `events.format` when the text is not such a file at all. */
export function readTicketmaster(text: string, options: ReadOptions): EventReading {
  const collector = createCollector(options);
  for (const node of eventsIn(text)) {
    try {
      collector.take(eventOf(node, options));
    } catch (error) {
      collector.refuse(lineIn(node.name) ?? lineIn(node.id) ?? 'an event without a name', messageOf(error));
    }
  }
  return collector.reading();
}

function eventsIn(text: string): Node[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ShopdeskError('events.format', `This is not JSON: ${messageOf(cause)}`, { cause });
  }
  const embedded = isNode(json) && isNode(json._embedded) ? json._embedded.events : undefined;
  const list = embedded ?? (isNode(json) ? json.events : json);
  // A page without a match has no `_embedded` at all.
  if (list === undefined && isNode(json) && isNode(json.page)) return [];
  if (!Array.isArray(list))
    throw new ShopdeskError('events.format', 'This has no list of events where Ticketmaster puts it.');
  return nodesIn(list);
}

function eventOf(node: Node, options: ReadOptions): LocalEvent {
  const title = lineIn(node.name);
  if (title === undefined) throw new ShopdeskError('events.title', 'it has no name');
  const id = lineIn(node.id);
  if (id === undefined) throw new ShopdeskError('events.id', 'it has no id');
  const embedded = isNode(node._embedded) ? node._embedded : {};
  const dates = isNode(node.dates) ? node.dates : {};
  // Discovery v2 puts the venue below `_embedded`; a place without one is under `place`.
  const venue = nodesIn(embedded.venues)[0] ?? nodesIn(node.place)[0] ?? {};
  const timeZone = knownZone(lineIn(dates.timezone) ?? lineIn(venue.timezone)) ?? options.timeZone;
  const { at, timeKnown } = timeOf(nodesIn(dates.start)[0] ?? {}, timeZone);
  const location = nodesIn(venue.location)[0] ?? {};
  const [range] = nodesIn(node.priceRanges);
  return {
    id,
    title,
    performers: nodesIn(embedded.attractions).flatMap(({ name }) => lineIn(name) ?? []),
    startsAt: at,
    timeZone,
    timeKnown,
    venue: lineIn(venue.name),
    city: lineIn(nodesIn(venue.city)[0]?.name),
    region: lineIn(nodesIn(venue.state)[0]?.stateCode) ?? lineIn(nodesIn(venue.state)[0]?.name),
    country: lineIn(nodesIn(venue.country)[0]?.countryCode),
    ...coordinatesIn(location.latitude, location.longitude),
    status: statusOf(lineIn(nodesIn(dates.status)[0]?.code)),
    ticketUrl: linkIn(node.url),
    price: priceIn(range?.min, range?.currency),
  };
}

function timeOf(start: Node, timeZone: string) {
  const [dateTime, localDate, localTime] = [start.dateTime, start.localDate, start.localTime].map((part) =>
    lineIn(part),
  );
  if (start.dateTBD === true || start.dateTBA === true)
    throw new ShopdeskError('events.date', 'its date is yet to be announced');
  if (dateTime !== undefined && start.timeTBA !== true) return readEventTime(dateTime, timeZone);
  if (localDate === undefined) throw new ShopdeskError('events.date', 'it has no date');
  const isTimed = localTime !== undefined && start.timeTBA !== true && start.noSpecificTime !== true;
  return plausible(readEventTime(isTimed ? `${localDate}T${localTime}` : localDate, timeZone));
}

/** `offsale` says that tickets are no longer sold: to somebody who has none it is as good as sold out. */
function statusOf(code: string | undefined): LocalEvent['status'] {
  switch (code?.toLowerCase()) {
    case 'cancelled':
    case 'canceled':
      return 'cancelled';
    case 'postponed':
      return 'postponed';
    case 'offsale':
      return 'sold-out';
    default:
      return 'scheduled';
  }
}
