/**
 * Mails of the desk: chats that were asked for, and answers to messages that were left while nobody was there, unless the
 * shopper reads those in the chat first, and thanks for them.
 * `sending` is committed before the mail goes out; one that a process died over is `unknown` and never sent twice.
 */
import type { Clock } from '../core/clock.ts';
import { hasCode, messageOf } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import { type Language, languageOfLocale } from '../core/language.ts';
import type { Log } from '../core/log.ts';
import type { Mailer } from '../core/mail.ts';
import type { Database, Row, Statement } from '../store/index.ts';
import type { Agent, Chat } from './shapes.ts';
import type { Speech } from './speech.ts';

/** Who has the chat open reads the answer within this time; the mail would only repeat it. */
const readFirstMs = 30_000;
const sendingMs = 120_000;
const firstRetryMs = 60_000;
const mostAttempts = 8;

export type DeskMails = ReturnType<typeof createDeskMails>;

export function createDeskMails({
  database,
  mailer,
  brings,
  speech,
  clock,
  ids,
  log,
}: {
  database: Database;
  mailer: Mailer;
  /** Whether the answer reaches the shopper where they wrote from: then the mail would only repeat it. */
  brings: (conversationId: string) => Promise<boolean>;
  speech: Speech;
  clock: Clock;
  ids: Ids;
  log: Log;
}) {
  /** The statements that go with an answer, for a case that has an address. */
  function answering(chat: Chat, agent: Agent, entryId: string, text: string): Statement[] {
    if (text === '') return [];
    return mailTo(chat, {
      entryId,
      words: (spoken) =>
        `${text}\n\n${speech.phrase(spoken, 'desk.message.signature', { name: agent.name })}`,
      afterMs: readFirstMs,
    });
  }

  /** The statements that thank for a message, once it is settled. */
  function thanking(chat: Chat): Statement[] {
    return mailTo(chat, {
      entryId: 'thanks',
      words: (spoken) => speech.phrase(spoken, 'desk.message.thanks', { case: chat.caseId }),
      afterMs: 0,
    });
  }

  /** @param entryId what the mail says, for whoever reads that in the chat first. */
  function mailTo(
    { id, caseId, shopper: { email, language } }: Chat,
    { entryId, words, afterMs }: { entryId: string; words: (spoken: Language) => string; afterMs: number },
  ): Statement[] {
    if (email === null) return [];
    const spoken = languageOfLocale(language);
    const now = clock.now();
    const subject = speech.phrase(spoken, 'desk.message.subject', { case: caseId });
    return [
      {
        sql: `INSERT INTO desk_mail (id, conversation_id, case_id, entry_id, email, subject, body, at, next_at, state)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting')`,
        params: [ids.next(), id, caseId, entryId, email, subject, `${words(spoken)}\n`, now, now + afterMs],
      },
    ];
  }

  let sending = false;

  /** Sends what is due, unless it is at it already. Never rejects. */
  async function sendDue(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      await sendAll();
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'Mails of the desk could not be looked at; trying again');
    } finally {
      sending = false;
    }
  }

  async function sendAll(): Promise<void> {
    const now = clock.now();
    await database.write([
      {
        sql: `UPDATE desk_mail SET state = 'unknown', next_at = NULL WHERE state = 'sending' AND next_at <= $1`,
        params: [now],
      },
    ]);
    const rows = await database.read(
      `SELECT m.*, c.shopper_read, a.watermark FROM desk_mail m LEFT JOIN desk_case c ON c.id = m.case_id
       LEFT JOIN activity a ON a.conversation_id = m.conversation_id AND a.id = m.entry_id
       WHERE m.state = 'waiting' AND m.next_at <= $1 ORDER BY m.next_at LIMIT 20`,
      [now],
    );
    for (const row of rows) await sendOne(row);
  }

  async function sendOne(row: Row): Promise<void> {
    const id = String(row.id);
    if (row.watermark !== null && Number(row.shopper_read) >= Number(row.watermark)) {
      return settle(id, 'waiting', 'read');
    }
    if (await brings(String(row.conversation_id))) return settle(id, 'waiting', 'read');
    const [taken = []] = await database.write([
      {
        sql: `UPDATE desk_mail SET state = 'sending', attempts = attempts + 1, next_at = $2
              WHERE id = $1 AND state = 'waiting' RETURNING attempts`,
        params: [id, clock.now() + sendingMs],
      },
    ]);
    const attempts = Number(taken[0]?.attempts ?? 0);
    if (attempts === 0) return;
    try {
      const { messageId } = await mailer.send({
        to: String(row.email),
        subject: String(row.subject),
        text: String(row.body),
      });
      await settle(id, 'sending', 'sent', messageId);
    } catch (error) {
      log.warn({ mail: id, error: messageOf(error) }, 'An answer could not be mailed');
      if (hasCode(error, 'mail.refused')) return settle(id, 'sending', 'refused');
      if (!hasCode(error, 'mail.unavailable')) return settle(id, 'sending', 'unknown');
      const again = attempts < mostAttempts ? clock.now() + firstRetryMs * 2 ** attempts : null;
      await database.write([
        {
          sql: `UPDATE desk_mail SET state = $2, next_at = $3 WHERE id = $1 AND state = 'sending'`,
          params: [id, again === null ? 'refused' : 'waiting', again],
        },
      ]);
    }
  }

  async function settle(id: string, from: string, to: string, messageId?: string): Promise<void> {
    await database.write([
      {
        sql: `UPDATE desk_mail SET state = $3, next_at = NULL, message_id = $4 WHERE id = $1 AND state = $2`,
        params: [id, from, to, messageId ?? null],
      },
    ]);
  }

  return { answering, thanking, sendDue };
}
