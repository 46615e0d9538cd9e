/** Every conversation written down beside this file is played against a whole server. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directLineSecret, startTestApp, type TestApp } from '../support/app.ts';
import { clockFrom } from '../support/clock.ts';
import { history, openCustomerChat, postActivity } from '../support/direct-line-client.ts';
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
    const text = await readFile(join(folder, file), 'utf8');
    // A first line `customer: c-1001` has it played as that customer of the shop's, signed in; else it is a visitor's.
    const [first = '', customer] = /^customer: (\S+)$/m.exec(text) ?? [];
    const exchanges = readTranscript(text.replace(first, ''));
    expect(exchanges.length).toBeGreaterThan(0);
    const chat = customer && (await openCustomerChat(app.base, directLineSecret, customer));
    const talk = await startTalk(app.base, chat || undefined);
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

  it('greets nobody below the answer to what they were quicker to ask', async () => {
    const talk = await startTalk(app.base);
    const { texts } = await talk('do you ship to Canada?');
    await postActivity(app.base, talk.session, {
      type: 'event',
      name: 'webchat/join',
      value: { language: 'en' },
    });
    const thanked = await talk('thanks a lot');
    const { activities } = await history(app.base, talk.session);
    const said = activities.flatMap(({ from, text }) => (from?.role === 'bot' && text ? [text] : []));
    expect(said).toEqual([...texts, ...thanked.texts]);
  });
});
