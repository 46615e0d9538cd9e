/** A performer the customer likes plays near them. */
import { isoDayOf } from '../../core/dates.ts';
import { type CustomerPlace, type CustomerProfile, interestKey } from '../../customers/index.ts';
import type { Obstacle } from '../alert.ts';
import { changedEvents, type StoredEvent } from '../events/event-store.ts';
import { isTribute } from '../events/performers.ts';
import { kmBetween, placed } from '../events/whereabouts.ts';
import type { AlertKind, Finding, FindingPage, Look, SetAside } from '../look.ts';
import type { InterestedPerson } from '../people.ts';
import { consentObstacles } from '../reach.ts';
import { type EventWish, eventWishes } from '../wishes/event-wishes.ts';
import type { WishTown } from '../wishes/wish.ts';
import { eventTelling } from './event-telling.ts';

const dayMs = 86_400_000;

export const localEvent: AlertKind = {
  name: 'local-event',
  daily: true,
  async *find(look) {
    const { fromDays, untilDays } = look.rules.events;
    const window = { from: look.now + fromDays * dayMs, until: look.now + untilDays * dayMs };
    let keys: Awaited<ReturnType<typeof likedPerformers>> | undefined;
    const seen = new Set<string>();
    for await (const events of changedEvents(look.database, {
      since: look.since,
      upTo: look.now,
      ...window,
    })) {
      keys ??= await likedPerformers(look);
      const shows = events.map((event) => ({
        event: placed(event),
        performers: look.performers.playingAt(event),
      }));
      const liked = keys;
      yield { findings: [], setAside: shows.flatMap((show) => setAside(show, liked, look)) };
      yield* pagesFor(
        look,
        shows.filter(({ event }) => event.status === 'scheduled'),
        liked,
        seen,
      );
    }
  },
};

interface Show {
  readonly event: StoredEvent;
  /** Keys of those who play themselves. */
  readonly performers: readonly string[];
}

/** Interest keys by performer: several spellings may be one performer's. */
async function likedPerformers({ people, performers }: Look): Promise<ReadonlyMap<string, string[]>> {
  const keys = new Map<string, string[]>();
  for (const [key, name] of await people.interestKeys('artist')) {
    const performer = performers.keyOf(name);
    keys.set(performer, [...(keys.get(performer) ?? []), key]);
  }
  return keys;
}

async function* pagesFor(
  look: Look,
  shows: readonly Show[],
  keys: ReadonlyMap<string, readonly string[]>,
  seen: Set<string>,
): AsyncGenerator<FindingPage> {
  const byKey = new Map<string, { show: Show; performer: string }[]>();
  for (const show of shows) {
    for (const performer of show.performers) {
      for (const key of keys.get(performer) ?? []) {
        byKey.set(key, [...(byKey.get(key) ?? []), { show, performer }]);
      }
    }
  }
  // What they asked for goes first: an interest in the same night says less.
  const wished = await eventWishes(
    look.database,
    [...new Set(shows.flatMap(({ performers }) => performers))],
    look.now,
  );
  yield { findings: await judge(look, wishPairs(shows, wished), seen) };
  for await (const fans of look.people.interestedIn('artist', [...byKey.keys()])) {
    const near = fans.flatMap((fan) => pairsOf(look, fan, byKey.get(fan.key) ?? []));
    yield { findings: await judge(look, near, seen) };
  }
  if (look.withObstacles)
    yield { findings: await judge(look, await buyersWithoutInterest(look, shows), seen) };
}

interface Pair {
  readonly customerId: string;
  readonly show: Show;
  readonly performer: string;
  /** As the customer's orders write it. */
  readonly artist?: string;
  /** The interest that speaks for it; undefined for a wish. */
  readonly key?: string;
  readonly wish?: EventWish;
}

/** Without consent no interest is kept; whoever asks why they are not told must still find them by what they bought. */
async function buyersWithoutInterest({ people, performers }: Look, shows: readonly Show[]): Promise<Pair[]> {
  const buyers = await people.buyersByArtist();
  return buyers.flatMap(({ customerId, artist }) => {
    const performer = performers.keyOf(artist);
    const heard = shows.filter((show) => show.performers.includes(performer));
    return heard.map((show) => ({ customerId, show, performer, artist }));
  });
}

/** Who lives too far away is only looked at when the reasons are wanted: that keeps the work to the matches. */
function pairsOf(
  { rules, withObstacles }: Look,
  { customerId, key, latitude, longitude }: InterestedPerson,
  shows: readonly { show: Show; performer: string }[],
): Pair[] {
  return shows
    .filter(({ show: { event } }) => {
      if (withObstacles || latitude === undefined || longitude === undefined) return true;
      return (kmBetween({ latitude, longitude }, event) ?? Number.POSITIVE_INFINITY) <= rules.events.withinKm;
    })
    .map(({ show, performer }) => ({ customerId, show, performer, key }));
}

