import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { ask, openChat } from '../support/direct-line-client.ts';

describe('a question typed in the chat', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('is answered from the FAQ, typos or not', async () => {
    const session = await openChat(app.base);
    const [hours] = await ask(app.base, session, 'what are your opening hours?');
    expect(hours?.text).toMatch(/Monday/);
    const [shipping] = await ask(app.base, session, 'how much is shiping');
    expect(shipping?.text).toMatch(/shipping/i);
    expect(shipping?.channelData).toEqual({ feedback: 'ask' });
  });

  // A pattern that such a text keeps busy holds up everybody: then no answer comes at all.
  it.each([
    ['blanks between two words', `a${' '.repeat(7_000)}b`],
    ['blanks of several kinds', `a${' \t\n'.repeat(2_500)}b`],
    ['letters and dots', `${'a.'.repeat(3_900)}b@c`],
    ['letters before a comma', `${'a'.repeat(7_900)},`],
    ['thanks without an end', `thx ${'k'.repeat(80)}#`],
    ['figures for a name', `do you have any records by ${'1'.repeat(38)}x`],
    ['Chinese marks', `我想${'，, '.repeat(2_500)}吗`],
  ])('answers what is made to keep it busy: %s', async (_name, text) => {
    const [answer] = await ask(app.base, await openChat(app.base), text);
    expect(answer?.text).toBeTruthy();
  });
});
