/** schema.org events (Event, MusicEvent, Festival …) as JSON-LD, in a page or in a file of its own. */
import { load } from 'cheerio';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { readEventTime } from './event-time.ts';
import { coordinatesIn, isNode, lineIn, linkIn, type Node, nodesIn, priceIn } from './fields.ts';
import { createCollector, type EventReading, type LocalEvent, type ReadOptions } from './local-event.ts';
import { zoneAt } from './zone-at.ts';

const deepest = 12;

/**
 * @param address of the page, for links that are relative.
 * @throws ShopdeskError `events.format` when none of it is JSON.
 */
export function readSchemaOrg(text: string, options: ReadOptions, address?: string): EventReading {
  const collector = createCollector(options);
  const blocks = /^\s*[[{]/.test(text) ? [text] : scriptsIn(text);
  const problems: string[] = [];
  for (const block of blocks) {
    let json: unknown;
    try {
      json = JSON.parse(block.replace(/[\r\n\t]+/gu, ' '));
    } catch (error) {
      problems.push(messageOf(error));
      continue;
    }
    for (const node of eventsIn(json)) {
      try {
        for (const event of eventOf(node, options, address)) collector.take(event);
      } catch (error) {
        collector.refuse(lineIn(node.name) ?? 'an event without a name', messageOf(error));
      }
    }
  }
  if (problems.length > 0 && problems.length === blocks.length)
    throw new ShopdeskError('events.format', `The JSON-LD is not JSON: ${problems[0]}`);
  for (const problem of problems) collector.refuse('a block of JSON-LD', problem);
  return collector.reading();
}

function scriptsIn(html: string): string[] {
  const page = load(html);
  return page('script[type="application/ld+json"]')
    .toArray()
    .map((script) => page(script).text());
}

function* eventsIn(value: unknown, depth = 0): Generator<Node> {
  if (depth > deepest) return;
  if (Array.isArray(value)) for (const member of value) yield* eventsIn(member, depth + 1);
  if (!isNode(value)) return;
  const types = [value['@type']].flat();
  if (types.some((type) => /(?:^|\/)(?:\w*Event|Festival)$/u.test(String(type)))) yield value;
  for (const key of ['@graph', 'mainEntity', 'itemListElement', 'item', 'subEvent', 'event', 'events'])
    yield* eventsIn(value[key], depth + 1);
}

/** One event for each of its dates: a page may list several. */
function eventOf(node: Node, options: ReadOptions, address: string | undefined): LocalEvent[] {
  const title = lineIn(node.name);
  if (title === undefined) throw new ShopdeskError('events.title', 'it has no name');
  const dates = [node.startDate].flat().flatMap((date) => lineIn(date) ?? []);
  if (dates.length === 0) throw new ShopdeskError('events.date', 'it has no date');
  const place = nodesIn(node.location)[0] ?? {};
  const postal = nodesIn(place.address)[0] ?? {};
  const geo = nodesIn(place.geo)[0] ?? {};
  const coordinates = coordinatesIn(geo.latitude, geo.longitude);
  // A national list names shows in several zones: the doors open by the clock of the place.
  const timeZone = (coordinates && zoneAt(coordinates)) ?? options.timeZone;
  const offers = nodesIn(node.offers);
  const offer = offers.find((each) => !isSoldOut(each)) ?? offers[0] ?? {};
  const end = lineIn(node.endDate);
  const named = lineIn(node['@id']) ?? lineIn(node.identifier) ?? linkIn(node.url, address);
  return dates.map((date) => {
    const { at, timeKnown } = readEventTime(date, timeZone);
    return {
      id: dates.length === 1 && named !== undefined ? named : `${named ?? title} ${date}`,
      title,
      performers: [node.performer, node.performers].flat().flatMap((each) => nameOf(each) ?? []),
      startsAt: at,
      endsAt: end === undefined || dates.length > 1 ? undefined : readEventTime(end, timeZone).at,
      timeZone,
      timeKnown,
      venue: lineIn(place.name),
      city:
        lineIn(postal.addressLocality) ??
        (typeof node.location === 'string' ? cityIn(node.location) : undefined),
      region: lineIn(postal.addressRegion),
      country: nameOf(postal.addressCountry),
      ...coordinates,
      status: statusOf(lineIn(node.eventStatus), offers),
      ticketUrl: linkIn(offer.url, address) ?? linkIn(node.url, address),
      price: priceIn(offer.lowPrice ?? offer.price, offer.priceCurrency),
    };
  });
}

/** `Memphis, TN, US` begins with the city. */
function cityIn(location: string): string | undefined {
  return lineIn(location.split(',')[0]);
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) ? lineIn(value.name) : lineIn(value);
}

function isSoldOut(offer: Node): boolean {
  return /SoldOut|OutOfStock|Discontinued/u.test(lineIn(offer.availability) ?? '');
}

function statusOf(status: string | undefined, offers: readonly Node[]): LocalEvent['status'] {
  if (/EventCancelled/u.test(status ?? '')) return 'cancelled';
  if (/EventPostponed/u.test(status ?? '')) return 'postponed';
  return offers.length > 0 && offers.every(isSoldOut) ? 'sold-out' : 'scheduled';
}
