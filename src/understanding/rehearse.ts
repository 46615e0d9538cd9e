/** A bank put to the test by itself: each fold's phrasings are asked of a fit that has never seen them. */
import type { Outcome } from './confidence.ts';
import { type Evidence, weigherOf } from './evidence.ts';
import { learn } from './learn.ts';
import type { ReadPhrasing } from './phrasings.ts';
import { seededRandom, shuffled } from './random.ts';

/** A phrasing asked as a question. */
export interface Rehearsed {
  /** The place of the phrasing in the bank. */
  readonly phrasing: number;
  /** False when its whole answer was hidden: a question the bank could not answer. */
  readonly answerable: boolean;
  readonly evidence: Evidence;
  /** Its answer's number and the best contender's; -1 when nothing was near. */
  readonly owner: number;
  readonly best: number;
}

/** The share of real questions that a bank cannot answer; shops see from almost none to half. */
const unanswerableShare = 0.2;

/**
 * Cross-validation with hidden answers: in each fold one share of the phrasings is held out from answers that stay,
 * and one share of the answers is hidden altogether, whose phrasings then stand for questions out of scope.
 * Phrasings that are alone in their answer can only be asked while hidden.
 */
export function rehearse(
  phrasings: readonly ReadPhrasing[],
  classes: number,
  dense: Float32Array,
): Rehearsed[] {
  const folds = phrasings.length < 1_000 ? 5 : 8;
  const played = phrasings.length < 1_000 ? folds : phrasings.length < 3_000 ? 2 : 1;
  const random = seededRandom(7);
  const foldOf = new Uint32Array(phrasings.length);
  const hiddenIn = new Uint32Array(classes);
  shuffled([...foldOf.keys()], random).forEach((phrasing, at) => {
    foldOf[phrasing] = at % folds;
  });
  shuffled([...hiddenIn.keys()], random).forEach((klass, at) => {
    hiddenIn[klass] = at % folds;
  });
  const results: Rehearsed[] = [];
  for (let fold = 0; fold < played; fold++) {
    const taught = [...phrasings.keys()].filter(
      (at) => foldOf[at] !== fold && hiddenIn[phrasings[at]?.owner ?? 0] !== fold,
    );
    results.push(
      ...play(
        phrasings,
        classes,
        dense,
        taught,
        (at) => foldOf[at] === fold,
        (klass) => hiddenIn[klass] === fold,
      ),
    );
  }
  return results;
}

/** Teaches `taught` and asks what was held out. */
function play(
  phrasings: readonly ReadPhrasing[],
  classes: number,
  dense: Float32Array,
  taught: readonly number[],
  heldOut: (phrasing: number) => boolean,
  hidden: (klass: number) => boolean,
): Rehearsed[] {
  if (taught.length === 0) return [];
  const size = dense.length / phrasings.length;
  const taughtDense = new Float32Array(taught.length * size);
  taught.forEach((at, row) => {
    taughtDense.set(dense.subarray(at * size, (at + 1) * size), row * size);
  });
  const lessons = taught.flatMap((at) => phrasings[at] ?? []);
  const known = new Set(lessons.map(({ owner }) => owner));
  const weigher = weigherOf(learn(lessons, classes, taughtDense));
  return phrasings.flatMap(({ owner, features }, phrasing) => {
    const answerable = !hidden(owner);
    if (answerable && (!heldOut(phrasing) || !known.has(owner))) return [];
    const vector = size > 0 ? dense.subarray(phrasing * size, (phrasing + 1) * size) : undefined;
    const { contenders, evidence } = weigher.weigh(features, vector);
    return [{ phrasing, answerable, evidence, owner, best: contenders[0]?.class ?? -1 }];
  });
}

/** Rehearsed questions as outcomes, weighted so that unanswerable ones have their usual share. */
export function outcomesOf(rehearsed: readonly Rehearsed[]): Outcome[] {
  const answerable = rehearsed.filter((each) => each.answerable).length;
  const foreign = rehearsed.length - answerable;
  const foreignWeight =
    answerable === 0 || foreign === 0
      ? 0.05
      : ((unanswerableShare / (1 - unanswerableShare)) * answerable) / foreign;
  return rehearsed.map(({ answerable: inScope, evidence, owner, best }) => ({
    evidence,
    right: inScope && best === owner,
    weight: inScope ? 1 : foreignWeight,
  }));
}
