/** What share of the questions a bank cannot answer: learnt from the questions themselves, without being told. */
import { LRUCache } from 'lru-cache';

/** What is believed before any question came, and how many questions that belief is worth. */
export const usualUnanswerable = 0.15;
const usualWorth = 25;
/** Older questions fade: the estimate follows about the last thousand. */
const memory = 1_000;
const leastShare = 0.02;
const mostShare = 0.7;

export interface Traffic {
  /** The share of questions out of scope, from 0 to 1. */
  readonly unanswerable: number;
  /**
   * Counts a question that was thought unanswerable with this chance, at the share known then. The same question
   * again counts no more: one shopper who repeats it must not move what all others are told.
   */
  see(chance: number, question?: string): void;
}

/**
 * The share of a class in a changed population by expectation-maximisation, one question at a time: Saerens, Latinne,
 * Decaestecker, “Adjusting the outputs of a classifier to new a priori probabilities”, Neural Computation 2002.
 */
export function createTraffic(): Traffic {
  let share = usualUnanswerable;
  let seen = usualWorth;
  const counted = new LRUCache<string, true>({ max: memory });
  return {
    get unanswerable() {
      return share;
    },
    see(chance, question) {
      if (question !== undefined && counted.has(question)) return;
      if (question !== undefined) counted.set(question, true);
      seen = Math.min(memory, seen + 1);
      share = Math.min(mostShare, Math.max(leastShare, share + (chance - share) / seen));
    },
  };
}
