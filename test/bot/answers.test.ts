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
});
