/** The room that understands a question: text → tokens → features → candidates → confidence → zone. */
import { type Log, silentLog } from '../core/log.ts';
import { rankerOf } from './rank.ts';
import type { SynonymGroup } from './synonyms.ts';
import { train } from './train.ts';
import type { BankEntry, Understander } from './understanding.ts';

export { detectLanguage } from './language.ts';
export type { SynonymGroup } from './synonyms.ts';
export type * from './understanding.ts';

export interface UnderstandingOptions {
  readonly entries: readonly BankEntry[];
  readonly synonyms: readonly SynonymGroup[];
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
  let rank = rankerOf(train(options.entries, options.synonyms));
  return {
    understand: (text, hints) => rank(text, hints?.language ?? 'en'),
    async replace(entries, synonyms) {
      rank = rankerOf(train(entries, synonyms));
      log.info({ entries: entries.length }, 'the bank was replaced');
    },
    async close() {},
  };
}
