/** The nearest phrasing of each answer that may be right: by class where a linear model puts answers first, else by rows. */
import { denseShare, type Fit } from './learn.ts';
import { CandidateRows } from './nearest.ts';
import { ClassComparer, type ClassIndex, mostRowsCompared } from './nearest-in-class.ts';
import { RowComparer } from './rows.ts';
import type { SparseVector } from './space.ts';

/** A row, or -1 when all are hidden, and its cosine from -1 to 1. */
export interface Nearest {
  readonly row: number;
  readonly cosine: number;
}

export interface Nearness {
  /** Takes up a question. The answers to be looked at: those that a linear model put `first`, else those of the nearest rows. */
  ask(
    question: SparseVector,
    first: readonly number[] | undefined,
    hidden?: (row: number) => boolean,
  ): readonly number[];
  /** The nearest row of one of those answers, to be asked once for each. */
  nearestOf(klass: number, dense: Float32Array, hidden?: (row: number) => boolean): Nearest;
}

/** Rows that are compared exactly when there is no linear model. */
const mostCandidates = 100;
/** How many answers are looked at closely; the right one is hardly ever below. */
export const mostContenders = 5;

/** Nearness to the phrasings of `fit`. */
export function nearnessIn(fit: Fit): Nearness {
  return fit.linear && fit.classIndex ? nearnessByClass(fit, fit.classIndex) : nearnessByRow(fit);
}

function nearnessByClass(fit: Fit, index: ClassIndex): Nearness {
  const comparer = new ClassComparer(index, fit.rows.count);
  return {
    ask(question, first = []) {
      comparer.compare(question, first);
      return first;
    },
    nearestOf: nearestBy(fit, (place) => comparer.take(place)),
  };
}

function nearnessByRow(fit: Fit): Nearness {
  const comparer = new RowComparer(fit.rows);
  const candidates = fit.index && new CandidateRows(fit.index);
  return {
    ask(question, _, hidden) {
      comparer.ask(question);
      const found = candidates?.find(question, mostCandidates) ?? [];
      const rows = Array.from(found, (row) => ({ row, cosine: comparer.cosine(row) }));
      rows.sort((left, right) => right.cosine - left.cosine || left.row - right.row);
      const classes = new Set<number>();
      for (const { row } of rows) {
        if (classes.size < mostContenders && !hidden?.(row)) classes.add(fit.owners[row] ?? 0);
      }
      return [...classes];
    },
    nearestOf: nearestBy(fit, (_, row) => comparer.cosine(row)),
  };
}

/** The nearest of the first rows of a class by `lexicalOf`, the cosine of words and letters, and by sentence vectors. What words mean adds nothing here. */
function nearestBy(fit: Fit, lexicalOf: (place: number, row: number) => number): Nearness['nearestOf'] {
  const { order, firsts, rows, denseOf } = fit;
  return (klass, dense, hidden) => {
    let row = -1;
    let cosine = -1;
    const from = firsts[klass] ?? 0;
    const to = Math.min(firsts[klass + 1] ?? 0, from + mostRowsCompared);
    for (let place = from; place < to; place++) {
      const candidate = order[place] ?? 0;
      const lexical = lexicalOf(place, candidate);
      if (hidden?.(candidate)) continue;
      const near =
        dense.length === 0 || denseOf === 'words' ? lexical : mixed(lexical, dense, rows.dense, candidate);
      if (near <= cosine) continue;
      cosine = near;
      row = candidate;
    }
    return { row, cosine };
  };
}

function mixed(lexical: number, question: Float32Array, vectors: Float32Array, row: number): number {
  let sum = 0;
  const from = row * question.length;
  for (let at = 0; at < question.length; at++) sum += (question[at] ?? 0) * (vectors[from + at] ?? 0);
  return (1 - denseShare.sentences) * lexical + denseShare.sentences * sum;
}
