/** What is being written in one chat, kept while one looks at another. */

import type { CannedFile } from '../wire/types.ts';

export type Mode = 'reply' | 'note';

export interface Draft {
  /** Unset: as the chat goes, a reply in one's own and a note in another's. */
  readonly mode: Mode | undefined;
  readonly text: string;
  readonly files: readonly File[];
  /** Files of canned replies, which the shop has already. */
  readonly shopFiles: readonly CannedFile[];
  /** Agents mentioned in a note, by their name as it is written after `@`. */
  readonly mentions: ReadonlyMap<string, string>;
}

export const emptyDraft: Draft = {
  mode: undefined,
  text: '',
  files: [],
  shopFiles: [],
  mentions: new Map(),
};

/** Blanks of a canned reply, to be filled in by hand: `{{what belongs here}}`. */
const blank = /\{\{[^{}\n]{1,60}\}\}/g;

/** The next blank at or after `from`, else the first; undefined when there is none. */
export function nextBlank(text: string, from: number): { start: number; end: number } | undefined {
  const all = [...text.matchAll(blank)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  return all.find(({ start }) => start >= from) ?? all[0];
}

/** What is typed after `/` (canned replies) or `@` (colleagues) directly before the caret. */
export function trigger(
  text: string,
  caret: number,
): { sign: '/' | '@'; word: string; start: number } | undefined {
  const match = /(?:^|\s)([/@])([^\s/@]*)$/.exec(text.slice(0, caret));
  const [, sign, word = ''] = match ?? [];
  if (sign !== '/' && sign !== '@') return undefined;
  return { sign, word: word.toLowerCase(), start: caret - word.length - 1 };
}
