/** A mail as nodemailer takes it; what could break out of a header is refused here. */
import type { SendMailOptions } from 'nodemailer';
import { ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Mail } from '../core/mail.ts';

export interface Message extends SendMailOptions {
  readonly messageId: string;
}

/** @throws ShopdeskError `mail.refused` for an address or a header that is none. */
export function messageOf(mail: Mail, defaultFrom: string, ids: Ids): Message {
  const from = mail.from ?? defaultFrom;
  for (const [name, value] of Object.entries({ ...mail.headers, To: mail.to, From: from })) {
    if (/[\r\n\0]/u.test(name + value))
      throw refused(`The header ${JSON.stringify(name)} has more than one line.`);
  }
  // A list would send one shopper's mail to others.
  if (!/^[^\s@,;<>"]{1,64}@[^\s@,;<>"]{1,250}$/u.test(mail.to)) throw refused('The address is none.');
  return {
    from,
    // As an object it is never parsed as a list of addresses.
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    ...(mail.html !== undefined && { html: mail.html }),
    ...(mail.replyTo !== undefined && { replyTo: mail.replyTo }),
    ...(mail.headers && { headers: { ...mail.headers } }),
    messageId: mail.messageId ?? `<${ids.next()}@${domainOf(from)}>`,
    ...(mail.inReplyTo !== undefined && { inReplyTo: mail.inReplyTo }),
    ...(mail.references && { references: [...mail.references] }),
    attachments: (mail.attachments ?? []).map(({ name, contentType, body }) => ({
      filename: name,
      contentType,
      content: Buffer.from(body),
    })),
    // A body never makes us read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function domainOf(from: string): string {
  return /@([\w.-]+)/u.exec(from)?.[1] ?? 'localhost';
}

function refused(message: string): ShopdeskError {
  return new ShopdeskError('mail.refused', message);
}
