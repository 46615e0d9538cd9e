/** The blanks of a sentence: `{name}`. */

const blank = /\{([a-z][a-zA-Z0-9]{0,39})\}/g;

/** The names of the blanks in `text`, each once, sorted. */
export function blanksIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(blank), (found) => found[1] ?? ''))].sort();
}

/** `text` with every blank replaced; what is put in is not searched again. */
export function withBlanks(text: string, fillIn: (name: string) => string): string {
  return text.replace(blank, (_, name: string) => fillIn(name));
}

/** True when a brace is left that is part of no blank: a slip such as `{ name }` or `{Name}`. */
export function hasStrayBrace(text: string): boolean {
  return /[{}]/.test(text.replace(blank, ''));
}
