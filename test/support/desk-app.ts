/** A whole server for tests of the desk, with few answers, so that it starts soon, and the demo shop's other knowledge. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppOptions } from '../../src/app.ts';
import { startTestApp, type TestApp } from './app.ts';

const knowledge = fileURLToPath(new URL('../../knowledge', import.meta.url));
const answers = ['parking', 'belt-replacement', 'opening-hours', 'ship-to-canada'];

export interface DeskApp extends TestApp {
  readonly knowledgeFolder: string;
}

export async function startDeskApp(
  environment: Readonly<Record<string, string>> = {},
  options: Partial<AppOptions> = {},
): Promise<DeskApp> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-knowledge-'));
  await mkdir(join(folder, 'faq'));
  const copied = ['replies', 'rules', 'synonyms', 'hours.yaml', ...answers.map((name) => `faq/${name}.md`)];
  await Promise.all(copied.map((path) => cp(join(knowledge, path), join(folder, path), { recursive: true })));
  const app = await startTestApp({ SHOPDESK_KNOWLEDGE: folder, ...environment }, options);
  return {
    ...app,
    knowledgeFolder: folder,
    async stop() {
      await app.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
