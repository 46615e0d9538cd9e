import { expect, it } from 'vitest';
import { pickOption } from '../../src/understanding/index.ts';

const options = ['How do I return an item?', 'Where is my order?', 'How much is shipping?'];

it.each([
  ['2', 1],
  ['the second one', 1],
  ['first', 0],
  ['one', 0],
  ['third please', 2],
  ['shipping', 2],
  ['I mean shiping', 2],
  ['the retrun one', 0],
  ['where is my order', 1],
])('%s', (text, place) => {
  expect(pickOption(text, options)).toBe(place);
});

it.each(['', '7', 'something else entirely', '???', 'fifth'])('%s means none of them', (text) => {
  expect(pickOption(text, options)).toBeUndefined();
});

it('in Chinese', () => {
  expect(pickOption('第二个', ['怎么退货', '运费多少'])).toBe(1);
  expect(pickOption('运费', ['怎么退货', '运费多少'])).toBe(1);
});
