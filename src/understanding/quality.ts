/** How well a set of questions was understood, in the measures that the field compares systems by. */
import { areaUnderRoc, calibrationError } from './metrics.ts';
import type { Understood } from './understanding.ts';

/** The label of questions that the bank cannot answer. */
export const outOfScope = '__oos__';

/** All shares are from 0 to 1. `n` and the shares of right answers count the questions the bank can answer. */
export interface Quality {
  readonly n: number;
  readonly top1: number;
  readonly top3: number;
  readonly mrr10: number;
  readonly outOfScope: { readonly n: number; readonly auroc: number };
  /** Shares of all questions; `correct` is the share of right ones among the answered. */
  readonly zones: {
    readonly answered: number;
    readonly correct: number;
    readonly offered: number;
    readonly declined: number;
  };
  /** At the threshold that the bank chose: answerable questions answered rightly, and others not answered. */
  readonly atThreshold: { readonly inScope: number; readonly caught: number };
  readonly calibrationError: number;
}

/** A question's label and what was understood. */
export interface Result {
  readonly label: string;
  readonly understood: Understood;
}

/** Measures results; `outOfScope` is the label of what cannot be answered. */
export function measure(results: readonly Result[]): Quality {
  const placed = results.map((result) => ({
    ...result,
    inScope: result.label !== outOfScope,
    place: result.understood.candidates.findIndex(({ id }) => id === result.label),
    confidence: result.understood.candidates[0]?.confidence ?? 0,
  }));
  const inScope = placed.filter((each) => each.inScope);
  const foreign = placed.filter((each) => !each.inScope);
  const zoned = (zone: string) => placed.filter(({ understood }) => understood.zone === zone);
  const answered = zoned('answer');
  const share = (part: number, whole: number) => round(whole === 0 ? 0 : part / whole);
  const within = (places: number) => inScope.filter(({ place }) => place >= 0 && place < places).length;
  return {
    n: inScope.length,
    top1: share(within(1), inScope.length),
    top3: share(within(3), inScope.length),
    mrr10: share(
      inScope.reduce((sum, { place }) => sum + (place < 0 ? 0 : 1 / (place + 1)), 0),
      inScope.length,
    ),
    outOfScope: {
      n: foreign.length,
      auroc: round(
        areaUnderRoc(
          inScope.map(({ confidence }) => confidence),
          foreign.map(({ confidence }) => confidence),
        ),
      ),
    },
    zones: {
      answered: share(answered.length, placed.length),
      correct: share(answered.filter(({ place }) => place === 0).length, answered.length),
      offered: share(zoned('offer').length, placed.length),
      declined: share(zoned('decline').length, placed.length),
    },
    atThreshold: {
      inScope: share(
        inScope.filter(({ place, understood }) => place === 0 && understood.zone === 'answer').length,
        inScope.length,
      ),
      caught: share(foreign.filter(({ understood }) => understood.zone !== 'answer').length, foreign.length),
    },
    calibrationError: round(
      calibrationError(placed.map(({ confidence, place }) => ({ confidence, right: place === 0 }))),
    ),
  };
}

/** To four places. */
export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
