/** What can be asked of a training thread. */
import type { VectorBlock } from './encoder.ts';
import { type Lesson, writeKept } from './kept-model.ts';
import type { BankModel } from './model.ts';
import type { SynonymGroup } from './synonyms.ts';
import { trainQuickly, withCalibration, withSentenceVectors } from './train.ts';
import type { BankEntry } from './understanding.ts';

export type TrainingStep =
  | {
      readonly kind: 'learn';
      readonly entries: readonly BankEntry[];
      readonly synonyms: readonly SynonymGroup[];
      readonly before?: BankModel;
    }
  | { readonly kind: 'calibrate'; readonly model: BankModel; readonly entries: readonly BankEntry[] }
  | {
      readonly kind: 'join';
      readonly model: BankModel;
      readonly entries: readonly BankEntry[];
      readonly block: VectorBlock;
    }
  | { readonly kind: 'keep'; readonly model: BankModel; readonly file: string; readonly lesson: Lesson };

/** The model after one step. */
export function runStep(step: TrainingStep): BankModel {
  switch (step.kind) {
    case 'learn':
      return trainQuickly(step.entries, step.synonyms, step.before);
    case 'calibrate':
      return withCalibration(step.model, step.entries);
    case 'keep':
      writeKept(step.file, step.lesson, step.model);
      return step.model;
    default:
      return withSentenceVectors(step.model, step.entries, step.block);
  }
}
