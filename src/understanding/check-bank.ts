/** A bank tested against itself, before a shopper does: every phrasing is asked of a bank that never saw it. */
import { createUnderstanding } from './service.ts';
import type { SynonymGroup } from './synonyms.ts';
import type { BankEntry } from './understanding.ts';

export interface Theft {
  readonly entry: string;
  readonly by: string;
  readonly phrasings: readonly string[];
}

/** How many parts the bank is cut into: each phrasing is asked of a bank that never saw it. */
const folds = 5;

export interface BankCheck {
  readonly phrasings: number;
  /** The same question in more than one entry. */
  readonly duplicates: readonly { readonly text: string; readonly entries: readonly string[] }[];
  /** Phrasings that, unseen, would be answered from another entry for sure; most frequent thieves first. */
  readonly stolen: readonly Theft[];
  /** Entries none of whose phrasings would be found if it were new. */
  readonly unfound: readonly string[];
}

export async function checkBank(
  entries: readonly BankEntry[],
  synonyms: readonly SynonymGroup[],
): Promise<BankCheck> {
  const asked = await askUnseen(entries, synonyms);
  return {
    phrasings: asked.length,
    duplicates: duplicatesIn(entries),
    stolen: theftsIn(asked),
    unfound: entries
      .filter(({ id }) => !asked.some((each) => each.entry === id && each.found === id))
      .map(({ id }) => id),
  };
}

interface Asked {
  readonly entry: string;
  readonly text: string;
  /** What the bank without this phrasing would answer; undefined when nothing. */
  readonly found: string | undefined;
  readonly sure: boolean;
}

/** Asks every phrasing of a bank from which it, and a fifth of all, was taken out. */
async function askUnseen(entries: readonly BankEntry[], synonyms: readonly SynonymGroup[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const kept = entries.map((entry) => ({
      ...entry,
      phrasings: entry.phrasings.filter((_, index) => index % folds !== fold),
    }));
    const understanding = await createUnderstanding({
      entries: kept.filter(({ phrasings }) => phrasings.length > 0),
      synonyms,
    });
    for (const { id, phrasings } of entries) {
      for (const { text, language } of phrasings.filter((_, index) => index % folds === fold)) {
        const { candidates, zone } = understanding.understand(text, { language });
        asked.push({ entry: id, text, found: candidates[0]?.id, sure: zone === 'answer' });
      }
    }
    await understanding.close();
  }
  return asked;
}

/** The same question, but for case, width and punctuation, in more than one entry. */
export function duplicatesIn(entries: readonly BankEntry[]): { text: string; entries: string[] }[] {
  const owners = new Map<string, Set<string>>();
  for (const { id, phrasings } of entries) {
    for (const { text } of phrasings) {
      const folded = text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();
      const known = owners.get(folded) ?? new Set();
      owners.set(folded, known.add(id));
    }
  }
  return [...owners].filter(([, ids]) => ids.size > 1).map(([text, ids]) => ({ text, entries: [...ids] }));
}

function theftsIn(asked: readonly Asked[]): Theft[] {
  const thefts = new Map<string, { entry: string; by: string; phrasings: string[] }>();
  for (const { entry, text, found, sure } of asked) {
    if (!found || found === entry || !sure) continue;
    const key = `${entry} ${found}`;
    const theft = thefts.get(key) ?? { entry, by: found, phrasings: [] };
    theft.phrasings.push(text);
    thefts.set(key, theft);
  }
  return [...thefts.values()].sort((one, other) => other.phrasings.length - one.phrasings.length);
}
