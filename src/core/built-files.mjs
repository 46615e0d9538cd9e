// @ts-check
/** Files that are made of other files, kept beside the packages until one of their sources changes. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const keptFolder = join(root, 'node_modules', '.cache', 'shopdesk');
const dayMs = 86_400_000;
/** A server that runs may still load a part of what it was started from. */
const keptDays = 30;

/**
 * Folder with what `make` makes of everything below `sources`; made only when a source or a package has changed.
 * @param {string} kind name of what is made
 * @param {readonly string[]} sources folders, relative to the root
 * @param {(unfinished: string, finished: string) => Promise<unknown>} make writes into `unfinished`, which then
 *   becomes `finished` at once: several processes may make it at the same time
 * @returns {Promise<string>}
 * @throws what `make` throws, and the file system's error when nothing can be written: see `cannotBeWritten`
 */
export async function built(kind, sources, make) {
  const finished = join(keptFolder, kind, fingerprint(sources));
  if (existsSync(finished)) {
    if (Date.now() - statSync(finished).mtimeMs > dayMs) touch(finished);
    return finished;
  }
  const unfinished = `${finished}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    await make(unfinished, finished);
    renameSync(unfinished, finished);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another process was quicker.
    if (!existsSync(finished)) throw error;
  }
  forgetOld(join(keptFolder, kind));
  return finished;
}

/**
 * True for the errors of a file system on which nothing can be kept.
 * @param {unknown} error
 */
export function cannotBeWritten(error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code);
}

/**
 * Changes with every source and with every package, whoever wrote them.
 * @param {readonly string[]} sources
 */
function fingerprint(sources) {
  const hash = createHash('sha256').update(root);
  const files = sources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  for (const file of [...files.sort(), 'package.json', join('node_modules', '.package-lock.json')]) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`\n${file} ${size} ${mtimeMs}`);
  }
  return hash.digest('hex').slice(0, 32);
}

/** @param {string} folder */
function touch(folder) {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // Somebody else's folder, which can be read and no more.
  }
}

/** @param {string} folder */
function forgetOld(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > keptDays * dayMs) rmSync(path, { recursive: true, force: true });
  }
}
