/** Reads a knowledge folder once. */
import { houseReplies } from './house-replies.ts';
import type { Knowledge } from './knowledge.ts';
import type { JudgeRules } from './rules.ts';
import { createShelf } from './shelf.ts';

/**
 * What the folder holds now. A file with an error is left out and listed in `problems`; of rules, what is right in it
 * may hold.
 *
 * @param judge what is wrong with a file of rules; nothing if left out.
 * @throws ShopdeskError `knowledge.folder-unreadable`
 */
export async function loadKnowledge(folder: string, judge?: JudgeRules): Promise<Knowledge> {
  const shelf = createShelf(folder, { judge, house: await houseReplies(folder) });
  await shelf.refresh();
  return shelf.current();
}
