/** Text files of one thing a line, with `#` comments: synonyms and the phrases of intents. */
import type { Language } from '../core/language.ts';
import { comparable } from './faq-section.ts';
import type { SynonymGroup } from './knowledge.ts';
import { complaintsAbout, type Reading, type TextFile } from './reading.ts';

/** One group of words a line, separated by commas: `cd player, disc player`. A word belongs to one group. */
export function parseSynonyms(source: TextFile, language: Language): Reading<readonly SynonymGroup[]> {
  const complaints = complaintsAbout(source.file);
  const seen = new Map<string, number>();
  const groups: SynonymGroup[] = [];
  for (const { line, content } of usedLines(source.text)) {
    const words = content.split(/[,，、]/).map((word) => word.replace(/\s+/g, ' ').trim());
    if (words.some((word) => comparable(word) === '')) complaints.add(line, 'a comma with no word beside it');
    if (words.length < 2) complaints.add(line, 'a group needs at least two words, separated by commas');
    for (const word of words) {
      const before = seen.get(comparable(word));
      if (before !== undefined) complaints.add(line, `"${word}" stands already in line ${before}`);
      seen.set(comparable(word), before ?? line);
    }
    groups.push({ language, words });
  }
  return complaints.none ? { ok: true, value: groups } : complaints.failure();
}

export interface Phrases {
  readonly phrasings: readonly string[];
  /** Lines that begin with `not:`: they look alike but mean something else. */
  readonly counterExamples: readonly string[];
}

/** The phrases of an intent in one language (`phrases.en.txt`), one a line. */
export function parsePhrases(source: TextFile): Reading<Phrases> {
  const complaints = complaintsAbout(source.file);
  const seen = new Map<string, number>();
  const phrasings: string[] = [];
  const counterExamples: string[] = [];
  for (const { line, content } of usedLines(source.text)) {
    const counter = /^not\s?[:：](.*)$/i.exec(content)?.[1]?.trim();
    const text = counter ?? content;
    const before = seen.get(comparable(text));
    if (comparable(text) === '') complaints.add(line, 'this phrase has no words');
    else if (text.length > 300) complaints.add(line, 'this phrase has more than 300 characters');
    else if (before !== undefined) complaints.add(line, `"${text}" stands already in line ${before}`);
    seen.set(comparable(text), before ?? line);
    (counter === undefined ? phrasings : counterExamples).push(text);
  }
  return complaints.none ? { ok: true, value: { phrasings, counterExamples } } : complaints.failure();
}

function usedLines(text: string): { line: number; content: string }[] {
  return text.split('\n').flatMap((written, index) => {
    const content = written.trim();
    return content === '' || content.startsWith('#') ? [] : [{ line: index + 1, content }];
  });
}
