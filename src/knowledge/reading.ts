/** What every reader of this room returns: the value, or everything that is wrong with the file. */
import type { KnowledgeProblem } from './knowledge.ts';

export type Reading<T> = { readonly ok: true; readonly value: T } | Failure;

export interface Failure {
  readonly ok: false;
  /** At least one, in order of line. */
  readonly problems: readonly KnowledgeProblem[];
}

/** A file as text, with lines ended by `\n` and no byte order mark. */
export interface TextFile {
  /** Path relative to the knowledge folder, as it appears in problems. */
  readonly file: string;
  readonly text: string;
}

/** Collects what is wrong with one file. */
export interface Complaints {
  readonly none: boolean;
  add(line: number, reason: string): void;
  /** Everything collected; call it only when there is something. */
  failure(): Failure;
}

export function complaintsAbout(file: string): Complaints {
  const problems: KnowledgeProblem[] = [];
  return {
    get none() {
      return problems.length === 0;
    },
    add: (line, reason) => void problems.push({ file, line, reason }),
    failure: () => ({ ok: false, problems: problems.toSorted((a, b) => a.line - b.line) }),
  };
}

export function failure(file: string, line: number, reason: string): Failure {
  return { ok: false, problems: [{ file, line, reason }] };
}
