/** The errors of the store, worded once for both engines. */
import { ShopdeskError } from '../core/errors.ts';
import type { Statement } from './database.ts';

/** An expectation `'one'` did not hold. */
export function conflict(message: string, cause?: unknown): ShopdeskError {
  return new ShopdeskError('store.conflict', message, {
    remedy: 'Read the current state and decide again.',
    cause,
  });
}

/** A unique constraint refused a row. */
export function duplicate(message: string, cause?: unknown): ShopdeskError {
  return new ShopdeskError('store.duplicate', message, { cause });
}

export function closed(): ShopdeskError {
  return new ShopdeskError('store.closed', 'The database is closed.');
}

/** Anything else that went wrong in the engine. */
export function failed(message: string, cause: unknown, remedy?: string): ShopdeskError {
  return new ShopdeskError('store.failed', message, remedy === undefined ? { cause } : { cause, remedy });
}

/** PostgreSQL has no U+0000 in text and SQLite would cut the text there: refused on both. */
export function refuseNul(statements: readonly Statement[]): void {
  for (const { params } of statements) {
    if (!params) continue;
    for (const value of params) {
      if (typeof value !== 'string' || !value.includes('\0')) continue;
      throw failed(
        'A text with the character U+0000 cannot be stored.',
        undefined,
        'Remove it where the text enters.',
      );
    }
  }
}

/** A hint must fit into one PostgreSQL notification; checked on both engines. */
export function checkHint(topic: string, payload: string): void {
  if (Buffer.byteLength(topic) > 63 || topic.length === 0) {
    throw new ShopdeskError('store.hint', `"${topic}" is no topic: it must have 1 to 63 bytes.`);
  }
  const bytes = Buffer.byteLength(payload);
  if (bytes <= 7000 && !payload.includes('\0')) return;
  throw new ShopdeskError(
    'store.hint',
    `A hint has at most 7,000 bytes and no U+0000; this one has ${bytes} bytes.`,
    {
      remedy: 'Send ids and let the other processes read the rest.',
    },
  );
}
