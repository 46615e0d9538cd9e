/** What an import ends with: how many rows did what, and why some were refused. */
import type { Refusal } from '../import/offer-source.ts';

export interface ImportReport {
  /** Records of the source, refused ones included. */
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Known before, no longer listed, and now marked as gone. */
  readonly gone: number;
  /** No longer listed but kept, because the file was not fully readable or suspiciously short. */
  readonly withheld: number;
  readonly refusedCount: number;
  /** The first refusals, at most `mostRefusals`. */
  readonly refused: readonly Refusal[];
  readonly durationMs: number;
}

/** More would only repeat themselves, and memory stays bounded. */
export const mostRefusals = 100;

/** Counts up a report while rows go by. */
export function createTally() {
  let rows = 0;
  let refusedCount = 0;
  const refused: Refusal[] = [];
  const counts = { added: 0, changed: 0, unchanged: 0 };
  return {
    row(): void {
      rows += 1;
    },
    refuse({ row, code, reason }: Refusal): void {
      refusedCount += 1;
      if (refused.length < mostRefusals) refused.push({ row, code, reason });
    },
    count(change: Change): void {
      counts[change] += 1;
    },
    /** Offers or orders that were read and not refused. */
    read: () => counts.added + counts.changed + counts.unchanged,
    refusedCount: () => refusedCount,
    report(rest: Pick<ImportReport, 'gone' | 'withheld' | 'durationMs'>): ImportReport {
      return { rows, ...counts, ...rest, refusedCount, refused };
    },
  };
}

export type Tally = ReturnType<typeof createTally>;
export type Change = 'added' | 'changed' | 'unchanged';
