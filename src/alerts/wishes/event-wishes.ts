/** Wishes to hear of a performer's shows, or of anything near. */
import type { Database } from '../../store/index.ts';
import { type WishTown, wishesAbout } from './wish.ts';

export interface EventWish {
  readonly id: string;
  readonly customerId: string;
  /** Key of the performer; `*` for any. */
  readonly performer: string;
  readonly withinKm: number | undefined;
  /** Where it is to be; near their home if left out. */
  readonly near: WishTown | undefined;
  readonly words: string;
}

export async function eventWishes(
  database: Database,
  performers: readonly string[],
  now: number,
): Promise<EventWish[]> {
  if (performers.length === 0) return [];
  const wishes = await wishesAbout(database, 'local-event', [...performers, '*'], now);
  return wishes.map(({ id, customerId, subject, terms, words }) => ({
    id,
    customerId,
    performer: subject,
    withinKm: terms.withinKm,
    near: terms.near,
    words,
  }));
}
