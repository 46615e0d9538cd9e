/** What the demo shop's bank teaches, learnt once for a whole run: each server of the suite starts from it. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bankOf, loadIntents } from '../../src/bot/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { createUnderstanding } from '../../src/understanding/index.ts';

const keptFile = 'understanding.model';
const folderOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

export interface LearntBank {
  readonly folder: string;
  remove(): Promise<void>;
}

export async function learnBank(): Promise<LearntBank> {
  const [folder, knowledge, intents] = await Promise.all([
    mkdtemp(join(tmpdir(), 'shopdesk-learnt-')),
    loadKnowledge(folderOf('knowledge')),
    loadIntents(),
  ]);
  const understanding = await createUnderstanding({
    entries: bankOf(knowledge, intents.values(), systemClock.now()),
    synonyms: knowledge.synonyms,
    keepIn: folder,
  });
  await understanding.settled();
  await understanding.close();
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Puts it where a server that stores in `dataFolder` looks; one with another bank learns its own. */
export async function bringLearnt(from: string, dataFolder: string): Promise<void> {
  await copyFile(join(from, keptFile), join(dataFolder, keptFile));
}
