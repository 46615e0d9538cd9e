/** Reads one mail (RFC 5322, MIME), in bounded memory, into what the channel makes of it. */
import { createHash } from 'node:crypto';
import type { AddressObject } from 'mailparser';
import { ShopdeskError } from '../../core/errors.ts';
import { type Headers, type Kind, kindOf } from './automatic.ts';

/** A mail of more is not fetched at all. */
export const mostMailBytes = 15_000_000;
const mostHeaderBytes = 200_000;
const mostRecipients = 100;
const mostNested = 20;
const mostParts = 300;
const mostFiles = 10;

/** See RFC 3464. */
export interface Bounce {
  /** Of the mails it is about. */
  readonly messageIds: readonly string[];
  /** False when the mail may still arrive, or did. */
  readonly isFinal: boolean;
  readonly recipient: string | undefined;
  readonly reason: string;
}

export interface Mail {
  readonly kind: Kind;
  /** With angle brackets; made of the content when the mail has none. */
  readonly messageId: string;
  /** Lower case. */
  readonly sender: string;
  readonly senderName: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
  /** What it answers to, the nearest first. */
  readonly references: readonly string[];
  readonly files: readonly { readonly name: string; readonly content: Uint8Array }[];
  /** What a report of the mail system says. */
  readonly bounced: Bounce | undefined;
}

/** @throws ShopdeskError `mail.unreadable` for what is too large, too deep, to too many, or from nobody. */
export async function readMail(source: Buffer): Promise<Mail> {
  guard(source);
  // Its tables of character sets are loaded by the first mail, not by every start.
  const { simpleParser } = await import('mailparser');
  const parsed = await simpleParser(source, {
    skipImageLinks: true,
    skipTextToHtml: true,
    maxHtmlLengthToParse: 1_000_000,
    keepDeliveryStatus: true,
  });
  const recipients = [parsed.to, parsed.cc].flatMap((each) => each ?? []).flatMap(({ value }) => value);
  if (recipients.length > mostRecipients) throw unreadable('It has too many recipients.');
  const [sender] = from(parsed.replyTo) ?? from(parsed.from) ?? [];
  const address = sender?.address?.toLowerCase() ?? '';
  if (!/^[^\s@<>"(),:;[\]\\]{1,64}@[a-z0-9.-]{1,250}$/.test(address))
    throw unreadable('It has no sender who can be answered.');
  const headers: Headers = new Map(
    parsed.headerLines.map(({ key, line }) => [
      key.toLowerCase(),
      line
        .slice(line.indexOf(':') + 1)
        .replace(/\s+/g, ' ')
        .trim(),
    ]),
  );
  const kind = kindOf(headers, address);
  const earlier = [parsed.inReplyTo ?? [], [...(parsed.references ?? [])].flat().reverse()].flat();
  return {
    kind,
    messageId: oneLine(parsed.messageId ?? `<${checksum(source)}@no-message-id>`).slice(0, 500),
    sender: address,
    senderName: sender?.name ? oneLine(sender.name).slice(0, 100) : undefined,
    subject: oneLine(parsed.subject ?? '').slice(0, 300),
    text: parsed.text ?? '',
    html: typeof parsed.html === 'string' ? parsed.html : undefined,
    references: [...new Set(earlier.map(oneLine))].slice(0, 50),
    files: parsed.attachments
      .filter(({ contentType }) => !/^(message\/|text\/rfc822-headers)/.test(contentType))
      .slice(0, mostFiles)
      .map(({ filename, content }) => ({ name: filename ?? 'file', content })),
    bounced: kind === 'bounce' ? bounceIn(source) : undefined,
  };
}

/** Looks at the raw bytes before anything is parsed, since parsing is what a hostile mail is made for. */
function guard(source: Buffer): void {
  if (source.length > mostMailBytes) throw unreadable('It is too large.');
  const end = source.indexOf('\r\n\r\n');
  if ((end < 0 ? source.length : end) > mostHeaderBytes) throw unreadable('Its head is too long.');
  const text = source.toString('latin1');
  const boundaries = text.match(/^content-type:[^\n]*(\n[ \t][^\n]*)*boundary=/gim)?.length ?? 0;
  if (boundaries > mostNested) throw unreadable('It is nested too deep.');
  if ((text.match(/^content-type:/gim)?.length ?? 0) > mostParts) throw unreadable('It has too many parts.');
}

function from(address: AddressObject | undefined) {
  return address && address.value.length > 0 ? address.value : undefined;
}

/** What a delivery status says (RFC 3464, 2.3), and which mail it is about. */
function bounceIn(source: Buffer): Bounce {
  const text = source.toString('utf8');
  const messageIds = Array.from(
    text.matchAll(/^(?:original-)?message-id:\s*(<[^>\r\n]{3,500}>)/gim),
    ([, id = '']) => id,
  );
  const reason = /^diagnostic-code:\s*(?:[\w-]+;\s*)?([^\r\n]+(?:\r?\n[ \t][^\r\n]+)*)/im.exec(text)?.[1];
  const action = /^action:\s*(\w+)/im.exec(text)?.[1]?.toLowerCase();
  const recipient = /^final-recipient:\s*rfc822;\s*<?([^\s<>]+@[^\s<>]+?)>?\s*$/im.exec(text)?.[1];
  const status = /^status:\s*([245]\.\d+\.\d+)/im.exec(text)?.[1];
  return {
    messageIds: messageIds.slice(0, 20),
    isFinal: action === undefined || action === 'failed',
    recipient: recipient?.trim(),
    reason: oneLine(reason ?? status ?? 'no reason was given').slice(0, 300),
  };
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

function checksum(source: Buffer): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 32);
}

function unreadable(message: string): ShopdeskError {
  return new ShopdeskError('mail.unreadable', `A mail is not read. ${message}`);
}
