/** The merchant's rules for when a person goes on. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { handoffRule, readHandoffRules } from '../../src/desk/index.ts';
import { loadKnowledge } from '../../src/knowledge/index.ts';

const folder = fileURLToPath(new URL('../../knowledge', import.meta.url));
const nothing = { declined: 0, mood: undefined, topics: [], cart: undefined, loyalty: undefined } as const;

describe('the rules of handing over', () => {
  it('are those of the demo shop, none of them wrong', async () => {
    const text = await readFile(`${folder}/rules/handoff.yaml`, 'utf8');
    expect(readHandoffRules(text).problems).toEqual([]);
    const knowledge = await loadKnowledge(folder);
    const id = (facts: object) => handoffRule(knowledge, { ...nothing, ...facts })?.id;
    expect(id({})).toBeUndefined();
    expect(id({ mood: 'angry' })).toBe('angry');
    expect(id({ declined: 1 })).toBeUndefined();
    expect(id({ declined: 2 })).toBe('declined');
    expect(id({ declined: 1, cart: '$1,240.00' })).toBe('large-cart');
    expect(id({ declined: 1, cart: '$999.99' })).toBeUndefined();
    expect(id({ declined: 1, cart: 'lots' })).toBeUndefined();
    expect(id({ declined: 1, loyalty: 'gold' })).toBe('loyal');
  });

  it('hold only when all of their conditions do, and say what is wrong with them', () => {
    const told = (text: string) =>
      readHandoffRules(text).problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
    expect(told('- id: a\n  declined: 1\n- id: x')).toEqual(['rules/handoff.yaml:3: has no condition']);
    expect(told('- {id: x, cart-at-least: much}')).toHaveLength(1);
    expect(told('- id: x\n  declined: 2\n  modo: [angry]')).toEqual([
      'rules/handoff.yaml:3: "modo" is not known here',
    ]);
    expect(told('- id: x\n  declined: often')).toEqual(['rules/handoff.yaml:2: "declined" must be a number']);
    expect(told('a: b')).toEqual(['rules/handoff.yaml:1: write a list, each part of it beginning with "- "']);
    expect(told('[[[')).not.toEqual([]);
    expect(readHandoffRules('- id: a\n  declined: 1\n- id: x').rules).toMatchObject([{ id: 'a' }]);
    expect(readHandoffRules('').rules).toEqual([]);
  });
});
