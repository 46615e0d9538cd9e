/** A bank put to the test by itself: each fold's phrasings are asked of a fit that has never seen them. */
import type { Outcome } from './confidence.ts';
import { rowsOfBlock, type VectorBlock, vectorAt } from './encoder.ts';
import { type Evidence, weigherOf } from './evidence.ts';
import type { Features } from './features.ts';
import { type Fit, type Loss, learn } from './learn.ts';
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

/**
 * Cross-validation with hidden answers: in each fold one share of the phrasings is held out from answers that stay,
 * and one share of the answers is hidden altogether, whose phrasings then stand for questions out of scope.
 * Names are only taught. A phrasing alone in an answer without a name can only be asked while hidden.
 */
export function rehearse(
  phrasings: readonly ReadPhrasing[],
  classes: number,
  block: VectorBlock,
  loss: Loss,
): Rehearsed[] {
  const folds = phrasings.length < 1_000 ? 5 : 8;
  const played = phrasings.length < 1_000 ? folds : phrasings.length < 3_000 ? 2 : 1;
  const random = seededRandom(7);
  const hiddenIn = new Uint32Array(classes);
  const usual = usualCount(phrasings, classes);
  const cycle = Math.max(1, Math.min(folds, usual));
  const turns = usual <= folds ? turnsOf(phrasings, classes, random) : anyTurns(phrasings.length, random);
  shuffled([...hiddenIn.keys()], random).forEach((klass, at) => {
    hiddenIn[klass] = at % folds;
  });
  const heldOut = (at: number, fold: number) => {
    const turn = turns[at] ?? -1;
    return turn >= 0 && !phrasings[at]?.isName && turn % cycle === fold % cycle;
  };
  const results: Rehearsed[] = [];
  for (let fold = 0; fold < played; fold++) {
    const taught = [...phrasings.keys()].filter(
      (at) => !heldOut(at, fold) && hiddenIn[phrasings[at]?.owner ?? 0] !== fold,
    );
    results.push(
      ...play(
        phrasings,
        classes,
        block,
        loss,
        taught,
        (at) => heldOut(at, fold),
        (klass) => hiddenIn[klass] === fold,
      ),
    );
  }
  return results;
}

/**
 * Each phrasing's turn among those of its answer, drawn by lot; -1 for a name. Answers with few phrasings must all lose one
 * together: one that alone had lost it would lose to all others.
 */
function turnsOf(phrasings: readonly ReadPhrasing[], classes: number, random: () => number): Int32Array {
  const turns = new Int32Array(phrasings.length).fill(-1);
  const next = new Uint32Array(classes);
  for (const at of shuffled([...phrasings.keys()], random)) {
    const { owner = 0, isName = true } = phrasings[at] ?? {};
    if (isName) continue;
    turns[at] = next[owner] ?? 0;
    next[owner] = (next[owner] ?? 0) + 1;
  }
  return turns;
}

/** Each phrasing's turn among all, drawn by lot. */
function anyTurns(count: number, random: () => number): Int32Array {
  const turns = new Int32Array(count);
  shuffled([...turns.keys()], random).forEach((phrasing, at) => {
    turns[phrasing] = at;
  });
  return turns;
}

/** How many phrasings the answer in the middle has, of those that have any. */
function usualCount(phrasings: readonly ReadPhrasing[], classes: number): number {
  const counts = new Uint32Array(classes);
  for (const { owner, isName } of phrasings) if (!isName) counts[owner] = (counts[owner] ?? 0) + 1;
  const sorted = counts.filter((count) => count > 0).sort();
  return sorted[sorted.length >>> 1] ?? 0;
}

/** A larger bank keeps the loss that learns faster; by then the two hardly differ. */
const mostComparedPhrasings = 3_000;

/** The rehearsal with the loss that gets more of the phrasings right, the usual one when both do. */
export function bestRehearsal(
  phrasings: readonly ReadPhrasing[],
  classes: number,
  block: VectorBlock,
): { loss: Loss; rehearsed: Rehearsed[] } {
  const shares = rehearse(phrasings, classes, block, 'shares');
  if (phrasings.length > mostComparedPhrasings) return { loss: 'shares', rehearsed: shares };
  const margins = rehearse(phrasings, classes, block, 'margins');
  return rightIn(margins) > rightIn(shares)
    ? { loss: 'margins', rehearsed: margins }
    : { loss: 'shares', rehearsed: shares };
}

function rightIn(rehearsed: readonly Rehearsed[]): number {
  return outcomesOf(rehearsed).filter(({ right }) => right).length;
}

/** Teaches `taught` and asks what was held out. */
function play(
  phrasings: readonly ReadPhrasing[],
  classes: number,
  block: VectorBlock,
  loss: Loss,
  taught: readonly number[],
  heldOut: (phrasing: number) => boolean,
  hidden: (klass: number) => boolean,
): Rehearsed[] {
  if (taught.length === 0) return [];
  const lessons = taught.flatMap((at) => phrasings[at] ?? []);
  const known = new Set(lessons.map(({ owner }) => owner));
  const weigher = weigherOf(learn(lessons, classes, rowsOfBlock(block, taught), loss));
  return phrasings.flatMap(({ owner, features, isName }, phrasing) => {
    const answerable = !hidden(owner);
    if (isName) return [];
    if (answerable && (!heldOut(phrasing) || !known.has(owner))) return [];
    const vector = block.size > 0 ? vectorAt(block, phrasing) : undefined;
    const { contenders, evidence } = weigher.weigh(features, vector);
    return [{ phrasing, answerable, evidence, owner, best: contenders[0]?.class ?? -1 }];
  });
}

/** So many phrasings of a very large bank tell what all of them would. */
const mostAskedInPlace = 1_000;

/**
 * The rehearsal of a fit that knows only its rows and no linear model: nothing has to be learnt again, since a row is
 * forgotten by not looking at it. Each of some phrasings is asked with itself hidden, then with its whole answer hidden.
 */
export function rehearseInPlace(fit: Fit, featuresOfRow: (row: number) => Features): Rehearsed[] {
  const weigher = weigherOf(fit);
  const stride = Math.max(1, Math.floor(fit.rows.count / mostAskedInPlace));
  const asked = Array.from({ length: Math.floor(fit.rows.count / stride) }, (_, at) => at * stride);
  return asked.flatMap((phrasing) => {
    const owner = fit.owners[phrasing] ?? 0;
    const features = featuresOfRow(phrasing);
    const ask = (answerable: boolean, hidden: (row: number) => boolean): Rehearsed => {
      const { contenders, evidence } = weigher.weigh(features, undefined, hidden);
      return { phrasing, answerable, evidence, owner, best: contenders[0]?.class ?? -1 };
    };
    const alone = (fit.firsts[owner + 1] ?? 0) - (fit.firsts[owner] ?? 0) === 1;
    const foreign = ask(false, (row) => fit.owners[row] === owner);
    return alone ? [foreign] : [ask(true, (row) => row === phrasing), foreign];
  });
}

/** Rehearsed questions as outcomes. */
export function outcomesOf(rehearsed: readonly Rehearsed[]): Outcome[] {
  return rehearsed.map(({ answerable, evidence, owner, best }) => ({
    evidence,
    answerable,
    right: answerable && best === owner,
  }));
}
