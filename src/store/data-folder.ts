/** The folder that the server keeps its files in: made where it is missing, and looked at before anything leans on it. */
import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { explain, hasErrorCode, ShopdeskError } from '../core/errors.ts';

/**
 * Makes `folder` where it is missing; only its owner may look inside.
 * @throws ShopdeskError `store.folder` when it cannot be made, is none, or may not be written.
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await make(resolve(folder));
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new ShopdeskError('store.folder', `The data folder ${folder} cannot be used. ${inWords(cause)}.`, {
      remedy: 'Name another with SHOPDESK_DATA, or let whoever runs this write there.',
      cause,
    });
  }
}

/** Folder by folder: Node's own recursion never ends where a file system, such as /proc, says that nothing is there. */
async function make(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  try {
    await make(dirname(folder));
    // What shoppers said is nobody else's business on a shared machine.
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been quicker.
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** The folder above is there when `mkdir` is called: where it still says ENOENT, it takes no folders. */
function inWords(error: unknown): string {
  if (hasErrorCode(error, 'ENOENT') && error instanceof Error && 'path' in error)
    return `Nothing can be made in ${dirname(String(error.path))}`;
  return explain(error);
}
