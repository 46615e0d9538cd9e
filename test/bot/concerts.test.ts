/** Who should play and where, in a question about concerts. */
import { expect, it } from 'vitest';
import { readConcerts } from '../../intents/concerts-near/read-where.ts';

it.each([
  ['any concerts near me?', '', ''],
  ['are there any live concerts in Boston this weekend?', '', 'Boston'],
  ['is there a concert in my town', '', ''],
  ['any stones concerts?', 'stones', ''],
  ['any rolling stones shows near Chicago?', 'rolling stones', 'Chicago'],
  ['when do the Stones play in Boston', 'the Stones', 'Boston'],
  ['Is Neil Young on tour?', 'Neil Young', ''],
  ["who's playing in New York tonight", '', 'New York'],
  ['波士顿有什么演出吗', '', '波士顿'],
  ['滚石乐队什么时候来波士顿演出', '滚石乐队', '波士顿'],
])('%s', (text, performer, city) => {
  expect(readConcerts(text)).toEqual({ performer, city });
});

it.each([
  'what events do you have in the store?',
  'do you sell concert tickets',
  'when do you play music in the shop',
  'which turntable plays 78s',
  '演唱会门票能退吗',
])('is not %s', (text) => expect(readConcerts(text)).toBeUndefined());
