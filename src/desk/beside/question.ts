/** What an answer is wanted for: the shopper's last words that are more than the call for a person. */
import { z } from 'zod';
import type { Database } from '../../store/index.ts';

const traced = z.object({ text: z.string() });

/** What the shopper said that the bot took for a call for a person. */
export async function callsForPerson(
  database: Pick<Database, 'read'>,
  conversationId: string,
): Promise<ReadonlySet<string>> {
  const rows = await database.read(
    `SELECT body FROM trace WHERE conversation_id = $1 AND top_id = 'intent:talk-to-person'
     ORDER BY watermark DESC LIMIT 20`,
    [conversationId],
  );
  return new Set(
    rows.flatMap((row) => traced.safeParse(JSON.parse(String(row.body))).data?.text.trim() ?? []),
  );
}

/** The last that is a question; the last of all when there was nothing but calls. */
export function questionAmong(said: readonly string[], calls: ReadonlySet<string>): string | undefined {
  const words = said.filter((text) => text.trim() !== '');
  return words.findLast((text) => !calls.has(text.trim())) ?? words.at(-1);
}
