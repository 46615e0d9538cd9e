/** The merchant edits a file while the server runs: the next question is answered from it. */
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Log } from '../../src/core/log.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { ask, openChat, until } from '../support/direct-line-client.ts';

const demo = fileURLToPath(new URL('../../knowledge', import.meta.url));

describe('knowledge that changes while the server runs', () => {
  let folder: string;
  let app: TestApp;
  const warnings: object[] = [];
  const log: Log = {
    debug() {},
    info() {},
    warn: (fields, message) => warnings.push({ ...fields, message }),
    error() {},
  };

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

  it('says of every kind of file what is wrong in it and where, and goes on by its last good version', async () => {
    const mistakes: readonly (readonly [file: string, from: string | RegExp, to: string, reason: string])[] =
      [
        ['rules/handoff.yaml', /^ {2}declined: 2$/m, '  declined: often', '"declined" must be a number'],
        [
          'rules/alerts.yaml',
          'to: { boughtCategory',
          'to: { boughtCategry',
          '"boughtCategry" is not known here',
        ],
        ['rules/recommend.yaml', 'kind: upgrade', 'kind: upgrad', '"kind": Invalid'],
        ['replies/shop.yaml', /^ {2}zh:/m, '  cn:', '"cn" is not known here'],
        ['synonyms/en.txt', /^[^#].*,.*$/m, 'lonely', 'at least two words'],
        ['hours.yaml', /^ {2}monday: .*$/m, '  monday: 25:00-26:00', 'write "closed", or windows'],
        ['orders.yaml', /return-days: \d+/, 'return-days: many', '"return-days" must be a number'],
      ];
    const expected = mistakes.map(async ([name, from, to, reason]) => {
      const file = join(folder, name);
      const text = (await readFile(file, 'utf8')).replace(from, to);
      // In one move: half a file has other mistakes.
      await writeFile(join(folder, `unfinished ${basename(name)}`), text);
      await rename(join(folder, `unfinished ${basename(name)}`), file);
      const line = text.slice(0, text.indexOf(to)).split('\n').length;
      return { file: name, line, reason: expect.stringContaining(reason), message: lastGood };
    });
    const lastGood = 'a knowledge file has an error; its last good version serves';
    const all = await Promise.all(expected);
    await vi.waitFor(() => expect(warnings).toEqual(expect.arrayContaining(all)), 20_000);
  });
});
