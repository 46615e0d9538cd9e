/** A yes or a no as people type it, and what only begins like one. */
import { expect, it } from 'vitest';
import { yesOrNo } from '../../src/bot/yes-or-no.ts';

const titles = { yes: 'Cancel order NS-1', no: 'No, keep it' };

it.each([
  'yes',
  'yes do it',
  'ok sure',
  'yeah go ahead!',
  'yes cancel it',
  'yes thanks',
  '好的',
  '是的，取消吧',
  '要的',
  '嗯嗯',
])('yes: %s', (text) => expect(yesOrNo(text, titles)).toBe('yes'));

it.each([
  'no',
  'no keep it',
  'keep it',
  'actually no keep it',
  'don’t cancel it',
  'no thanks',
  '不用了谢谢',
  '还是算了吧',
  '先不要',
])('no: %s', (text) => expect(yesOrNo(text, titles)).toBe('no'));

it.each([
  'yes but not the second',
  'yes what about the other one',
  'no I meant the other',
  'ok thanks',
  '要多久',
  '好贵',
  '对不起',
  '不是这个',
])('neither: %s', (text) => expect(yesOrNo(text, titles)).toBeUndefined());
