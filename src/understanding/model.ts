/** A trained bank: everything needed to answer questions, as plain data. */
import type { InvertedIndex } from './nearest.ts';
import type { SpaceData } from './space.ts';
import type { LinearModel } from './svm.ts';
import type { SynonymGroup } from './synonyms.ts';
import type { BankEntry } from './understanding.ts';

export interface BankModel {
  readonly entries: readonly BankEntry[];
  readonly synonyms: readonly SynonymGroup[];
  readonly phrasings: readonly string[];
  /** The entry of each phrasing. */
  readonly owners: Uint32Array;
  readonly space: SpaceData;
  readonly index: InvertedIndex;
  readonly svm: LinearModel;
}
