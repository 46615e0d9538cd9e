/** A whole server whose shop knows next to nothing: for tests of the channels, which need no more and start sooner. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppOptions } from '../../src/app.ts';
import { startTestApp, type TestApp } from './app.ts';
import { testIntents } from './intents.ts';

const knowledge = fileURLToPath(new URL('../../knowledge', import.meta.url));

/** Starts it with the test's intents; see `testIntents`. */
export async function startChannelApp(
  environment: Readonly<Record<string, string>> = {},
  options: Partial<AppOptions> = {},
): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-knowledge-'));
  await mkdir(join(folder, 'faq'));
  await Promise.all([
    cp(join(knowledge, 'replies'), join(folder, 'replies'), { recursive: true }),
    cp(join(knowledge, 'hours.yaml'), join(folder, 'hours.yaml')),
    cp(join(knowledge, 'faq', 'parking.md'), join(folder, 'faq', 'parking.md')),
    mkdir(join(folder, 'synonyms')).then(() => writeFile(join(folder, 'synonyms', 'none.yaml'), '')),
  ]);
  const app = await startTestApp(
    { SHOPDESK_KNOWLEDGE: folder, ...environment },
    { moreIntents: testIntents().intents, ...options },
  );
  return {
    ...app,
    async stop() {
      await app.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
