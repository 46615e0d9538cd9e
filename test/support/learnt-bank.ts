/** What the banks of the suite's servers teach, learnt once for a whole run: each server starts from that. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bankOf, loadIntents } from '../../src/bot/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { createUnderstanding } from '../../src/understanding/index.ts';
import { smallKnowledge } from './small-knowledge.ts';

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
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function learn(knowledgeFolder: string, keepIn: string): Promise<void> {
  const [knowledge, intents] = await Promise.all([loadKnowledge(knowledgeFolder), loadIntents()]);
  const understanding = await createUnderstanding({
    entries: bankOf(knowledge, intents.values(), systemClock.now()),
    synonyms: knowledge.synonyms,
    keepIn,
  });
  await understanding.settled();
  await understanding.close();
}

/** Puts it where a server that stores in `dataFolder` looks; one with another bank learns its own. */
export async function bringLearnt(from: string, dataFolder: string, bank: 'demo' | 'small'): Promise<void> {
  await copyFile(join(from, bank, keptFile), join(dataFolder, keptFile));
}
