/** "Any concerts near me?": what is on near the shopper, or in a city they name, from the shop's event feeds. */
import {
  askedBefore,
  type Button,
  cityIn,
  defineIntent,
  interestKey,
  keepAsked,
  type NearbyEvent,
  type Turn,
  whenInWords,
} from '../../src/kit.ts';
import { keepAnswered } from './answered.ts';
import { type ConcertsAsked, readConcerts } from './read-where.ts';

const mostEvents = 5;

export default defineIntent({
  follows: (turn) => turn.alerts !== undefined && askedIn(turn) !== undefined,
  async run(turn) {
    const { alerts, customer } = turn;
    const asked = askedIn(turn);
    if (!alerts || !asked) return turn.say('alert-set.unavailable');
    const place = asked.city === '' ? customer?.place : cityIn(asked.city);
    if (place?.latitude === undefined || place.longitude === undefined) {
      keepAsked(turn, intent, asked.performer);
      return turn.say('concerts.where');
    }
    const { city, latitude, longitude } = place;
    const events = await alerts.eventsNear({
      place: { latitude, longitude },
      most: mostEvents,
      ...(asked.performer !== '' && { performer: asked.performer }),
    });
    keepAnswered(turn, asked);
    const who = asked.performer;
    const where = asked.city === '' ? 'near-me' : 'in-city';
    const whom = who === '' ? 'any' : 'performer';
    const tellMe = { title: turn.phrase(`concerts.tell-me.${whom}.${where}`, { who, city }) };
    if (events.length === 0) return turn.say('concerts.none', { city }, { buttons: [tellMe] });
    const lines = events.map((event) => `- ${lineOf(turn, event)}`);
    turn.sayMarkdown(`${turn.sentence('concerts.these', { city })}\n\n${lines.join('\n')}`, {
      buttons: [...events.flatMap((event) => ticketsOf(turn, event)), tellMe],
    });
  },
});

const intent = 'concerts-near';
/** Whoever writes more than a city says more than that. */
const longestCity = 40;

/** What the message asks, or asked before when it only names the city that was missing. */
function askedIn(turn: Turn): ConcertsAsked | undefined {
  const { text } = turn;
  const performer = askedBefore(turn, intent);
  const isAnswer = performer !== undefined && text.length <= longestCity && cityIn(text) !== undefined;
  if (isAnswer) return { performer, city: text, onlyIfKnown: false };
  return readConcerts(text).find(
    ({ performer, city, onlyIfKnown }) =>
      (city === '' || cityIn(city) !== undefined) && (!onlyIfKnown || isKnown(turn, performer)),
  );
}

/** Of the performers whose names the merchant keeps, or who made a record that is on sale. */
function isKnown({ alerts, shop }: Turn, performer: string): boolean {
  if ((alerts?.performerNames(performer) ?? []).length > 0) return true;
  return shop?.names()?.get(interestKey(performer))?.kind === 'artist';
}

function lineOf(turn: Turn, { name, event, km }: NearbyEvent): string {
  const { startsAt: at, timeZone: zone, timeKnown } = event;
  const when = whenInWords({ at, zone, timeKnown }, turn.language);
  const where = [event.venue, event.city].filter(Boolean).join(', ');
  return turn.sentence('concerts.item', { name, when, where, km: Math.max(1, km) });
}

function ticketsOf(turn: Turn, { name, event: { ticketUrl } }: NearbyEvent): Button[] {
  return ticketUrl === undefined
    ? []
    : [{ title: turn.phrase('concerts.tickets', { name }), url: ticketUrl }];
}
