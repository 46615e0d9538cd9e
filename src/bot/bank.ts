/** The bank that questions are matched with: the FAQ and the intents, ranked together by the same machinery. */
import { type Language, languages } from '../core/language.ts';
import { type FaqEntry, type Knowledge, validEntries } from '../knowledge/index.ts';
import { type BankEntry, nameInWords, type Phrasing } from '../understanding/index.ts';
import { bankEntryOfIntent, type LoadedIntent } from './intents.ts';

/** What can be asked at `nowMs` (Unix ms): answers that have expired are left out. */
export function bankOf(knowledge: Knowledge, intents: Iterable<LoadedIntent>, nowMs: number): BankEntry[] {
  const spoken = [...intents].filter(({ phrasings }) => phrasings.length > 0);
  return [...validEntries(knowledge, nowMs).map(bankEntryOfFaq), ...spoken.map(bankEntryOfIntent)];
}

function bankEntryOfFaq(entry: FaqEntry): BankEntry {
  const collect = (pick: (language: Language) => readonly string[]): Phrasing[] =>
    languages.flatMap((language) => pick(language).map((text) => ({ text, language })));
  return {
    id: `faq:${entry.id}`,
    kind: 'answer',
    name: nameInWords(entry.id),
    phrasings: collect((language) => {
      const text = entry.texts[language];
      return text ? [text.question, ...text.phrasings] : [];
    }),
    counterExamples: collect((language) => entry.texts[language]?.counterExamples ?? []),
  };
}
