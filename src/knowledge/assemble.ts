/** Joins the contents of good files into what the shop knows. */
import type { Knowledge, KnowledgeProblem, Replies } from './knowledge.ts';
import type { Piece } from './pieces.ts';
import { blanksIn, shopBlank } from './reply-blanks.ts';
import type { Reply } from './reply-file.ts';

/**
 * `pieces` in order of file; where two files define one reply, the first keeps it and the second is told.
 * @param house what is said under the keys that no file has, or that a file has with a blank which nobody would fill.
 */
export function assemble(
  pieces: readonly Piece[],
  problems: readonly KnowledgeProblem[],
  house: Replies = new Map(),
): Knowledge {
  const replies = new Map<string, { file: string; reply: Reply }>();
  const refused: KnowledgeProblem[] = [];
  for (const piece of pieces) {
    if (piece.kind !== 'replies') continue;
    for (const reply of piece.replies) {
      const first = replies.get(reply.key);
      if (first) {
        const reason = `"${reply.key}" is already in ${first.file}, line ${first.reply.line}, which is used`;
        refused.push({ file: piece.file, line: reply.line, reason });
        continue;
      }
      const reason = neverFilled(reply, house);
      if (reason) refused.push({ file: piece.file, line: reply.line, reason });
      else replies.set(reply.key, { file: piece.file, reply });
    }
  }
  const hours = pieces.find((piece) => piece.kind === 'hours')?.hours;
  const orders = pieces.find((piece) => piece.kind === 'orders')?.orders;
  return deepFreeze({
    faq: pieces.flatMap((piece) => (piece.kind === 'faq' ? piece.entry : [])).sort(byId),
    replies: new Map([
      ...house,
      ...[...replies].map(([key, { reply }]) => [key, deepFreeze(reply.variants)] as const),
    ]),
    lentReplies: [...house.keys()].filter((key) => !replies.has(key)),
    synonyms: pieces.flatMap((piece) => (piece.kind === 'synonyms' ? piece.groups : [])),
    ...(hours && { hours }),
    ...(orders && { orders }),
    rules: pieces.flatMap((piece) => (piece.kind === 'rules' ? piece.rules : [])),
    problems: [...problems, ...refused].sort(byPlace),
  });
}

/** Complains of a blank that the program's own sentence under the key does not have: it would fail when it is said. */
function neverFilled({ key, variants }: Reply, house: Replies): string | undefined {
  const own = house.get(key);
  if (!own) return undefined;
  const filled = [...blanksIn(own.en.join()), shopBlank];
  const strange = blanksIn(variants.en.join()).find((name) => !filled.includes(name));
  if (strange === undefined) return undefined;
  const those = filled.map((name) => `{${name}}`).join(', ');
  return `"${key}" has the blank {${strange}}, which nothing fills here; it may have ${those}`;
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function byPlace(a: KnowledgeProblem, b: KnowledgeProblem): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

function deepFreeze<T extends object>(value: T): T {
  if (Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}
