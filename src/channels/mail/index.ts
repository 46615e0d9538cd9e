/** E-mail: threads in by IMAP, answers out through the mail room. */
import type { Clock } from '../../core/clock.ts';
import { hasCode, messageOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Mailer } from '../../core/mail.ts';
import type { Database } from '../../store/index.ts';
import { type Channel, type Event, SendFailure } from '../channel.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { newWords } from './new-words.ts';
import { type Bounce, type Mail, readMail } from './read-mail.ts';
import { renderMail } from './render.ts';
import { safeHtml } from './safe-html.ts';
import { createThreads, markIn, markOf } from './thread.ts';

export interface MailChannelOptions {
  /** Without it answers of shoppers go to whoever reads `mailFrom`. */
  readonly mailboxUrl: string | undefined;
  /** Address that our mails come from: mails from it are our own. */
  readonly mailFrom: string;
  readonly threadKey: Uint8Array;
  readonly mailer: Mailer;
  /** Hears of a mail that came back and is none of this channel. */
  readonly mailBounced?: MailBounced | undefined;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

export type MailBounced = (bounce: {
  messageId: string;
  reason: string;
  recipient?: string | undefined;
}) => Promise<unknown>;

const mostReferences = 10;
/** In characters. */
const fewWords = 15;

export function createMailChannel(options: MailChannelOptions): Channel {
  const { mailer, log, database } = options;
  const threads = createThreads(options.threadKey);
  const [ownAddress = 'shop@localhost'] = /[^\s<>]+@[^\s<>]+/.exec(options.mailFrom.toLowerCase()) ?? [];
  const domain = ownAddress.split('@')[1] ?? 'localhost';
  let mailbox: Mailbox | undefined;

  return {
    name: 'mail',
    shows: { buttons: 'numbered', cards: 'text', files: 'link', markdown: true, textLimit: 100_000 },
    isCareful: true,
    render: (reply, phrase) => renderMail([reply], phrase),
    renderTurn: renderMail,
    async send({ body }, { chat, address }, { key }) {
      const messageId = threads.messageId(chat, key, domain);
      const subject = address.subject?.includes(markOf(chat))
        ? address.subject
        : `${address.subject ?? ''} ${markOf(chat)}`;
      const references = (address.references ?? '').split(' ').filter((each) => each !== '');
      const headers = {
        'X-Auto-Response-Suppress': 'All',
        ...(body.automatic === true && { 'Auto-Submitted': 'auto-replied' }),
      };
      const mail = {
        to: address.to ?? '',
        subject: subject.trim(),
        text: String(body.text),
        html: String(body.html),
        headers,
      };
      try {
        await mailer.send({
          ...mail,
          messageId,
          references,
          ...(references.length > 0 && { inReplyTo: references.at(-1) }),
        });
      } catch (error) {
        throw failureOf(error);
      }
      return { messageId };
    },
    repeats: 'again',
    isOccasional: options.mailboxUrl === undefined,
    begin: (email, subject, conversationId) => ({
      chat: threads.begin(email, conversationId),
      person: email,
      address: { to: email, subject, references: '' },
    }),
    start(hear) {
      if (options.mailboxUrl === undefined) return;
      mailbox = createMailbox({
        ...options,
        url: options.mailboxUrl,
        take: async (source) => hear(await eventsOf(source)),
      });
      mailbox.start();
    },
    stop: async () => mailbox?.stop(),
  };

  async function eventsOf(source: Buffer): Promise<Event[]> {
    let mail: Mail;
    try {
      mail = await readMail(source);
    } catch (error) {
      // It would be as unreadable the next time.
      log.warn({ error: messageOf(error) }, 'A mail is passed over');
      return [];
    }
    if (mail.sender === ownAddress) return [];
    if (mail.bounced) return bouncesOf(mail.bounced);
    const thread = await threadOf(mail);
    if (mail.kind !== 'person' && !thread) return [];
    const chat = thread ?? threads.begin(mail.sender, mail.messageId);
    const { subject, references, files } = mail;
    const chain = [...references.slice(0, mostReferences - 1).reverse(), mail.messageId];
    const text = newWords(mail.text);
    return [
      {
        kind: 'message',
        id: mail.messageId,
        from: { id: mail.sender, name: mail.senderName },
        chat,
        address: {
          to: mail.sender,
          subject: /^(re|aw|回复|答复)\s*[:：]/i.test(subject) ? subject : `Re: ${subject}`,
          references: chain.join(' '),
        },
        text: thread ? text : withSubject(subject, text),
        record: {
          mail: {
            subject,
            ...(text !== mail.text.trim() && { whole: mail.text.slice(0, 100_000) }),
            ...(mail.html && { html: safeHtml(mail.html) }),
          },
        },
        ...(mail.kind === 'automatic' && { unanswered: true }),
        ...(files.length > 0 && {
          files: files.map(({ name, content }) => ({ name, place: content })),
        }),
      },
    ];
  }

  /** By the proof in one of our Message-IDs; by the mark in the subject only for who has the thread already. */
  async function threadOf({ references, subject, sender }: Mail): Promise<string | undefined> {
    const proved = references.map((each) => threads.read(each)?.thread).find((each) => each !== undefined);
    if (proved) return proved;
    const marked = markIn(subject);
    if (!marked) return undefined;
    const [row] = await database.read(
      `SELECT place FROM channel_chat WHERE channel = 'mail' AND place = $1 AND person = $2`,
      [marked, sender],
    );
    return row && String(row.place);
  }

  async function bouncesOf({ messageIds, reason, recipient, isFinal }: Bounce): Promise<Event[]> {
    const events: Event[] = [];
    for (const messageId of isFinal ? messageIds : []) {
      const ours = threads.read(messageId);
      if (ours) events.push({ kind: 'receipt', messageId, key: ours.key, failure: reason });
      else await options.mailBounced?.({ messageId, reason, recipient });
    }
    return events;
  }
}

/** Some people write their question where the subject goes, and next to nothing below. */
function withSubject(subject: string, text: string): string {
  if (text.length > fewWords || /[?？]/.test(text)) return text;
  const asked = subject.replace(/^((re|fwd?|aw|wg|回复|答复|转发)\s*[:：]\s*)+/gi, '').trim();
  return `${asked}\n\n${text}`.trim();
}

function failureOf(error: unknown): SendFailure {
  if (hasCode(error, 'mail.refused')) return new SendFailure('never', messageOf(error));
  return new SendFailure(hasCode(error, 'mail.unavailable') ? 'later' : 'unknown', messageOf(error));
}
