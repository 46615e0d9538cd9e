/**
 * The files of a knowledge folder with the last good version of each. Refreshing reads only what changed on
 * disk, so that it is cheap enough to be done every second.
 */
import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { hasErrorCode, messageOf, ShopdeskError } from '../core/errors.ts';
import { assemble } from './assemble.ts';
import { type EntryEdit, type EntrySource, joinEdits, type ReadEdits, versionOf } from './edits.ts';
import type { Knowledge, KnowledgeProblem, Replies } from './knowledge.ts';
import { kindOf, type Piece, readPiece } from './pieces.ts';
import { type JudgeRules, noJudge, type RulesVerdict } from './rules.ts';
import { decodeTextFile, maximumBytes, tooLarge } from './text-file.ts';

export interface Shelf {
  /**
   * Reads what changed on disk. Says whether `current()` is another object afterwards, be it only because of its
   * problems: what serves may be the same. Not to be overlapped.
   */
  refresh(): Promise<'same' | 'problems' | 'content'>;
  current(): Knowledge;
  /** What serves as the FAQ file `file`, wherever it lies. */
  sourceOf(file: string): EntrySource | undefined;
  /** What serves of the file as it lies there: all or part of it, its last good version, or nothing. */
  serves(file: string): 'this' | 'last good' | 'nothing';
  /** Names the file as it lies there, good or not. */
  fingerprintOf(file: string): string | undefined;
  /** Version of the file in the folder, whatever serves. */
  fileVersionOf(file: string): string | undefined;
  /** How many files were seen missing at the last refresh and will be dropped if they still are at the next. */
  readonly missing: number;
}

interface Slot {
  /** Of the version read last, good or not. */
  fingerprint: string;
  good: Piece | undefined;
  /** Whether `good` is of the file as it lies there, and not of an earlier version. */
  isAsItLies: boolean;
  /** The text of the last good version, of an FAQ file. */
  source: EntrySource | undefined;
  problems: readonly KnowledgeProblem[];
  /** Set when the file was not there at the last refresh: an editor may be about to rename a new one here. */
  missing: boolean;
}

export interface ShelfOptions {
  /** What is wrong with a file of rules; nothing if left out. */
  readonly judge?: JudgeRules | undefined;
  /** Entries that were edited elsewhere, to be laid over the files. */
  readonly edits?: ReadEdits | undefined;
  /** What is said where no file has a reply. */
  readonly house?: Replies | undefined;
}

/** An empty shelf over `folder` and what was edited elsewhere; `refresh` fills it. */
export function createShelf(
  folder: string,
  { judge = noJudge, edits: readEdits = async () => noEdits, house }: ShelfOptions = {},
): Shelf {
  const slots = new Map<string, Slot>();
  let edits = noEdits;
  let pieces: readonly Piece[] = [];
  let sources = new Map<string, EntrySource>();
  let knowledge = assemble([], []);
  let missing = 0;

  return {
    current: () => knowledge,
    sourceOf: (file) => sources.get(file),
    serves(file) {
      const slot = slots.get(file);
      if (!slot?.good) return 'nothing';
      return slot.isAsItLies ? 'this' : 'last good';
    },
    fingerprintOf: (file) => slots.get(file)?.fingerprint,
    fileVersionOf: (file) => slots.get(file)?.source?.version,
    get missing() {
      return missing;
    },
    async refresh() {
      const [found, edited] = await Promise.all([listFiles(folder), readEdits()]);
      let changed = await inBatches(found, (file) => refreshFile(folder, file, { slots, judge }));
      changed ||= edited !== edits;
      edits = edited;
      missing = 0;
      const here = new Set(found);
      for (const [file, slot] of slots) {
        if (here.has(file)) {
          slot.missing = false;
        } else if (slot.missing) {
          slots.delete(file);
          changed = true;
        } else {
          slot.missing = true;
          missing++;
        }
      }
      if (!changed) return 'same';
      const files = [...slots.keys()].sort();
      const inOrder = files.flatMap((file) => slots.get(file) ?? []);
      const joined = joinEdits(picked(slots, files, 'good'), picked(slots, files, 'source'), edits);
      const before = pieces;
      ({ pieces, sources } = joined);
      knowledge = assemble(pieces, [...inOrder.flatMap((slot) => slot.problems), ...joined.problems], house);
      const isSame = pieces.length === before.length && pieces.every((piece, at) => piece === before[at]);
      return isSame ? 'problems' : 'content';
    },
  };
}

const noEdits: readonly EntryEdit[] = [];

function picked<K extends 'good' | 'source'>(
  slots: ReadonlyMap<string, Slot>,
  files: readonly string[],
  what: K,
): Map<string, NonNullable<Slot[K]>> {
  const map = new Map<string, NonNullable<Slot[K]>>();
  for (const file of files) {
    const value = slots.get(file)?.[what];
    if (value) map.set(file, value);
  }
  return map;
}

