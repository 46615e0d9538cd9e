/** What was learnt about a bank, kept in a file, so that a start with the same bank has nothing to learn. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type { BankModel } from './model.ts';
import { intoShared } from './shared.ts';
import type { SynonymGroup } from './synonyms.ts';
import type { BankEntry } from './understanding.ts';
import { vectorsFile } from './word-vectors.ts';

/** All that decides what is learnt, beside the code. */
export interface Lesson {
  readonly entries: readonly BankEntry[];
  readonly synonyms: readonly SynonymGroup[];
  /** The name of the encoder whose vectors are learnt too, if any. */
  readonly encoder: string | undefined;
}

const digestBytes = 32;

/** What was learnt of just this lesson by just this code; nothing where that is not there or not whole. */
export function readKept(file: string, lesson: Lesson): BankModel | undefined {
  try {
    const bytes = readFileSync(file);
    const body = bytes.subarray(digestBytes);
    if (!digest(body).equals(bytes.subarray(0, digestBytes))) return undefined;
    const kept: { readonly key: string; readonly model: BankModel } = deserialize(body);
    return kept.key === keyOf(lesson) ? intoShared(kept.model) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a model in place of the one before. Blocks for as long as writing some megabytes takes: for a training thread. */
export function writeKept(file: string, lesson: Lesson, model: BankModel): void {
  const body = serialize({ key: keyOf(lesson), model });
  const unfinished = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(unfinished, Buffer.concat([digest(body), body]), { mode: 0o600 });
  renameSync(unfinished, file);
}

/** Names just this lesson as just this code teaches it. */
export function keyOf({ entries, synonyms, encoder }: Lesson): string {
  const key = JSON.stringify([digestOfCode(), process.version, encoder, entries, synonyms]);
  return digest(key).toString('hex');
}

/** Changes with every file of this room and with what words mean, whoever forgets to raise a version. */
function digestOfCode(): string {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const files = readdirSync(folder).filter((name) => /\.m?[jt]s$/.test(name));
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
  return [texts.join('\0'), readFileSync(vectorsFile)].map((each) => digest(each).toString('hex')).join();
}

function digest(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}
