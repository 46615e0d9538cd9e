/** A question against a fit: a score for every answer, and the evidence that the best of them is right. */
import { centred } from './encoder.ts';
import type { Features } from './features.ts';
import { denseShare, type Fit, spaceIn } from './learn.ts';
import { scoreClasses } from './linear.ts';
import { CandidateRows } from './nearest.ts';
import { RowComparer } from './rows.ts';
import type { SparseVector } from './space.ts';

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
  /** The question's words and letters in the space of the fit. */
  readonly vector: SparseVector;
}

/** Rows that are compared exactly when there is no linear model. */
const mostCandidates = 100;
/** How many answers are looked at closely; the right one is hardly ever below. */
const mostContenders = 5;
/** One unit of cosine is worth this much log-odds beside the linear model, and without one. */
const usualNearnessWeight = 1;
const nearnessAlone = 14;
/** Of very many phrasings of one answer the first ones will do. */
const mostRowsCompared = 200;

export interface Weigher {
  /**
   * Weighs a question; `dense` is the encoder's vector, missing without one. Rows that are `hidden` are not looked at,
   * as if the bank had never had them; a linear model cannot forget, so only fits without one can hide.
   */
  weigh(features: Features, dense?: Float32Array, hidden?: (row: number) => boolean): Weighed;
}

/** A weigher of questions by `fit`; the nearest phrasing adds `nearnessWeight` times its cosine to the score. */
export function weigherOf(fit: Fit, nearnessWeight = usualNearnessWeight): Weigher {
  const space = spaceIn(fit);
  const comparer = new RowComparer(fit.rows);
  const candidates = fit.index && new CandidateRows(fit.index);
  const nothing = new Float32Array(0);
  return {
    weigh(features, raw, hidden) {
      const sparse = space.vectorOf(features);
      const known = space.knownShare(features);
      const dense = raw && fit.rows.denseSize > 0 ? centred(raw, fit.denseMean, fit.densePartSize) : nothing;
      comparer.ask(sparse);
      const logits = fit.linear ? scoreClasses(fit.linear, sparse, dense) : undefined;
      const classes = logits ? highest(logits, mostContenders) : nearClasses(sparse, hidden);
      const contenders = classes.map((klass) => {
        const { row, cosine } = nearestOf(klass, dense, hidden);
        const linear = logits?.[klass] ?? 0;
        const score = logits ? linear + nearnessWeight * cosine : nearnessAlone * cosine;
        return { class: klass, score, share: 0, row, cosine, linear };
      });
      contenders.sort((left, right) => right.score - left.score || left.class - right.class);
      const best = contenders[0]?.score ?? 0;
      const total = contenders.reduce((sum, { score }) => sum + Math.exp(score - best), 0);
      const shared = contenders.map((each) => ({ ...each, share: Math.exp(each.score - best) / total }));
      return { contenders: shared, evidence: evidenceOf(shared, known), known, vector: sparse };
    },
  };

  function nearestOf(
    klass: number,
    dense: Float32Array,
    hidden?: (row: number) => boolean,
  ): { row: number; cosine: number } {
    let row = -1;
    let cosine = -1;
    const from = fit.firsts[klass] ?? 0;
    const to = Math.min(fit.firsts[klass + 1] ?? 0, from + mostRowsCompared);
    for (let at = from; at < to; at++) {
      const candidate = fit.order[at] ?? 0;
      if (hidden?.(candidate)) continue;
      const near = cosineOf(candidate, dense);
      if (near > cosine) {
        cosine = near;
        row = candidate;
      }
    }
    return { row, cosine };
  }

  function cosineOf(row: number, dense: Float32Array): number {
    const lexical = comparer.cosine(row);
    if (dense.length === 0) return lexical;
    let sum = 0;
    const from = row * dense.length;
    for (let at = 0; at < dense.length; at++) sum += (dense[at] ?? 0) * (fit.rows.dense[from + at] ?? 0);
    return (1 - denseShare) * lexical + denseShare * sum;
  }

  /** The answers of the nearest phrasings, nearest first. */
  function nearClasses(sparse: SparseVector, hidden?: (row: number) => boolean): number[] {
    const found = candidates?.find(sparse, mostCandidates) ?? [];
    const rows = Array.from(found, (row) => ({ row, cosine: comparer.cosine(row) }));
    rows.sort((left, right) => right.cosine - left.cosine || left.row - right.row);
    const classes = new Set<number>();
    for (const { row } of rows) {
      if (classes.size < mostContenders && !hidden?.(row)) classes.add(fit.owners[row] ?? 0);
    }
    return [...classes];
  }
}

/** The evidence of weighed contenders, in a fixed order; see `evidenceNames`. */
function evidenceOf(contenders: readonly Contender[], known: number): number[] {
  const [best, second] = contenders;
  if (!best) return evidenceNames.map(() => 0);
  const clear = Math.min(8, best.score - (second?.score ?? 0));
  const nearest = contenders.reduce((most, { cosine }) => Math.max(most, cosine), 0);
  const rival = contenders.reduce((most, { cosine }, at) => (at === 0 ? most : Math.max(most, cosine)), 0);
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

/** The places of the `count` highest values, highest first. */
function highest(values: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (best.length === count && value <= (values[best[count - 1] ?? 0] ?? 0)) continue;
    let place = best.length;
    while (place > 0 && value > (values[best[place - 1] ?? 0] ?? 0)) place--;
    best.splice(place, 0, at);
    if (best.length > count) best.pop();
  }
  return best;
}
