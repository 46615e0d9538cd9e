/** A trained bank: everything needed to answer questions, as plain data that threads can share. */
import type { Calibration } from './confidence.ts';
import type { CounterExamples } from './counter.ts';
import type { Fit } from './learn.ts';
import type { Vocabulary } from './spelling.ts';
import type { SynonymGroup } from './synonyms.ts';

export interface BankModel {
  readonly entries: readonly ModelEntry[];
  readonly synonyms: readonly SynonymGroup[];
  /** In the order of the rows of the fits. */
  readonly phrasings: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly counterExamples: CounterExamples;
  readonly lexical: Judge;
  /** Missing without an encoder. */
  readonly joint: Judge | undefined;
}

export interface ModelEntry {
  readonly id: string;
  readonly kind: 'answer' | 'intent';
}

/** A fit and how far it can be trusted. */
export interface Judge {
  readonly fit: Fit;
  readonly calibration: Calibration;
}
