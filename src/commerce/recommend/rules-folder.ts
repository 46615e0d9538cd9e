/** Reads the merchant's rules from their folder. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../../core/errors.ts';
import { type RulesReading, readRules } from './rules-file.ts';

/** Files in the folder that hold rules of another kind. */
const ofOthers = new Set(['alerts.yaml', 'handoff.yaml']);

/** All other `*.yaml` files of `folder`, in the order of their names; a folder that is not there has no rules. */
export async function readRulesFolder(folder: string): Promise<RulesReading> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.yaml') && !ofOthers.has(name)).sort();
  return readRules(
    await Promise.all(
      files.map(async (name) => ({ file: name, text: await readFile(join(folder, name), 'utf8') })),
    ),
  );
}
