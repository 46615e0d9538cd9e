/** Words that mean the same to one shop ("cd player", "disc player"), found in a question. */
import type { Language } from '../core/language.ts';
import { type Tokens, tokenise } from './tokens.ts';

export interface SynonymGroup {
  readonly language: Language;
  readonly words: readonly string[];
}

/** Finds which groups a text mentions, by number. */
export interface ConceptFinder {
  find(tokens: Tokens): number[];
}

/** A word or phrase of a group. */
interface StemPhrase {
  readonly stems: readonly string[];
  readonly group: number;
}

/** A finder over `groups`: every word or phrase of a group leads to the group. */
export function conceptsOf(groups: readonly SynonymGroup[]): ConceptFinder {
  const byFirstStem = new Map<string, StemPhrase[]>();
  const chinese: { readonly run: string; readonly group: number }[] = [];
  groups.forEach(({ words }, group) => {
    for (const word of words) {
      const { stems, runs } = tokenise(word);
      const [first] = stems;
      if (first !== undefined) byFirstStem.set(first, [...(byFirstStem.get(first) ?? []), { stems, group }]);
      for (const run of runs) chinese.push({ run, group });
    }
  });
  return {
    find({ stems, runs }) {
      const found: number[] = [];
      for (let at = 0; at < stems.length; at++) {
        for (const { stems: phrase, group } of byFirstStem.get(stems[at] ?? '') ?? nothing) {
          if (!found.includes(group) && startsAt(stems, at, phrase)) found.push(group);
        }
      }
      // Most questions are in one script: without Chinese there is nothing to look for.
      if (runs.length === 0) return found;
      for (const { run, group } of chinese) {
        if (!found.includes(group) && runs.some((text) => text.includes(run))) found.push(group);
      }
      return found;
    },
  };
}

const nothing: readonly StemPhrase[] = [];

function startsAt(stems: readonly string[], from: number, phrase: readonly string[]): boolean {
  return phrase.every((part, offset) => stems[from + offset] === part);
}