/** Paths with `/`, relative to `folder`, of all files that are knowledge. A missing subfolder is empty. */
async function listFiles(folder: string): Promise<string[]> {
  const top = await readdir(folder).catch((cause: unknown) => {
    throw unreadable(folder, cause);
  });
  const below = await Promise.all(
    ['faq', 'replies', 'rules', 'synonyms'].map(async (sub) => {
      const names = await readdir(path.join(folder, sub)).catch((cause: unknown) => {
        // Anything else, such as a disk that stumbles or too many open files, does not say that nothing is there.
        if (hasErrorCode(cause, 'ENOENT') || hasErrorCode(cause, 'ENOTDIR')) return [];
        throw unreadable(path.join(folder, sub), cause);
      });
      return names.map((name) => `${sub}/${name}`);
    }),
  );
  return [...top, ...below.flat()].filter((file) => kindOf(file) !== undefined);
}

function unreadable(folder: string, cause: unknown): ShopdeskError {
  return new ShopdeskError('knowledge.folder-unreadable', `The knowledge folder cannot be read: ${folder}.`, {
    remedy: 'Name an existing folder with the subfolders faq, replies and synonyms.',
    cause,
  });
}

/** True when the file's content or its problems are others than before. */
async function refreshFile(
  folder: string,
  file: string,
  { slots, judge }: { slots: Map<string, Slot>; judge: JudgeRules },
): Promise<boolean> {
  const place = path.join(folder, file);
  const before = slots.get(file);
  const put = (slot: Omit<Slot, 'missing'>) => {
    slots.set(file, { ...slot, missing: false });
    return true;
  };
  const refuse = (fingerprint: string, problems: readonly KnowledgeProblem[]) =>
    put({ fingerprint, good: before?.good, source: before?.source, problems, isAsItLies: false });
  try {
    const info = await stat(place);
    const fingerprint = fingerprintOf(info);
    if (before?.fingerprint === fingerprint) return false;
    if (!info.isFile()) return refuse(fingerprint, [problem(file, 'this is not a file')]);
    if (info.size > maximumBytes) return refuse(fingerprint, [problem(file, tooLarge(info.size))]);
    const decoded = decodeTextFile(file, await readFile(place));
    if (!decoded.ok) return refuse(fingerprint, decoded.problems);
    const piece = readPiece(decoded.value);
    if (!piece.ok) return refuse(fingerprint, piece.problems);
    const { problems, restHolds } = verdictOf(piece.value, judge);
    // A part of the new rules does not take the place of all the old ones.
    const replaces = restHolds && !hasWhole(before);
    if (problems.length > 0 && !replaces) return refuse(fingerprint, problems);
    const source = sourceOf(piece.value, decoded.value.text, info);
    return put({ fingerprint, good: piece.value, source, problems, isAsItLies: true });
  } catch (error) {
    // Gone between listing and reading: the next refresh sees it missing.
    if (hasErrorCode(error, 'ENOENT')) return false;
    const fingerprint = `unreadable: ${messageOf(error)}`;
    if (before?.fingerprint === fingerprint) return false;
    return refuse(fingerprint, [problem(file, 'the file cannot be read; check its permissions')]);
  }
}

/** Whether all of some version of the file serves. */
function hasWhole(slot: Slot | undefined): boolean {
  return slot?.good !== undefined && !(slot.isAsItLies && slot.problems.length > 0);
}

function verdictOf(piece: Piece, judge: JudgeRules): RulesVerdict {
  return piece.kind === 'rules' ? judge(piece.rules) : { problems: [], restHolds: true };
}

function sourceOf(piece: Piece, text: string, info: Stats): EntrySource | undefined {
  if (piece.kind !== 'faq') return undefined;
  const version = versionOf(text);
  return { text, version, place: 'file', changedAt: Math.trunc(info.mtimeMs) };
}

/** Size and inode catch an edit within one tick of the file system's clock. */
function fingerprintOf(info: Stats): string {
  return `${info.mtimeMs} ${info.ctimeMs} ${info.size} ${info.ino}`;
}

function problem(file: string, reason: string): KnowledgeProblem {
  return { file, line: 1, reason };
}

/** A large folder must neither open thousands of files at once nor hold the event loop. */
async function inBatches(
  files: readonly string[],
  refresh: (file: string) => Promise<boolean>,
): Promise<boolean> {
  let changed = false;
  for (let start = 0; start < files.length; start += 64) {
    const results = await Promise.all(files.slice(start, start + 64).map(refresh));
    changed = changed || results.includes(true);
  }
  return changed;
}
