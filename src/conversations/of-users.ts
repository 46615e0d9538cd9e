/** Finds the conversations of a person over the channels. */
import type { Database } from '../store/index.ts';

/** Ids of all conversations that these users had, on their own channels only. */
export async function conversationsOfUsers(
  database: Database,
  users: readonly { readonly channel: string; readonly userId: string }[],
): Promise<string[]> {
  if (users.length === 0) return [];
  const where = users.map((_, index) => `(channel = $${index * 2 + 1} AND user_id = $${index * 2 + 2})`);
  const rows = await database.read(
    `SELECT id FROM conversation WHERE ${where.join(' OR ')}`,
    users.flatMap(({ channel, userId }) => [channel, userId]),
  );
  return rows.map(({ id }) => String(id));
}
