/** The mails that were kept for want of an SMTP server: what the demo shop's mailbox shows. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../core/errors.ts';
import { outboxFolder } from './create-mailer.ts';

export interface KeptMail {
  /** The name of its file. */
  readonly id: string;
  /** Unix ms. */
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The newest first, at most `limit`. */
export async function listKeptMails(dataFolder: string, limit = 50): Promise<KeptMail[]> {
  const folder = outboxFolder(dataFolder);
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  });
  const newest = names
    .filter((name) => /^\d.*\.eml$/u.test(name))
    .sort()
    .reverse()
    .slice(0, limit);
  return Promise.all(newest.map((name) => keptMail(folder, name)));
}

async function keptMail(folder: string, id: string): Promise<KeptMail> {
  const { simpleParser } = await import('mailparser');
  const { date, to, subject = '', text = '' } = await simpleParser(await readFile(join(folder, id)));
  const [first] = [to ?? []].flat();
  return { id, at: date?.getTime() ?? 0, to: first?.text ?? '', subject, text: text.trim() };
}
