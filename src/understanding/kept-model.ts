/** What was learnt about a bank, kept in a file, so that a start with the same bank has nothing to learn. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { BankModel } from './model.ts';
import { intoShared } from './shared.ts';
import type { SynonymGroup } from './synonyms.ts';
import type { BankEntry } from './understanding.ts';

export interface KeptModel {
  /** What was learnt of just this bank by just this code, if it is there and whole. */
  read(entries: readonly BankEntry[], synonyms: readonly SynonymGroup[]): Promise<BankModel | undefined>;
  /** Keeps it in place of the one before; a disk that is full costs nothing but the next start's time. */
  write(model: BankModel, entries: readonly BankEntry[], synonyms: readonly SynonymGroup[]): Promise<void>;
}

const digestBytes = 32;

/** One model in `folder`. @param encoder the name of the encoder whose vectors are in it, if any. */
export function keptModelIn(folder: string, encoder: string | undefined, log: Log): KeptModel {
  const file = join(folder, 'understanding.model');
  let code: Promise<string> | undefined;

  async function keyOf(entries: readonly BankEntry[], synonyms: readonly SynonymGroup[]): Promise<string> {
    code ??= digestOfCode();
    return digest(JSON.stringify([await code, process.version, encoder, entries, synonyms])).toString('hex');
  }

  return {
    async read(entries, synonyms) {
      try {
        const bytes = await readFile(file);
        const body = bytes.subarray(digestBytes);
        if (!digest(body).equals(bytes.subarray(0, digestBytes))) return undefined;
        const kept: { readonly key: string; readonly model: BankModel } = deserialize(body);
        return kept.key === (await keyOf(entries, synonyms)) ? intoShared(kept.model) : undefined;
      } catch (error) {
        log.debug({ error: messageOf(error) }, 'No learnt bank is kept');
        return undefined;
      }
    },
    async write(model, entries, synonyms) {
      try {
        const body = serialize({ key: await keyOf(entries, synonyms), model });
        await mkdir(folder, { recursive: true });
        await writeFile(`${file}.${process.pid}`, Buffer.concat([digest(body), body]), { mode: 0o600 });
        await rename(`${file}.${process.pid}`, file);
      } catch (error) {
        log.warn(
          { error: messageOf(error) },
          'The learnt bank could not be kept; the next start learns anew',
        );
      }
    },
  };
}

/** Changes with every file of this room, whoever forgets to raise a version. */
async function digestOfCode(): Promise<string> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const files = (await readdir(folder)).filter((name) => /\.m?ts$|\.mjs$/.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return digest(texts.join('\0')).toString('hex');
}

function digest(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}
