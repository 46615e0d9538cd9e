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
  ['are the stones playing anywhere near me?', 'the stones', ''],
  ['any other concerts in boston this winter?', '', 'boston'],
  ['who is playing in Boston in December', '', 'Boston'],
])('%s', (text, performer, city) => {
  expect(readConcerts(text)[0]).toEqual({ performer, city, onlyIfKnown: false });
});

it.each([
  ['when are the Stones coming to Boston', 'the Stones', 'Boston'],
  ['rolling stones concert boston', 'rolling stones', 'boston'],
  ['the stones in boston?', 'the stones', 'boston'],
  ['is there a Stones concert soon', 'Stones', ''],
  ['do you have Rolling Stones tickets', 'Rolling Stones', ''],
  ['got tickets for the stones?', 'the stones', ''],
  ['滚石乐队来波士顿吗', '滚石乐队', '波士顿'],
  ['滚石有演唱会吗', '滚石', ''],
  ['有滚石的票吗', '滚石', ''],
])('of a known performer: %s', (text, performer, city) => {
  expect(readConcerts(text)).toContainEqual({ performer, city, onlyIfKnown: true });
});

it.each([
  'when will my parcel come',
  'is my order coming to boston',
  'when are you coming',
  'will it play in Europe',
])('without a performer: %s', (text) =>
  expect(readConcerts(text).every(({ onlyIfKnown }) => onlyIfKnown)).toBe(true),
);

it.each([
  'what events do you have in the store?',
  'do you sell concert tickets',
  'when do you play music in the shop',
  'which turntable plays 78s',
  '演唱会门票能退吗',
])('is not %s', (text) => expect(readConcerts(text).every(({ onlyIfKnown }) => onlyIfKnown)).toBe(true));
