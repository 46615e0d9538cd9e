/** Which users of channels are customers that the shop's own back end has vouched for. */
import { type Database, placesFor } from '../store/index.ts';

/** @param users as `CHANNEL:USER`. */
export async function vouchedUsers(
  database: Pick<Database, 'read'>,
  users: readonly string[],
): Promise<Set<string>> {
  if (users.length === 0) return new Set();
  const rows = await database.read(
    `SELECT DISTINCT i.value FROM customer_identity i JOIN customer c ON c.id = i.customer_id
     JOIN customer same ON same.person_id = c.person_id JOIN customer_identity s ON s.customer_id = same.id
     WHERE s.kind = 'shop' AND i.kind = 'channel' AND i.value IN (${placesFor(users)})`,
    users,
  );
  return new Set(rows.map((row) => String(row.value)));
}
