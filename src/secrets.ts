/** Secrets that the shop makes for itself once and keeps in its store, the same for every process. */
import { randomBytes } from 'node:crypto';
import { ShopdeskError } from './core/errors.ts';
import type { Database } from './store/index.ts';

/** @returns the secret `name`, and whether it was made just now. */
export async function keepSecret(
  database: Database,
  name: string,
): Promise<{ value: string; isNew: boolean }> {
  const [made = []] = await database.write([
    {
      sql: 'INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING value',
      params: [name, randomBytes(32).toString('base64url')],
    },
  ]);
  const rows =
    made.length > 0 ? made : await database.read('SELECT value FROM setting WHERE name = $1', [name]);
  const value = rows[0]?.value;
  if (typeof value !== 'string')
    throw new ShopdeskError('settings.secret', `The secret ${name} cannot be kept.`);
  return { value, isNew: made.length > 0 };
}
