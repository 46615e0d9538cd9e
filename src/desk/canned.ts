/** Answers written beforehand: found by their shortcut, filled in with what is known of the chat. */
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import { languageOfLocale } from '../core/language.ts';
import type { Database, Row } from '../store/index.ts';
import type { CustomerPanel } from './beside/shapes.ts';
import { type Agent, type Chat, words } from './shapes.ts';

export const attachmentShape = z.object({
  contentType: z.string().max(200),
  contentUrl: z.url({ protocol: /^https?$/ }).max(2_000),
  name: z.string().max(300),
});

export const cannedFields = z.object({
  shortcut: z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u, 'is one word of letters, digits, - and _'),
  title: words(100, 1),
  body: z
    .object({ en: words(8_000).optional(), zh: words(8_000).optional() })
    .refine(({ en, zh }) => Boolean(en || zh), 'has no text in any language'),
  attachments: z.array(attachmentShape).max(5).default([]),
});
export type CannedFields = z.infer<typeof cannedFields>;

export const cannedShape = cannedFields.extend({ id: z.string(), used: z.number() });
export type Canned = z.infer<typeof cannedShape>;

export const filledShape = z.object({
  text: z.string(),
  blanks: z.array(z.string()).describe('Names of {{blanks}} that the agent must fill in'),
  attachments: z.array(attachmentShape),
});
export type Filled = z.infer<typeof filledShape>;

/** `{{name}}`: a variable that is known is filled in, any other is a blank for the agent. */
const blankPattern = /\{\{\s*([\p{L}\p{N}_. -]{1,40}?)\s*\}\}/gu;

export function createCanned({ database, clock, ids }: { database: Database; clock: Clock; ids: Ids }) {
  async function list(): Promise<Canned[]> {
    const rows = await database.read('SELECT * FROM desk_canned ORDER BY used DESC, shortcut');
    return rows.flatMap(cannedOf);
  }

  async function need(id: string): Promise<Canned> {
    const [row] = await database.read('SELECT * FROM desk_canned WHERE id = $1', [id]);
    const [found] = row ? cannedOf(row) : [];
    if (!found) throw new ShopdeskError('canned.unknown', 'There is no such answer.');
    return found;
  }

  /** @throws ShopdeskError `canned.conflict` when the shortcut is taken. */
  async function save(fields: CannedFields, id = ids.next()): Promise<Canned> {
    try {
      await database.write([
        {
          sql: `INSERT INTO desk_canned (id, shortcut, title, body, attachments, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (id) DO UPDATE SET shortcut = excluded.shortcut, title = excluded.title,
                  body = excluded.body, attachments = excluded.attachments, changed_at = excluded.changed_at`,
          params: [
            id,
            fields.shortcut,
            fields.title,
            JSON.stringify(fields.body),
            JSON.stringify(fields.attachments),
            clock.now(),
          ],
        },
      ]);
    } catch (error) {
      if (!hasCode(error, 'store.duplicate')) throw error;
      throw new ShopdeskError('canned.conflict', 'Another answer has this shortcut.');
    }
    return need(id);
  }

  async function remove(id: string): Promise<void> {
    await need(id);
    await database.write([{ sql: 'DELETE FROM desk_canned WHERE id = $1', params: [id] }]);
  }

  /** The text for this chat, in the shopper's language, with what is known filled in. */
  async function fill(canned: Canned, chat: Chat, agent: Agent, customer: CustomerPanel): Promise<Filled> {
    const language = languageOfLocale(chat.shopper.language);
    const source = canned.body[language] ?? canned.body.en ?? canned.body.zh ?? '';
    const [order] = customer.orders;
    const known: Readonly<Record<string, string | null | undefined>> = {
      'customer.name': customer.name,
      'customer.email': customer.emails[0],
      'agent.name': agent.name,
      'case.number': chat.caseId,
      'order.number': order?.number,
      'order.status': order?.status,
      'order.total': order?.total,
      'order.expected': order?.expectedOn,
      'order.tracking': order?.trackingUrl,
    };
    const blanks: string[] = [];
    const text = source.replace(blankPattern, (whole, name: string) => {
      const value = known[name.trim()];
      if (value) return value;
      blanks.push(name.trim());
      return whole;
    });
    await database.write([
      { sql: 'UPDATE desk_canned SET used = used + 1 WHERE id = $1', params: [canned.id] },
    ]);
    return { text, blanks: [...new Set(blanks)], attachments: canned.attachments };
  }

  return { list, need, save, remove, fill };
}

function cannedOf(row: Row): Canned[] {
  const parsed = cannedShape.safeParse({
    id: row.id,
    shortcut: row.shortcut,
    title: row.title,
    body: JSON.parse(String(row.body)),
    attachments: JSON.parse(String(row.attachments)),
    used: Number(row.used),
  });
  return parsed.success ? [parsed.data] : [];
}
