/** Just enough of the demo shop's knowledge to serve, and what is learnt of it: such a server starts at once. */
import { copyFile, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../src/core/built-files.mjs';

/** Below `folder`. @returns its path. */
export async function smallKnowledge(folder: string): Promise<string> {
  const from = join(root, 'knowledge');
  const to = join(folder, 'knowledge');
  await mkdir(join(to, 'faq'), { recursive: true });
  await cp(join(from, 'replies'), join(to, 'replies'), { recursive: true });
  for (const file of ['hours.yaml', 'faq/warranty.md', 'faq/opening-hours.md']) {
    await copyFile(join(from, file), join(to, file));
  }
  return to;
}
