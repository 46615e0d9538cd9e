/** Sends mail through an SMTP server, over a few kept connections. */
import { createTransport } from 'nodemailer';
import { ShopdeskError, messageOf as textOf } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Mailer } from '../core/mail.ts';
import { messageOf } from './message.ts';

export interface SmtpOptions {
  readonly url: string;
  readonly from: string;
  readonly ids: Ids;
}

const connectMs = 10_000;
const silenceMs = 30_000;

export function createSmtpMailer({ url, from, ids }: SmtpOptions): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
  });
  return {
    delivers: true,
    async send(mail) {
      const message = messageOf(mail, from, ids);
      try {
        await transport.sendMail(message);
        return { messageId: message.messageId };
      } catch (error) {
        throw failureOf(error);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** Codes of nodemailer for what went wrong before the server could have taken the mail. */
const beforeSending = new Set([
  'EDNS',
  'ECONNECTION',
  'ECONNREFUSED',
  'ETLS',
  'EREQUIRETLS',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'EPROXY',
]);

/** RFC 5321, 4.2.1: 4yz may be tried again, 5yz will not be taken however often. */
function failureOf(error: unknown): ShopdeskError {
  const { responseCode, code, command } = fieldsOf(error);
  const details = { cause: error };
  // A server that does not let us in refuses us, not this mail.
  if (code === 'EAUTH')
    return new ShopdeskError('mail.unavailable', `The mail server: ${textOf(error)}`, details);
  if (responseCode !== undefined && responseCode >= 500) {
    return new ShopdeskError('mail.refused', `The mail server refused it: ${textOf(error)}`, details);
  }
  const isBefore = responseCode !== undefined || beforeSending.has(code ?? '') || command === 'CONN';
  if (code === 'EENVELOPE' && responseCode === undefined) {
    return new ShopdeskError('mail.refused', textOf(error), details);
  }
  return isBefore
    ? new ShopdeskError('mail.unavailable', `The mail server did not take it: ${textOf(error)}`, details)
    : new ShopdeskError('mail.unknown', `The mail may or may not have gone: ${textOf(error)}`, details);
}

function fieldsOf(error: unknown): { responseCode?: number; code?: string; command?: string } {
  if (!(error instanceof Error)) return {};
  return {
    ...('responseCode' in error &&
      typeof error.responseCode === 'number' && { responseCode: error.responseCode }),
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    ...('command' in error && typeof error.command === 'string' && { command: error.command }),
  };
}
