/** Every conversation written down beside this file is played against a whole server. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { clockFrom } from '../support/clock.ts';
import { fits, readTranscript, say, startTalk } from '../support/talk.ts';

const folder = import.meta.dirname;
const files = (await readdir(folder)).filter((name) => name.endsWith('.chat'));

describe('conversations', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({}, { clock: clockFrom('2026-11-23T15:00:00Z') });
  });
  afterAll(() => app.stop());

  it.each(files)('%s', async (file) => {
    const exchanges = readTranscript(await readFile(join(folder, file), 'utf8'));
    expect(exchanges.length).toBeGreaterThan(0);
    const talk = await startTalk(app.base);
    for (const exchange of exchanges) {
      const reply = await say(talk, exchange);
      const where = `${file}:${exchange.line} "${exchange.says}"`;
      const texts = reply.texts.map((text, index) => {
        const expected = exchange.texts[index] ?? '';
        return fits(expected, text) ? expected : text;
      });
      expect(texts, where).toEqual(exchange.texts);
      if (exchange.buttons) expect(reply.buttons, where).toEqual(exchange.buttons);
    }
  });
});
