/** What is on near a place: for who asks, beside those who are told unasked. */
import type { Database } from '../../store/index.ts';
import { type StoredEvent, upcomingEvents } from './event-store.ts';
import type { Performers } from './performers.ts';
import { kmBetween, placed } from './whereabouts.ts';

export interface NearbyEvent {
  /** Who plays, else what the event calls itself. */
  readonly name: string;
  readonly event: StoredEvent;
  /** Whole kilometres from the place asked for. */
  readonly km: number;
}

export interface NearbyRequest {
  readonly place: { readonly latitude: number; readonly longitude: number };
  /** Only shows of this performer, in any spelling. */
  readonly performer?: string | undefined;
  readonly withinKm: number;
  /** Milliseconds UTC. */
  readonly from: number;
  readonly until: number;
  readonly most: number;
}

/** The soonest first. A night is named once, whoever lists it, and a series by its next date. */
export async function nearbyEvents(
  database: Database,
  performers: Performers,
  { place, performer, withinKm, from, until, most }: NearbyRequest,
): Promise<readonly NearbyEvent[]> {
  const wanted = performer === undefined ? undefined : performers.keyOf(performer);
  const found = new Map<string, NearbyEvent>();
  for await (const events of upcomingEvents(database, { from, until })) {
    for (const stored of events) {
      const event = placed(stored);
      const km = kmBetween(place, event);
      const playing = performers.playingAt(event);
      if (km === undefined || km > withinKm || (wanted !== undefined && !playing.includes(wanted))) continue;
      const name = event.performers[0] ?? event.title;
      const series = `${playing[0] ?? name} ${event.city ?? event.venue ?? ''}`;
      if (!found.has(series)) found.set(series, { name, event, km: Math.round(km) });
      if (found.size === most) return [...found.values()];
    }
  }
  return [...found.values()];
}
