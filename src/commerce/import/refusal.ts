/** Rows a reader cannot take: each with its number, a stable code and a sentence. */
import { ShopdeskError } from '../../core/errors.ts';
import type { Read } from './offer-source.ts';

/** Turns what went wrong in one row into a refusal; errors that are not about the row are thrown again. */
export function refusal(row: number, error: unknown): Read<never> {
  if (!(error instanceof ShopdeskError)) throw error;
  return { kind: 'refused', row, code: error.code, reason: error.message };
}

/** A check that throws `import.duplicate` when an id comes a second time within one source. */
export function once(): (id: string) => void {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) throw new ShopdeskError('import.duplicate', `The id "${id.slice(0, 60)}" came before.`);
    seen.add(id);
  };
}
