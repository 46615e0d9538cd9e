/** What concerts the shopper was told of a moment ago, so that "tell me when they do" is about those. */
import { keepForNextTurn, keptInTurnBefore, type Turn } from '../../src/kit.ts';

export interface ConcertsAnswered {
  /** In the shopper's words; empty for anybody. */
  readonly performer: string;
  /** In the shopper's words; empty for where they live. */
  readonly city: string;
}

const notes = 'concerts-near';

export function keepAnswered(turn: Turn, { performer, city }: ConcertsAnswered): void {
  keepForNextTurn(turn, notes, { performer, city });
}

/** Undefined when the turn before was about something else. */
export function answeredBefore(turn: Turn): ConcertsAnswered | undefined {
  const { performer, city } = keptInTurnBefore(turn, notes) ?? {};
  return performer === undefined || city === undefined ? undefined : { performer, city };
}
