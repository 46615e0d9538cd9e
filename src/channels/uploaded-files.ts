/** The files that shoppers sent, as personal data: found with their person, deleted with them, none left behind. */
import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../core/errors.ts';
import { type Database, type FilesOfPersons, placesFor } from '../store/index.ts';

/** A file without a row is being written, or was left by a process that died: after this long it is the latter. */
const orphanMs = 3_600_000;

export function uploadedFiles(database: Database, dataFolder: string): FilesOfPersons {
  const folder = join(dataFolder, 'uploads');
  return {
    folder: 'uploads',
    holds: 'Files you sent.',
    async of({ conversation }) {
      if (conversation.length === 0) return [];
      const rows = await database.read(
        `SELECT id, name FROM attachment WHERE conversation_id IN (${placesFor(conversation)})`,
        conversation,
      );
      return rows.map(({ id, name }) => ({ name: String(name), path: join(folder, String(id)) }));
    },
    erase: async (files) => {
      await Promise.all(files.map(({ path }) => removeFile(path)));
    },
    async sweep(now) {
      const names = await readdir(folder).catch((error: unknown) => {
        if (hasErrorCode(error, 'ENOENT')) return [];
        throw error;
      });
      for (let from = 0; from < names.length; from += 500) {
        const page = names.slice(from, from + 500);
        const rows = await database.read(`SELECT id FROM attachment WHERE id IN (${placesFor(page)})`, page);
        const known = new Set(rows.map(({ id }) => String(id)));
        for (const name of page.filter((each) => !known.has(each))) {
          const path = join(folder, name);
          const facts = await stat(path).catch(() => undefined);
          if (facts?.isFile() && facts.mtimeMs < now - orphanMs) await removeFile(path);
        }
      }
    },
  };
}

async function removeFile(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  });
}
