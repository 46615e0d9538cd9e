/** What the banks of the suite's servers teach, learnt once for a whole run: each server starts from that. */
import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bankOf, loadIntents } from '../../src/bot/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { createUnderstanding } from '../../src/understanding/index.ts';
import { keyOf } from '../../src/understanding/kept-model.ts';
import { smallKnowledge } from './small-knowledge.ts';

const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/shopdesk-learnt', import.meta.url));
const keptFile = 'understanding.model';
const folderOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

export interface LearntBank {
  readonly folder: string;
  remove(): Promise<void>;
}

export async function learnBank(): Promise<LearntBank> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-learnt-'));
  const small = await smallKnowledge(folder);
  await Promise.all([
    learn(folderOf('knowledge'), join(folder, 'demo')),
    learn(small, join(folder, 'small')),
  ]);
  await forgetOld();
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Learns what no run has learnt before. It is kept between runs under the name of its lesson, which changes with the bank
 * and with the code that learns it, so a run never starts from what it would not have learnt itself.
 */
async function learn(knowledgeFolder: string, folder: string): Promise<void> {
  const [knowledge, intents] = await Promise.all([loadKnowledge(knowledgeFolder), loadIntents()]);
  const entries = bankOf(knowledge, intents.values(), systemClock.now());
  const { synonyms } = knowledge;
  const keepIn = join(cacheFolder, keyOf({ entries, synonyms, encoder: undefined }));
  const understanding = await createUnderstanding({ entries, synonyms, keepIn });
  await understanding.settled();
  await understanding.close();
  await mkdir(folder, { recursive: true });
  await copyFile(join(keepIn, keptFile), join(folder, keptFile));
}

/** What was learnt more than a week ago is learnt again rather than kept for ever. */
async function forgetOld(): Promise<void> {
  const week = 7 * 86_400_000;
  for (const name of await readdir(cacheFolder)) {
    const folder = join(cacheFolder, name);
    if (Date.now() - (await stat(folder)).mtimeMs > week) await rm(folder, { recursive: true, force: true });
  }
}

/** Puts it where a server that stores in `dataFolder` looks; one with another bank learns its own. */
export async function bringLearnt(from: string, dataFolder: string, bank: 'demo' | 'small'): Promise<void> {
  await copyFile(join(from, bank, keptFile), join(dataFolder, keptFile));
}
