/** What customers are called who write over a channel, where the channel itself does not tell. */
import { type Database, placesFor } from '../store/index.ts';

/**
 * @param users as `CHANNEL:USER`.
 * @returns names by user, of those whose record has one.
 */
export async function namesOfUsers(
  database: Pick<Database, 'read'>,
  users: readonly string[],
): Promise<Map<string, string>> {
  if (users.length === 0) return new Map();
  const rows = await database.read(
    `SELECT i.value, p.name FROM customer_identity i JOIN customer c ON c.id = i.customer_id
     JOIN customer p ON p.person_id = c.person_id
     WHERE i.kind = 'channel' AND i.value IN (${placesFor(users)}) AND p.name IS NOT NULL
     ORDER BY p.seen_at, CASE WHEN p.id = p.person_id THEN 1 ELSE 0 END`,
    users,
  );
  return new Map(rows.map((row) => [String(row.value), String(row.name)]));
}
