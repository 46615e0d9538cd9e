/** What an error of PostgreSQL or of the connection to it means for a write. */
import { messageOf, ShopdeskError } from '../core/errors.ts';
import { duplicate, failed } from './failures.ts';

/** The SQLSTATE of an error that the server reported, such as `23505`; undefined when it was the network. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** True when the connection is of no use any more, and whether the last statement took effect is not known. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error);
  // 57P: the server shuts down; 08: connection exceptions; 25P03: idle in a transaction for too long. But 08P01
  // is what PostgreSQL says of a wrong number of values, and the connection lives on.
  if (state !== undefined) return /^(57P|08(?!P01)|25P03)/.test(state);
  return !(error instanceof ShopdeskError);
}

/** True when the server undid the transaction for reasons that pass: another attempt may succeed. */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  // Serialization failure, deadlock, too many connections.
  return state === '40001' || state === '40P01' || state === '53300';
}

/** A migration changed a table that this connection has prepared statements on. */
export function isStalePlan(error: unknown): boolean {
  return sqlState(error) === '0A000' && messageOf(error).includes('cached plan');
}

export function outcomeUnknown(cause: unknown): ShopdeskError {
  return failed(
    'The connection to PostgreSQL was lost while a write was being committed.',
    cause,
    'It may have taken effect: read before writing it again.',
  );
}

export function asShopdeskError(error: unknown): ShopdeskError {
  if (error instanceof ShopdeskError) return error;
  if (sqlState(error) === '23505') return duplicate('A row with the same key exists already.', error);
  if (!isConnectionLost(error)) return failed(`PostgreSQL: ${messageOf(error)}`, error);
  return failed(
    `PostgreSQL cannot be reached: ${messageOf(error)}`,
    error,
    'Check that it runs and that DATABASE_URL is right.',
  );
}
