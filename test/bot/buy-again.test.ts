/** Who wants something once more that they bought before, and who wants something else again. */
import { expect, it } from 'vitest';
import { readAgain } from '../../intents/buy-again/read-again.ts';

it.each([
  ['reorder the cassettes', 'cassettes'],
  ['can I re-order those blank tapes please', 'blank tapes'],
  ['buy the same blank tapes again', 'blank tapes'],
  ['I want the same headphones as last time', 'headphones'],
  ['the same stylus I bought before', 'stylus'],
  ['same again please', ''],
  ['repeat my last order', ''],
  ['再买一次上次的磁带', '磁带'],
  ['再来一份上次买的唱针', '唱针'],
  ['复购磁带', '磁带'],
  ['跟上次一样的再来一份', ''],
])('%s', (text, thing) => expect(readAgain(text)).toMatchObject({ thing, sure: true }));

it('is less sure of what may be no product', () => {
  expect(readAgain('order the tapes again')).toEqual({ thing: 'tapes', sure: false });
});

it.each([
  'say that again',
  'is it in stock again',
  'the same to you',
  'tell me when it is back again',
  '再便宜一点',
  '再见',
])('none of that: %s', (text) => expect(readAgain(text)).toBeUndefined());
