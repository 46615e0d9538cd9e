/** Without an SMTP server mails are kept as files that any mail program opens, so that nothing is lost unseen. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Clock } from '../core/clock.ts';
import { ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Mailer } from '../core/mail.ts';
import { messageOf } from './message.ts';

export interface KeepingOptions {
  readonly folder: string;
  readonly from: string;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** One `.eml` file a mail, named by its time, for the owner alone to read. */
export function createKeepingMailer({ folder, from, clock, ids }: KeepingOptions): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    delivers: false,
    async send(mail) {
      const message = messageOf(mail, from, ids);
      const date = new Date(clock.now());
      const { message: bytes } = await transport.sendMail({ ...message, date });
      const name = `${date.toISOString().replaceAll(':', '-')}-${ids.next()}.eml`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // Written aside and moved, so that whoever lists the folder never sees half a mail.
        await writeFile(join(folder, `.${name}`), bytes, { mode: 0o600 });
        await rename(join(folder, `.${name}`), join(folder, name));
      } catch (cause) {
        throw new ShopdeskError('mail.unavailable', `The mail cannot be kept in ${folder}.`, { cause });
      }
      return { messageId: message.messageId };
    },
    async close() {
      transport.close();
    },
  };
}
