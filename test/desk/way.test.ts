/** What an agent is told of the messenger on which the shopper reads. */
import { expect, it } from 'vitest';
import { texts } from '../../web-widget/desk/texts/texts.ts';
import { wayWords } from '../../web-widget/desk/view/way.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const sms = {
  channel: 'sms',
  isOpen: true,
  freeUntil: null,
  shows: { buttons: 'numbered', cards: 'text', files: 'link', markdown: false, textLimit: 1_000 },
} as const;

it('names the messenger and what it shows otherwise', () => {
  expect(wayWords(sms, 0, { t: texts.en, language: 'en', now })).toEqual([
    'Reads on SMS',
    'choices as numbers',
    'cards as text',
    'files as links',
    'no bold or lists',
  ]);
});

it('counts characters only near the limit', () => {
  expect(wayWords(sms, 900, { t: texts.zh, language: 'zh', now }).at(-1)).toBe('900 字，超过 1000 字会拆分');
});

it('tells until when one may write, and when that is over', () => {
  const whatsapp = { ...sms, channel: 'whatsapp', freeUntil: now + 60_000 };
  expect(wayWords(whatsapp, 0, { t: texts.en, language: 'en', now }).at(-1)).toMatch(/^free to write until /);
  expect(wayWords({ ...whatsapp, freeUntil: now }, 0, { t: texts.en, language: 'en', now }).at(-1)).toBe(
    'the time in which you may write freely is over',
  );
});
