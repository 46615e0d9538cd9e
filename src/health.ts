/** Whether the server can do its work: the store answers, and keeps what it is given. */
import { ShopdeskError } from './core/errors.ts';
import type { Ground } from './ground.ts';

/**
 * @returns a function that rejects when the server is going away, or when the store cannot be read or written: a full
 * disk answers questions and loses messages. However many ask at once, one look serves them.
 */
export function createHealth(
  { database, clock }: Ground,
  { isDraining }: { isDraining: () => boolean },
): () => Promise<void> {
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    if (isDraining()) throw new ShopdeskError('app.draining', 'The server is going away.');
    await Promise.all([
      database.read('SELECT 1 AS one'),
      database.write([
        {
          sql: `INSERT INTO setting (name, value) VALUES ('healthy-at', $1)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
          params: [new Date(clock.now()).toISOString()],
        },
      ]),
    ]);
  }

  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}
