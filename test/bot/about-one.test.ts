/** Which of the things shown a short question is about, and what it asks of it. */
import { describe, expect, it } from 'vitest';
import { readAboutOne } from '../../intents/about-shown/read-one.ts';
import { readGoesWith } from '../../intents/goes-with/read-goes-with.ts';

const titles = [
  'Orrin C100 100-Disc CD Changer',
  'Halden CD-5 5-Disc CD Changer',
  'Orrin C5 5-Disc CD Player',
];

describe('a question about one of the things shown', () => {
  it.each([
    ['is the second one in stock?', 'stock', 1],
    ['Is it still available', 'stock', 'it'],
    ['in stock?', 'stock', 'it'],
    ['how much is the 1st', 'price', 0],
    ['And the price of number 3?', 'price', 2],
    ['how much is the Halden', 'price', 1],
    ['why the last one?', 'why', -1],
    ['why do you recommend that one', 'why', 'it'],
    ["I'll take the Orrin C5", 'order', 2],
    ['where can I buy it?', 'order', 'it'],
    ['ok, tell me more about the third one please', 'more', 2],
    ['the second one', 'more', 1],
    ['Is the Halden CD-5 5-Disc CD Changer in stock?', 'stock', 1],
    ['第二个有货吗？', 'stock', 1],
    ['有货吗', 'stock', 'it'],
    ['那个多少钱', 'price', 'it'],
    ['为什么推荐第一款', 'why', 0],
    ['我要买第三个', 'order', 2],
    ['最后一个怎么样', 'more', -1],
    ['why not the Halden?', 'why', 1],
    ['Why was I recommended this?', 'why', 'it'],
    ['is the second one cheaper?', 'cheaper', 1],
    ['is the Halden cheaper than the others', 'cheaper', 1],
    ['为什么推荐100碟的', 'why', 0],
    ['那台100碟的有货吗', 'stock', 0],
    ['为什么不推荐第二个', 'why', 1],
    ['第二个便宜一点吗', 'cheaper', 1],
    ['怎么买', 'order', 'it'],
    ['第三款是不是更贵', 'cheaper', 2],
  ])('%s', (text, aspect, which) => {
    expect(readAboutOne(text, titles)).toEqual({ aspect, which });
  });

  it.each([
    'is my order in stock with you or did you send it',
    'it',
    'how much is shipping',
    'why is the sky blue',
    'I want a turntable',
    'the CD changer',
    '多少钱可以包邮',
    'is it cheaper by bus',
    '买100张可以便宜吗',
    '为什么我的订单还没到',
    'do you have it in silver and with a remote control',
  ])('is not %s', (text) => {
    expect(readAboutOne(text, titles)).toBeUndefined();
  });
});

describe('what goes with something', () => {
  it.each([
    ['what goes well with my cassette deck?', 'cassette deck'],
    ['I already own a receiver, what goes with it?', 'receiver'],
    ['anything for my turntable', 'turntable'],
    ['what goes with it', ''],
    ['我有一台唱机，有什么可以搭配？', '唱机'],
    ['卡座配什么好', '卡座'],
  ])('%s', (text, thing) => {
    expect(readGoesWith(text)?.thing).toBe(thing);
  });

  it.each(['is there anything for me to sign', 'what is the matter with you', 'where is my order'])(
    'is not %s',
    (text) => expect(readGoesWith(text)).toBeUndefined(),
  );
});
