/** The file of one FAQ entry in the merchant's folder, read and written as a whole. */
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { hasErrorCode, messageOf, ShopdeskError } from '../core/errors.ts';
import { idOf } from './faq.ts';
import { kindOf } from './pieces.ts';
import { decodeTextFile } from './text-file.ts';

/**
 * The path of an entry's file, relative to the knowledge folder.
 * @throws ShopdeskError `knowledge.invalid` for an id that is no file name of ours.
 */
export function entryFile(id: string): string {
  const file = `faq/${id}.md`;
  if (kindOf(file) === 'faq' && idOf(file) === id) return file;
  throw new ShopdeskError(
    'knowledge.invalid',
    'An entry is named by letters, digits and hyphens, 100 at most.',
    {
      issues: [{ path: 'id', message: 'only letters, digits and hyphens; not "readme"' }],
    },
  );
}

/** The text as it lies in the folder now, whatever is wrong with it; undefined when there is none. */
export async function readEntryFile(folder: string, file: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(path.join(folder, file));
    const decoded = decodeTextFile(file, bytes);
    return decoded.ok ? decoded.value.text : bytes.toString('latin1');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw unwritable(file, error);
  }
}

/**
 * Puts `text` in the place of the file in one step, durable when it resolves, or removes the file.
 * @throws ShopdeskError `knowledge.unavailable` when the folder cannot be written.
 */
export async function writeEntryFile(folder: string, file: string, text: string | undefined): Promise<void> {
  const place = path.join(folder, file);
  // A name that begins with a dot is no entry: a reader never sees a half of it.
  const draft = path.join(path.dirname(place), `.${path.basename(place)}.new`);
  try {
    if (text === undefined) return await rm(place, { force: true });
    const handle = await open(draft, 'w');
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw unwritable(file, error);
  }
}

function unwritable(file: string, cause: unknown): ShopdeskError {
  return new ShopdeskError('knowledge.unavailable', `${file} cannot be written: ${messageOf(cause)}`, {
    remedy: 'Give the server the right to write into the folder knowledge/faq.',
    cause,
  });
}
