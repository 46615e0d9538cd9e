/** Chinese numbers in prices. */
import { expect, it } from 'vitest';
import { hanNumber } from '../../intents/alert-set/han-number.ts';

it.each([
  ['五', 5],
  ['十二', 12],
  ['五十五', 55],
  ['三百五', 350],
  ['三百零五', 305],
  ['一千二百', 1_200],
  ['两万', 20_000],
  ['一万二', 12_000],
])('%s is %d', (text, value) => expect(hanNumber(text)).toBe(value));
