/** The sentences that come with the program: they are said where a shop's own folder has none under a key. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../core/built-files.mjs';
import { ShopdeskError } from '../core/errors.ts';
import { assemble } from './assemble.ts';
import type { Replies } from './knowledge.ts';
import { parseReplyFile } from './reply-file.ts';
import { decodeTextFile } from './text-file.ts';

const house = path.join(root, 'knowledge');

/**
 * For the knowledge in `folder`; none for the program's own folder, which says what it says.
 * @throws ShopdeskError `knowledge.house` when the program's own files have an error.
 */
export async function houseReplies(folder: string): Promise<Replies> {
  if (path.resolve(folder) === house) return new Map();
  const names = await readdir(path.join(house, 'replies'));
  const pieces = await Promise.all(
    names.sort().map(async (name) => {
      const file = `replies/${name}`;
      const decoded = decodeTextFile(file, await readFile(path.join(house, file)));
      const read = decoded.ok ? parseReplyFile(decoded.value) : decoded;
      if (read.ok) return { kind: 'replies', file, replies: read.value } as const;
      const [first] = read.problems;
      throw new ShopdeskError('knowledge.house', `${file}:${first?.line}: ${first?.reason}`);
    }),
  );
  return assemble(pieces, []).replies;
}
