/** The few sentences that channels say themselves, such as how to answer with a number. */
import type { Language } from '../core/language.ts';
import { type Blanks, type Knowledge, renderPlain } from '../knowledge/index.ts';

/** A sentence of `knowledge/replies` as plain text, in the language of the reply. */
export type Phrase = (key: string, blanks?: Blanks) => string;

export function phrasesOf(knowledge: Knowledge, language: Language): Phrase {
  return (key, blanks = {}) => renderPlain(knowledge.replies, key, language, blanks, () => 0);
}
