/** The merchant edits a file while the server runs: the next question is answered from it. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Log } from '../../src/core/log.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { ask, openChat, until } from '../support/direct-line-client.ts';

const demo = fileURLToPath(new URL('../../knowledge', import.meta.url));

describe('knowledge that changes while the server runs', () => {
  let folder: string;
  let app: TestApp;
  const warnings: object[] = [];
  const log: Log = { debug() {}, info() {}, warn: (fields) => warnings.push(fields), error() {} };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shopdesk-knowledge-'));
    await cp(demo, folder, { recursive: true });
    app = await startTestApp({ SHOPDESK_KNOWLEDGE: folder }, { log });
  });
  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers from a changed file, and from the last good version of a broken one', async () => {
    const session = await openChat(app.base);
    const answer = async () => (await ask(app.base, session, 'do you ship to Canada?'))[0]?.text ?? '';
    expect(await answer()).not.toContain('by dog sled');

    const file = join(folder, 'faq', 'ship-to-canada.md');
    const before = await readFile(file, 'utf8');
    await writeFile(file, before.replace('Yes, to every province', 'Yes, by dog sled, to every province'));
    await until(async () => ((await answer()).includes('by dog sled') ? true : undefined));

    await writeFile(file, before.replace(/^owner:.*$/m, 'ownr: nobody'));
    await until(() =>
      warnings.some((fields) => JSON.stringify(fields).includes('ship-to-canada.md')) ? true : undefined,
    );
    expect(await answer()).toContain('by dog sled');
  });

  it('answers a question that was added', async () => {
    const session = await openChat(app.base);
    await writeFile(
      join(folder, 'faq', 'gramophone-needles.md'),
      '---\nowner: Workshop\n---\n# en: Do you stock needles for wind-up gramophones?\n- gramophone steel needles\n\nYes, steel and bamboo ones.\n',
    );
    const answered = await until(async () => {
      const [reply] = await ask(app.base, session, 'gramophone steel needles');
      return reply?.text?.includes('bamboo') ? reply.text : undefined;
    });
    expect(answered).toContain('steel and bamboo');
  });
});
