/** A question against a fit: a score for every answer, and the evidence that the best of them is right. */
import { denseScoresIn } from './dense-scores.ts';
import { centre } from './encoder.ts';
import type { Features } from './features.ts';
import { leadersIn } from './leaders.ts';
import { type Fit, spaceIn } from './learn.ts';
import { mostContenders, nearnessIn } from './nearness.ts';
import { type SparseVector, vectorBuffer } from './space.ts';

/** What an answer has going for it. */
export interface Contender {
  readonly class: number;
  /** Log-odds from the linear model plus what the nearest phrasing adds. */
  readonly score: number;
  /** Among the contenders; they add up to 1. */
  readonly share: number;
  /** The nearest phrasing's row, and its cosine from -1 to 1. */
  readonly row: number;
  readonly cosine: number;
  readonly linear: number;
}

/** Numbers, each about -1 to 1, that tell how far the best contender can be trusted. */
export type Evidence = readonly number[];

export interface Weighed {
  /** Best first, at most five. */
  readonly contenders: readonly Contender[];
  readonly evidence: Evidence;
  /** The share of the question that the bank knows, by rarity. */
  readonly known: number;
  /** The question's words and letters in the space of the fit; good until the next question is weighed. */
  readonly vector: SparseVector;
}

/** One unit of cosine is worth this much log-odds beside the linear model, and without one. */
const usualNearnessWeight = { shares: 1, margins: 2 };
const nearnessAlone = 14;

/** The dense part of a question as the fit was taught it: a vector, or just the words for a fit that was taught their sense. */
export type DensePart = Float32Array | readonly string[];

export interface Weigher {
  /**
   * Weighs a question; without a dense part by words and letters alone. Rows that are `hidden` are not looked at,
   * as if the bank had never had them; a linear model cannot forget, so only fits without one can hide.
   */
  weigh(features: Features, dense?: DensePart, hidden?: (row: number) => boolean): Weighed;
}

/** A weigher of questions by `fit`; the nearest phrasing adds `nearnessWeight` times its cosine to the score. */
export function weigherOf(fit: Fit, nearnessWeight = usualNearnessWeight[fit.loss]): Weigher {
  const space = spaceIn(fit);
  const leaders = fit.linear && leadersIn(fit.linear, mostContenders);
  const buffer = vectorBuffer();
  const nearness = nearnessIn(fit);
  const { denseSize } = fit.rows;
  const denseScores = fit.linear && denseSize > 0 ? denseScoresIn(fit.linear, fit.denseMean) : undefined;
  const nothing = new Float32Array(0);
  const centred = new Float32Array(denseSize);
  return {
    weigh(features, raw, hidden) {
      const vector = space.vectorOf(features, buffer);
      const known = space.knownShare(features);
      const isVector = raw instanceof Float32Array;
      const dense =
        isVector && denseSize > 0 ? centre(raw, fit.denseMean, fit.densePartSize, centred) : nothing;
      const added = isVector ? denseScores?.ofVector(dense) : raw && denseScores?.ofWords(raw);
      const found = nearness.ask(vector, leaders?.ask(vector, added), hidden);
      const contenders = found.map((klass): Open<Contender> => {
        const { row, cosine } = nearness.nearestOf(klass, dense, hidden);
        const linear = leaders?.scoreOf(klass) ?? 0;
        const score = leaders ? linear + nearnessWeight * cosine : nearnessAlone * cosine;
        return { class: klass, score, share: 0, row, cosine, linear };
      });
      putInOrder(contenders);
      shareOut(contenders);
      return { contenders, evidence: evidenceOf(contenders, known), known, vector };
    },
  };
}

type Open<Data> = { -readonly [Name in keyof Data]: Data[Name] };

/** Best first. There are at most five: each moves up past those that it beats. */
function putInOrder(contenders: Contender[]): void {
  for (let from = 1; from < contenders.length; from++) {
    for (let at = from; at > 0; at--) {
      const above = contenders[at - 1];
      const below = contenders[at];
      if (!above || !below || !beats(below, above)) break;
      contenders[at - 1] = below;
      contenders[at] = above;
    }
  }
}

function beats(one: Contender, other: Contender): boolean {
  return one.score > other.score || (one.score === other.score && one.class < other.class);
}

/** Sets the shares of sorted contenders: exp(score) / Σ exp(score). */
function shareOut(contenders: readonly Open<Contender>[]): void {
  const best = contenders[0]?.score ?? 0;
  let total = 0;
  for (const each of contenders) {
    each.share = Math.exp(each.score - best);
    total += each.share;
  }
  for (const each of contenders) each.share /= total;
}

/** The evidence of weighed contenders, in a fixed order; see `evidenceNames`. */
function evidenceOf(contenders: readonly Contender[], known: number): number[] {
  const best = contenders[0];
  if (!best) return evidenceNames.map(() => 0);
  const clear = Math.min(8, best.score - (contenders[1]?.score ?? 0));
  let rival = 0;
  for (let at = 1; at < contenders.length; at++) rival = Math.max(rival, contenders[at]?.cosine ?? 0);
  const nearest = Math.max(best.cosine, rival);
  return [
    Math.log(Math.max(best.share, 1e-4) / Math.max(1 - best.share, 1e-4)) / 4,
    clear / 4,
    best.linear / 6,
    best.cosine,
    best.cosine - rival,
    known,
    nearest === best.cosine ? 1 : 0,
  ];
}

/** What each number of an evidence means. */
export const evidenceNames = [
  'odds',
  'lead',
  'linear',
  'cosine',
  'cosineLead',
  'known',
  'agreement',
] as const;
