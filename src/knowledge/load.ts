/** Reads a knowledge folder once. */
import type { Knowledge } from './knowledge.ts';
import { createShelf } from './shelf.ts';

/**
 * What the folder holds now. A file with an error is left out and listed in `problems`.
 *
 * @throws ShopdeskError `knowledge.folder-unreadable`
 */
export async function loadKnowledge(folder: string): Promise<Knowledge> {
  const shelf = createShelf(folder);
  await shelf.refresh();
  return shelf.current();
}
