/** Picks how mail leaves: through the SMTP server of the settings, or into a folder when there is none. */
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Mailer } from '../core/mail.ts';
import { createKeepingMailer } from './keeping-mailer.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly smtpUrl?: string | undefined;
  /** The address mails come from, with or without a name. */
  readonly mailFrom: string;
  readonly dataFolder: string;
}

export function createMailer({
  smtpUrl,
  mailFrom,
  dataFolder,
  clock,
  ids,
}: MailSettings & { readonly clock: Clock; readonly ids: Ids }): Mailer {
  return smtpUrl === undefined
    ? createKeepingMailer({ folder: outboxFolder(dataFolder), from: mailFrom, clock, ids })
    : createSmtpMailer({ url: smtpUrl, from: mailFrom, ids });
}

/** Where mails are kept while there is no SMTP server. */
export function outboxFolder(dataFolder: string): string {
  return join(dataFolder, 'outbox');
}
