import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/knowledge/index.ts';
import { widgetConfig } from '../../src/widget-config.ts';

const upload = { maxBytes: 1, types: ['image/png'] };

describe('what the widget promises', async () => {
  const knowledge = await loadKnowledge(fileURLToPath(new URL('../../knowledge', import.meta.url)));
  const at = (iso: string, there: boolean) =>
    widgetConfig(knowledge, upload, Date.parse(iso), there).expectation;

  it('says until when people are there', () => {
    // A Monday, 11:00 in Boston.
    expect(at('2026-11-23T16:00:00Z', true).en).toBe(
      'The bot answers at once. People are here until 2:00 PM EST.',
    );
  });

  it('says when they are back, in both languages', () => {
    // The night to Tuesday in Boston.
    const { en, zh } = at('2026-11-24T04:00:00Z', false);
    expect(en).toBe('The bot answers at once. People are back Tuesday 10:00 AM EST.');
    expect(zh).toMatch(/星期二.*回来/);
  });

  it('goes by who is really there, not by the hours alone', () => {
    expect(at('2026-11-24T04:00:00Z', true).en).toBe('The bot answers at once. People are here now.');
    expect(at('2026-11-23T16:00:00Z', false).zh).toMatch(/暂时离开/);
  });

  it('promises no time when the shop names none', () => {
    const { hours: _hours, ...withoutHours } = knowledge;
    expect(widgetConfig(withoutHours, upload, 0, false).expectation.en).toMatch(/during opening hours/);
  });
});
