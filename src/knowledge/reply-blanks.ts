/** The blanks of a sentence: `{name}`, and `{count|offer|offers}` for the word that goes with a count. */

/** The shop's name, which every sentence may have, as `shop.name` says it. */
export const shopBlank = 'shop';

const blank = /\{([a-z][a-zA-Z0-9]{0,39})(?:\|([^{}|]{1,80})\|([^{}|]{1,80}))?\}/g;

/** The names of the blanks in `text`, each once, sorted. */
export function blanksIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(blank), (found) => found[1] ?? ''))].sort();
}

/** `text` with every blank replaced; what is put in is not searched again. */
export function withBlanks(text: string, fillIn: (name: string) => string): string {
  return text.replace(blank, (_, name: string, one?: string, many = '') => {
    const value = fillIn(name);
    return one === undefined ? value : value === '1' ? one : many;
  });
}

/** True when a brace is left that is part of no blank: a slip such as `{ name }` or `{Name}`. */
export function hasStrayBrace(text: string): boolean {
  return /[{}]/.test(text.replace(blank, ''));
}
