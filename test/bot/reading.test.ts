/** What a message is read as where an encoder stands by. */
import { expect, it } from 'vitest';
import { readMessage } from '../../src/bot/reading.ts';
import type { Understander, Understood, Zone } from '../../src/understanding/index.ts';

function understood(text: string, zone: Zone, id: string): Understood {
  const reason = { phrasing: '', words: [], scores: {} };
  const confidence = zone === 'answer' ? 0.9 : 0.3;
  return { text, language: 'en', zone, candidates: [{ id, kind: 'answer', confidence, reason }] };
}

/** Words alone settle only what has "order" in it; the encoder settles everything. */
function understanderWithEncoder() {
  const consulted: string[] = [];
  const understander: Understander = {
    understand: (text) => understood(text, text.includes('order') ? 'answer' : 'offer', 'by-words'),
    async understandFully(text) {
      consulted.push(text);
      return understood(text, 'answer', 'by-encoder');
    },
  };
  return { understander, consulted };
}

it('asks the encoder only what words alone do not settle', async () => {
  const { understander, consulted } = understanderWithEncoder();
  const settled = await readMessage('where is my order', understander, 'en', {});
  const unsettled = await readMessage('has it left yet', understander, 'en', {});
  expect(settled.understood.candidates[0]?.id).toBe('by-words');
  expect(unsettled.understood.candidates[0]?.id).toBe('by-encoder');
  expect(consulted).toEqual(['has it left yet']);
});

it('does without where there is none', async () => {
  const { understand } = understanderWithEncoder().understander;
  const reading = await readMessage('has it left yet', { understand }, 'en', {});
  expect(reading.understood).toMatchObject({ zone: 'offer', candidates: [{ id: 'by-words' }] });
});
