/** The room that understands a question: text → tokens → features → candidates → confidence → zone. */
import { type Log, silentLog } from '../core/log.ts';
import { rankerOf } from './rank.ts';
import type { SynonymGroup } from './synonyms.ts';
import { trainQuickly, withCalibration } from './train.ts';
import type { BankEntry, Understander } from './understanding.ts';
import { thresholdsFor } from './zones.ts';

export { detectLanguage } from './language.ts';
export * from './message/index.ts';
export type { SynonymGroup } from './synonyms.ts';
export type * from './understanding.ts';

export interface UnderstandingOptions {
  readonly entries: readonly BankEntry[];
  readonly synonyms: readonly SynonymGroup[];
  /** How much worse a wrong answer is than a needless handoff; 1 when left out. */
  readonly wrongAnswerCost?: number;
  readonly log?: Log;
}

/** An understander whose bank can be replaced while it answers. */
export interface Understanding extends Understander {
  /** Resolves when questions are answered from the new bank; until then the old one answers. */
  replace(entries: readonly BankEntry[], synonyms: readonly SynonymGroup[]): Promise<void>;
  close(): Promise<void>;
}

/** An understander of `entries`; ready when it resolves. */
export async function createUnderstanding(options: UnderstandingOptions): Promise<Understanding> {
  const log = options.log ?? silentLog;
  const thresholds = thresholdsFor(options.wrongAnswerCost ?? 1);
  const learn = (entries: readonly BankEntry[], synonyms: readonly SynonymGroup[]) =>
    rankerOf(withCalibration(trainQuickly(entries, synonyms), entries), thresholds);
  let ranker = learn(options.entries, options.synonyms);
  return {
    understand: (text, hints) => ranker.rank(text, hints?.language ?? 'en'),
    async replace(entries, synonyms) {
      ranker = learn(entries, synonyms);
      log.info({ entries: entries.length }, 'the bank was replaced');
    },
    async close() {},
  };
}
