/** Finds in the log what a message answered, for drafts and gaps that begin in a chat. */
import { ShopdeskError } from '../../core/errors.ts';
import { type Language, languageOfLocale } from '../../core/language.ts';
import type { Database, Row } from '../../store/index.ts';
import { detectLanguage, mask, redactSecrets } from '../../understanding/index.ts';

export interface Answered {
  /** The shopper's own words, without what points to a person. */
  readonly question: string;
  readonly language: Language;
  readonly answer: string;
  readonly sender: string;
  /** The entry of the bank that the bot answered from. */
  readonly answerId: string | undefined;
}

interface Said {
  readonly text?: string;
  readonly replyToId?: string;
  readonly locale?: string;
}

/**
 * What the message `messageId` answered: the message it says it replies to, else the shopper's last one before it.
 * @throws ShopdeskError `message.unknown` when there is no such message of the shop's, or nobody asked anything before it.
 */
export async function answeredBy(
  database: Database,
  conversationId: string,
  messageId: string,
): Promise<Answered> {
  const [row] = await database.read(
    `SELECT watermark, sender, body FROM activity WHERE conversation_id = $1 AND id = $2 AND type = 'message'
       AND audience = 'all' AND sender IN ('bot', 'agent')`,
    [conversationId, messageId],
  );
  if (!row) throw unknownMessage('There is no such message of the bot or an agent in this chat.');
  const said = saidIn(row);
  const asked = (await repliedTo(database, conversationId, said.replyToId)) ?? (await before(row));
  if (!asked?.text?.trim()) throw unknownMessage('The shopper had asked nothing before this message.');
  const [trace] = await database.read(
    `SELECT top_id FROM trace WHERE conversation_id = $1 AND watermark < $2 AND zone = 'answer'
     ORDER BY watermark DESC LIMIT 1`,
    [conversationId, Number(row.watermark)],
  );
  return {
    question: withoutPersons(asked.text),
    language: detectLanguage(asked.text, languageOfLocale(asked.locale ?? said.locale)),
    answer: said.text ?? '',
    sender: String(row.sender),
    answerId: row.sender === 'bot' && trace?.top_id ? String(trace.top_id) : undefined,
  };

  async function before({ watermark }: Row): Promise<Said | undefined> {
    const rows = await database.read(
      `SELECT body FROM activity WHERE conversation_id = $1 AND watermark < $2 AND sender = 'user'
         AND type = 'message' ORDER BY watermark DESC LIMIT 10`,
      [conversationId, Number(watermark)],
    );
    // Files and stickers are no question.
    return rows.map(saidIn).find(({ text }) => text?.trim());
  }
}

async function repliedTo(
  database: Database,
  conversationId: string,
  id: string | undefined,
): Promise<Said | undefined> {
  if (id === undefined) return undefined;
  const [row] = await database.read(
    `SELECT body FROM activity WHERE conversation_id = $1 AND id = $2 AND sender = 'user' AND type = 'message'`,
    [conversationId, id],
  );
  return row && saidIn(row);
}

function saidIn(row: Row): Said {
  const said: Said = JSON.parse(String(row.body));
  return said;
}

/** Addresses, long numbers and secrets point to one person and are never part of a question that others ask. */
function withoutPersons(text: string): string {
  return redactSecrets(text)
    .text.replaceAll(mask, ' ')
    .replace(/\S+@\S+\.\S+/g, ' ')
    .replace(/(?:\+?\d[\d\s()/-]{5,}\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

const unknownMessage = (message: string) => new ShopdeskError('message.unknown', message);