function wishPairs(shows: readonly Show[], wishes: readonly EventWish[]): Pair[] {
  return wishes.flatMap((wish) =>
    shows.flatMap((show) => {
      const performer = wish.performer === '*' ? show.performers[0] : wish.performer;
      const fits = performer !== undefined && (wish.performer === '*' || show.performers.includes(performer));
      return fits ? [{ customerId: wish.customerId, show, performer, wish }] : [];
    }),
  );
}

async function judge(look: Look, pairs: readonly Pair[], seen: Set<string>): Promise<Finding[]> {
  const persons = await look.people.load(pairs.map(({ customerId }) => customerId));
  return pairs.flatMap((pair) => {
    const person = persons.get(pair.customerId);
    if (!person) return [];
    const finding = findingOf(look, pair, person);
    // Two feeds list the same night, and a wish may stand beside an interest: it is told once. What cannot be told for
    // one reason may be for the other.
    const { dedupeKey } = finding.proposal;
    const key = finding.obstacles.length === 0 ? dedupeKey : `${dedupeKey} ${finding.proposal.purpose}`;
    if (seen.has(dedupeKey) || seen.has(key)) return [];
    seen.add(key);
    return [finding];
  });
}

function findingOf(look: Look, pair: Pair, person: CustomerProfile): Finding {
  const { event } = pair.show;
  const { rules, now, performers } = look;
  const interest = person.interests.find(({ kind, key }) => kind === 'artist' && key === pair.key);
  const home = pair.wish?.near ?? person.place;
  const km = home && kmBetween(home, event);
  const most = pair.wish?.withinKm ?? rules.events.withinKm;
  const purpose = pair.wish ? 'service' : 'marketing';
  const nearby = sameCity(home, event);
  return {
    proposal: {
      kind: 'local-event',
      dedupeKey: `${person.id} ${pair.performer} ${dayAt(event)} ${interestKey(event.city ?? '')}`,
      customerId: person.id,
      purpose,
      score: (interest?.weight ?? 1) * (pair.wish ? 10 : 1),
      dueAt: now,
      expiresAt: event.startsAt - rules.events.fromDays * dayMs,
      about: [`performer:${pair.performer}`, `event:${event.source} ${event.id}`],
      telling: eventTelling(event, {
        performer:
          nameOf(event, pair.performer, performers.keyOf) ?? interest?.name ?? pair.artist ?? event.title,
        place: home?.city,
        isHome: pair.wish?.near === undefined,
        km: km === undefined ? undefined : Math.round(km),
        interest,
        wished: pair.wish?.words,
      }),
      ...(pair.wish && { wishId: pair.wish.id }),
    },
    obstacles: [
      ...consentObstacles(person, purpose, pair.wish === undefined),
      ...distanceObstacles(home, km, most, nearby),
    ],
  };
}

type Home = WishTown | CustomerPlace;

function distanceObstacles(
  place: Home | undefined,
  km: number | undefined,
  most: number,
  nearby: boolean,
): Obstacle[] {
  if (nearby || (km !== undefined && km <= most)) return [];
  if (!place) return [{ code: 'no-place', reason: 'nobody knows where they live' }];
  if (km === undefined) return [{ code: 'no-place', reason: 'the place of the event is not known' }];
  return [{ code: 'too-far', reason: `${Math.round(km)} km from ${place.city}, more than ${most}` }];
}

/** An event in a city that nobody can find is near to who lives in a city of that name. */
function sameCity(place: Home | undefined, event: StoredEvent): boolean {
  if (event.latitude !== undefined || !place || event.city === undefined) return false;
  return interestKey(place.city) === interestKey(event.city);
}

/** The performer's name as the event writes it. */
function nameOf(event: StoredEvent, performer: string, keyOf: (name: string) => string): string | undefined {
  return event.performers.find((name) => keyOf(name) === performer);
}

function dayAt({ startsAt, timeZone }: StoredEvent): string {
  return isoDayOf(startsAt, timeZone);
}

/** Why an event that some customers would like is told to none of them. */
function setAside({ event, performers }: Show, keys: ReadonlyMap<string, unknown>, look: Look): SetAside[] {
  if (!look.withObstacles) return [];
  const what = `${event.title}, ${event.city ?? 'place unknown'}, ${dayAt(event)}`;
  if (isTribute(event.title) && performers.length === 0)
    return [{ what, obstacle: { code: 'tribute', reason: 'a tribute: those it honours do not play' } }];
  if (!performers.some((performer) => keys.has(performer)) || event.status === 'scheduled') return [];
  const reasons = {
    cancelled: 'it is cancelled',
    postponed: 'it has no date yet',
    'sold-out': 'it is sold out',
  };
  return [{ what, obstacle: { code: event.status, reason: reasons[event.status] } }];
}
