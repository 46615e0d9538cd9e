/** A logged conversation is written down and read back as the same conversation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transcriptOf } from '../../src/inspect.ts';
import { readSettings } from '../../src/settings.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { fits, readTranscript, startTalk } from '../support/talk.ts';

describe('a transcript of a logged conversation', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('says what was said, in the form that the tests replay', async () => {
    const talk = await startTalk(app.base);
    const welcome = await talk.join('en');
    const answer = await talk('do you ship\nto Canada?');
    await talk.thumb('down');
    const text = await transcriptOf(
      readSettings({ SHOPDESK_DATA: app.dataFolder }),
      talk.session.conversationId,
    );
    const exchanges = readTranscript(text);
    expect(exchanges.map(({ says }) => says)).toEqual(['/join en', 'do you ship\nto Canada?', '/thumb down']);
    expect(exchanges[0]?.buttons).toEqual(welcome.buttons);
    expect(fits(exchanges[1]?.texts[0] ?? '', answer.texts[0] ?? '')).toBe(true);
  });

  it('is refused for a conversation that is not there', async () => {
    const settings = readSettings({ SHOPDESK_DATA: app.dataFolder });
    await expect(transcriptOf(settings, 'none')).rejects.toMatchObject({ code: 'conversation.unknown' });
  });
});
