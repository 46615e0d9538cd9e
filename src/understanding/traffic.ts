/** What share of the questions a bank cannot answer: learnt from the questions themselves, without being told. */
import { LRUCache } from 'lru-cache';

/** What is believed before any question came, and how many questions that belief is worth. */
export const usualUnanswerable = 0.15;
const usualWorth = 25;
/** Older questions fade: the estimate follows about the last thousand. */
const memory = 1_000;
/** No shop is asked only what its bank knows; a bank of few phrasings would believe that of itself. */
const leastShare = 0.05;
const mostShare = 0.7;
/** Few shoppers ask more; whoever types nonsense without end has no more weight than they. */
const mostOfOne = 10;
const askersRemembered = 10_000;

export interface Traffic {
  /** The share of questions out of scope, from 0 to 1. */
  readonly unanswerable: number;
  /**
   * Counts a question by ln(P(evidence | answerable) / P(evidence | not)). The same question again counts no more: one
   * shopper who repeats it must not move what all others are told. Nor does one who asks much: of one asker only the
   * first few count.
   */
  see(likelihood: number, question?: string, asker?: string): void;
}

/** Likelihoods are kept by steps of a quarter from -6 to 6; beyond, one is as good as certain. */
const mostLikelihood = 6;
const stepsPerUnit = 4;
const bins = 2 * mostLikelihood * stepsPerUnit + 1;
const odds = Array.from({ length: bins }, (_, bin) => Math.exp(bin / stepsPerUnit - mostLikelihood));

/**
 * The share of a class in a changed population by expectation-maximisation: Saerens, Latinne, Decaestecker, “Adjusting
 * the outputs of a classifier to new a priori probabilities”, Neural Computation 2002. All questions that are remembered
 * are judged anew by each estimate, so that those which came first do not stay judged by what was believed before them.
 */
export function createTraffic(): Traffic {
  const counts = new Float64Array(bins);
  let share = usualUnanswerable;
  let seen = 0;
  const counted = lastOnes(memory);
  const asks = new LRUCache<string, number>({ max: askersRemembered });

  function estimate(): number {
    const answerable = (1 - share) / share;
    let foreign = usualWorth * usualUnanswerable;
    for (let bin = 0; bin < bins; bin++) {
      const count = counts[bin] ?? 0;
      if (count > 0) foreign += count / (1 + answerable * (odds[bin] ?? 0));
    }
    return Math.min(mostShare, Math.max(leastShare, foreign / (usualWorth + seen)));
  }

  return {
    get unanswerable() {
      return share;
    },
    see(likelihood, question, asker) {
      const before = asker === undefined ? 0 : (asks.get(asker) ?? 0);
      if (before >= mostOfOne || (question !== undefined && !counted.add(question))) return;
      if (asker !== undefined) asks.set(asker, before + 1);
      if (seen >= memory) {
        for (let bin = 0; bin < bins; bin++) counts[bin] = (counts[bin] ?? 0) * (1 - 1 / memory);
        seen *= 1 - 1 / memory;
      }
      const place = Math.max(-mostLikelihood, Math.min(mostLikelihood, likelihood)) + mostLikelihood;
      const bin = Math.round(place * stepsPerUnit);
      counts[bin] = (counts[bin] ?? 0) + 1;
      seen++;
      share = estimate();
    },
  };
}

/** The last `count` different texts. Adding one of them changes nothing, and says so. */
function lastOnes(count: number): { add(text: string): boolean } {
  const ring: string[] = [];
  const texts = new Set<string>();
  let next = 0;
  return {
    add(text) {
      if (texts.has(text)) return false;
      texts.add(text);
      if (texts.size > count) texts.delete(ring[next] ?? '');
      ring[next] = text;
      next = (next + 1) % count;
      return true;
    },
  };
}

/** The share as it is now, which nothing that is tried out with it changes. */
export function heldStill({ unanswerable }: Traffic): Traffic {
  return { unanswerable, see: () => {} };
}
