/** Mails that were kept for want of an SMTP server, as personal data: they go with the person they were written to. */
import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../core/errors.ts';
import type { FilesOfPersons, PersonalFile } from '../store/index.ts';
import { outboxFolder } from './create-mailer.ts';

const keptMs = 30 * 86_400_000;

export function mailsOfPersons(dataFolder: string): FilesOfPersons {
  const folder = outboxFolder(dataFolder);
  const list = async () => {
    const names = await readdir(folder).catch((error: unknown) => {
      if (hasErrorCode(error, 'ENOENT')) return [];
      throw error;
    });
    return names.filter((name) => name.endsWith('.eml'));
  };
  return {
    folder: 'outbox',
    holds: 'Mails to you that could not be sent, since the shop has no mail server.',
    async of({ email }) {
      if (email.length === 0) return [];
      const found: PersonalFile[] = [];
      for (const name of await list()) {
        const path = join(folder, name);
        const recipient = await recipientOf(path);
        if (recipient !== undefined && email.includes(recipient)) found.push({ name, path });
      }
      return found;
    },
    erase: async (files) => {
      await Promise.all(files.map(({ path }) => remove(path)));
    },
    async sweep(now) {
      for (const name of await list()) {
        // The name begins with the time; see the keeping mailer.
        const [, day] = /^(\d{4}-\d\d-\d\d)T/.exec(name) ?? [];
        if (day !== undefined && Date.parse(day) < now - keptMs) await remove(join(folder, name));
      }
    },
  };
}

async function recipientOf(path: string): Promise<string | undefined> {
  const source = await readFile(path).catch(() => undefined);
  if (!source) return undefined;
  const { simpleParser } = await import('mailparser');
  const { to } = await simpleParser(source);
  const [first] = [to ?? []].flat();
  return first?.value[0]?.address?.toLowerCase();
}

async function remove(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  });
}
