/**
 * Entries that were edited elsewhere than in their files, such as in a store that several processes share, laid over
 * the files. An edit holds as long as its file still is what it was made from: what the merchant writes into the file
 * afterwards is the later word.
 */
import { createHash } from 'node:crypto';
import { parseFaqEntry } from './faq.ts';
import type { KnowledgeProblem } from './knowledge.ts';
import type { Piece } from './pieces.ts';

export interface EntryEdit {
  /** Path relative to the knowledge folder. */
  readonly file: string;
  /** The whole file; undefined when the entry was deleted. */
  readonly text: string | undefined;
  /** `versionOf` the file that was edited; undefined for a new entry. */
  readonly base: string | undefined;
  /** Unix ms. */
  readonly at: number;
}

/** Gives the same array again while nothing has changed. */
export type ReadEdits = () => Promise<readonly EntryEdit[]>;

/** What serves as an FAQ file. */
export interface EntrySource {
  readonly text: string;
  readonly version: string;
  /** Where the text lies: in the folder, or in what the desk keeps. */
  readonly place: 'file' | 'desk';
  /** Unix ms. */
  readonly changedAt: number;
}

/** Names a text: two texts are the same when their versions are. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** @param files the last good version of each file, and of the FAQ files the text. */
export function joinEdits(
  files: ReadonlyMap<string, Piece>,
  texts: ReadonlyMap<string, EntrySource>,
  edits: readonly EntryEdit[],
): { pieces: Piece[]; sources: Map<string, EntrySource>; problems: KnowledgeProblem[] } {
  const pieces = new Map(files);
  const sources = new Map(texts);
  const problems: KnowledgeProblem[] = [];
  for (const { file, text, base, at } of edits) {
    const onDisk = texts.get(file)?.version;
    const version = text === undefined ? undefined : versionOf(text);
    if (onDisk === version) continue;
    if (onDisk !== base) {
      problems.push({ file, line: 1, reason: changedSince });
      continue;
    }
    const read = text === undefined ? undefined : parseFaqEntry({ file, text });
    if (read?.ok === false) {
      problems.push(...read.problems);
      continue;
    }
    pieces.delete(file);
    sources.delete(file);
    if (!read || text === undefined || version === undefined) continue;
    pieces.set(file, { kind: 'faq', entry: read.value });
    sources.set(file, { text, version, place: 'desk', changedAt: at });
  }
  return { pieces: [...pieces.values()], sources, problems };
}

const changedSince =
  'the file was changed after it was edited at the desk; the file is used, the text of the desk is in the history';
