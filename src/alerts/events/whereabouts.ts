/** Where an event is, and how far from somebody's home. */
import { distanceKm, findCity } from '../../customers/index.ts';
import type { StoredEvent } from './event-store.ts';

/** An event that names its city alone is taken to be in the middle of it. */
export function placed(event: StoredEvent): StoredEvent {
  const { latitude, city, region, country } = event;
  if (latitude !== undefined || city === undefined) return event;
  const found = findCity({ city, region, country }) ?? findCity({ city, country });
  return found ? { ...event, latitude: found.latitude, longitude: found.longitude } : event;
}

/** Kilometres; undefined where either place is not known. */
export function kmBetween(
  home: { readonly latitude?: number | undefined; readonly longitude?: number | undefined },
  { latitude, longitude }: StoredEvent,
): number | undefined {
  if (home.latitude === undefined || home.longitude === undefined) return undefined;
  if (latitude === undefined || longitude === undefined) return undefined;
  return distanceKm({ latitude: home.latitude, longitude: home.longitude }, { latitude, longitude });
}
