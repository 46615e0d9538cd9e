/** What one person was promised and told, for the people at the desk. */
import type { Clock } from '../core/clock.ts';
import type { Language } from '../core/language.ts';
import { type CustomerKeeper, customerOfUser } from '../customers/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { placesFor } from '../store/index.ts';
import { alertOfRow } from './alert-store.ts';
import { wishesOf } from './wishes/wish.ts';
import { wordsIn } from './words/words.ts';

export interface AlertOverviewParts {
  readonly keeper: CustomerKeeper;
  readonly knowledge: () => Knowledge;
  readonly clock: Clock;
}

export interface OverviewLine {
  readonly id: string;
  /** What they asked to be told in their own words, or what they were told. */
  readonly text: string;
  readonly state: 'promised' | 'told';
}

const mostTold = 5;

/** Promises that hold, the newest first, then what was told last; nothing for a stranger. */
export async function alertOverview(
  { keeper, knowledge, clock }: AlertOverviewParts,
  user: { readonly channel: string; readonly userId: string },
  language: Language = 'en',
): Promise<OverviewLine[]> {
  const { database } = keeper;
  const recordIds = (await customerOfUser(keeper, user))?.recordIds ?? [];
  if (recordIds.length === 0) return [];
  const [wishes, told] = await Promise.all([
    wishesOf(database, recordIds, clock.now()),
    database.read(
      `SELECT a.* FROM alert a JOIN alert_message m ON m.id = a.message_id
       WHERE a.customer_id IN (${placesFor(recordIds)}) AND m.status IN ('sent', 'unknown')
       ORDER BY m.sent_at DESC, a.score DESC, a.id LIMIT ${mostTold}`,
      recordIds,
    ),
  ]);
  const words = wordsIn(language, knowledge());
  return [
    ...wishes.map(({ id, words: text }) => ({ id, text, state: 'promised' as const })),
    ...told.map(alertOfRow).map(({ id, telling }) => ({
      id,
      text: words.plain(telling.headline),
      state: 'told' as const,
    })),
  ];
}
