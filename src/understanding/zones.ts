/** Where confidence is enough to answer, to offer a choice, or not even that. */
import type { Zone } from './understanding.ts';

export interface Thresholds {
  /** From here the best candidate is the answer. */
  readonly answer: number;
  /** From here "did you mean" is asked; below, an honest no. */
  readonly offer: number;
}

/** What a wrong answer costs when a merchant has not said: a little more than a needless handoff. */
export const usualWrongAnswerCost = 1.5;

/**
 * The thresholds of least expected cost for a calibrated confidence p (C. K. Chow, “On optimum recognition error and
 * reject tradeoff”, 1970). A needless handoff costs 1, a wrong answer `wrongAnswerCost`: answering pays while
 * (1 - p) * wrongAnswerCost <= p. An offer costs the shopper a click but not a wrong answer, so it pays down to a fifth of
 * those odds.
 */
export function thresholdsFor(wrongAnswerCost: number): Thresholds {
  const answer = wrongAnswerCost / (1 + wrongAnswerCost);
  const odds = wrongAnswerCost / 5;
  return { answer, offer: Math.min(answer, odds / (1 + odds)) };
}

export function zoneOf(confidence: number, { answer, offer }: Thresholds): Zone {
  if (confidence >= answer) return 'answer';
  return confidence >= offer ? 'offer' : 'decline';
}
