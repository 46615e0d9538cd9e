/** A conversation by e-mail, for its shopper: what both sides said, never the desk's notes. */
import { createHash } from 'node:crypto';
import type { ConversationLog } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { ShopdeskError } from '../core/errors.ts';
import { type Language, languageOfLocale } from '../core/language.ts';
import type { CustomerProfile } from '../customers/index.ts';
import type { Database } from '../store/index.ts';
import type { Speech } from './speech.ts';
import { linesOf } from './transcript.ts';

const dayMs = 86_400_000;
/** Of one conversation, and to one address from wherever: nobody's inbox is filled by others. */
const mostADay = { conversation: 3, address: 5 };
const mostEntries = 2_000;
const mostLetters = 200_000;

export type TranscriptMails = ReturnType<typeof createTranscriptMails>;

export function createTranscriptMails({
  database,
  conversations,
  customerOf,
  timeZone,
  speech,
  clock,
}: {
  database: Database;
  conversations: Pick<ConversationLog, 'find' | 'read'>;
  customerOf: (user: { channel: string; userId: string }) => Promise<CustomerProfile | undefined>;
  timeZone: () => string;
  speech: Speech;
  clock: Clock;
}) {
  /**
   * Puts the conversation as it stands into a mail that goes out at once; the same again, while nothing was said, once.
   * @returns `limited` after too many of them today.
   */
  async function mail(conversationId: string, email: string, wanted?: Language): Promise<'sent' | 'limited'> {
    const conversation = await conversations.find(conversationId);
    if (!conversation) throw new ShopdeskError('chat.unknown', 'There is no such chat.');
    const language = wanted ?? languageOfLocale(conversation.locale ?? 'en');
    const entries = await conversations.read(conversationId, {
      after: Math.max(0, conversation.watermark - mostEntries),
      limit: mostEntries,
      audience: 'all',
    });
    const zone = timeZone();
    const shop = speech.phrase(language, 'shop.name');
    const lines = linesOf(entries, zone, speech.phrase(language, 'transcript.mail.shopper'));
    const body = [speech.phrase(language, 'transcript.mail.intro', { shop, zone }), '', ...lines].join('\n');
    const now = clock.now();
    const address = email.trim().toLowerCase();
    const name = createHash('sha256').update(`${conversationId} ${conversation.watermark} ${address}`);
    const id = `transcript-${name.digest('base64url')}`;
    const [rows = []] = await database.write([
      {
        sql: `INSERT INTO desk_mail (id, conversation_id, case_id, entry_id, email, subject, body, at, next_at, state)
              SELECT $1, $2, '', '', $3, $4, $5, CAST($6 AS BIGINT), CAST($6 AS BIGINT), 'waiting'
              WHERE (SELECT COUNT(*) FROM desk_mail WHERE conversation_id = $2 AND entry_id = '' AND at > $7) < $8
                AND (SELECT COUNT(*) FROM desk_mail WHERE email = $3 AND entry_id = '' AND at > $7) < $9
              ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING id`,
        params: [
          id,
          conversationId,
          address,
          speech.phrase(language, 'transcript.mail.subject', { shop }),
          `${body.slice(-mostLetters)}\n`,
          now,
          now - dayMs,
          mostADay.conversation,
          mostADay.address,
        ],
      },
    ]);
    return rows.length > 0 ? 'sent' : 'limited';
  }

  /** The address that is proved to be the shopper's, or else the one they left with a message in this chat. */
  async function knownAddress(conversationId: string): Promise<string | undefined> {
    const conversation = await conversations.find(conversationId);
    if (!conversation) return undefined;
    const customer = await customerOf(conversation);
    const proved = customer?.emails.find((each) => each.proved)?.address;
    if (proved !== undefined) return proved;
    const [row] = await database.read(
      'SELECT email FROM desk_case WHERE conversation_id = $1 AND email IS NOT NULL ORDER BY opened_at DESC LIMIT 1',
      [conversationId],
    );
    return row && String(row.email);
  }

  /**
   * As the shopper or their agent asks for it outside the talk with the bot.
   * @param email where it goes; the known address when left out.
   * @returns where it goes.
   * @throws ShopdeskError `transcript.address-conflict` when none is known, `transcript.too-many`
   */
  async function request(conversationId: string, email?: string): Promise<string> {
    const to = email ?? (await knownAddress(conversationId));
    if (to === undefined) {
      throw new ShopdeskError('transcript.address-conflict', 'No address is known to which it could go.', {
        remedy: 'Say which one.',
      });
    }
    if ((await mail(conversationId, to)) === 'limited') {
      throw new ShopdeskError('transcript.too-many', 'This chat was sent several times today.', {
        remedy: 'Try again tomorrow.',
      });
    }
    return to;
  }

  return { mail, knownAddress, request };
}

/** Enough to be recognised by whoever knows it: `a…@example.com`. */
export function maskedAddress(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}…${email.slice(at)}`;
}
