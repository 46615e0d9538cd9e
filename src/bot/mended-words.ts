/** Misspelt words of a request as the catalogue writes them: `orin c100` → orrin c100. */
import type { CatalogueSnapshot } from '../commerce/index.ts';
import { type Corrector, correctorOf } from '../understanding/index.ts';

const correctors = new WeakMap<CatalogueSnapshot, Corrector>();

/** Common English words and those that a title carries stay as they are; the very text when nothing is mended. */
export function withMendedWords(text: string, snapshot: CatalogueSnapshot): string {
  const mend = correctors.get(snapshot) ?? correctorFor(snapshot);
  correctors.set(snapshot, mend);
  return text.replace(/(?<![\p{L}\p{N}])[a-z]{4,}(?![\p{L}\p{N}])/giu, (word) => {
    const typed = word.toLowerCase();
    const singular = typed.replace(/s$/u, '');
    if ([typed, singular].some((form) => snapshot.index.words.has(form))) return word;
    return mend(typed) ?? (singular === typed ? word : (mend(singular) ?? word));
  });
}

function correctorFor({ index }: CatalogueSnapshot): Corrector {
  const words = [...index.words].filter((word) => /^[a-z]{3,}$/u.test(word));
  const counts = words.map((word) => index.byWord.get(word)?.length ?? 1);
  return correctorOf({ words, counts, stems: [] });
}
