/** Sentences by which shoppers ask to be told, in both languages. */
import { describe, expect, it } from 'vitest';
import { asksForList } from '../../intents/alert-list/asks-for-list.ts';
import { namesNothing } from '../../intents/alert-set/after-concerts.ts';
import { readWish } from '../../intents/alert-set/read-wish.ts';
import { asksToStop } from '../../intents/alert-stop/asks-to-stop.ts';

describe('a wish', () => {
  it.each([
    [
      'tell me when the Halden DC-9 is under 300',
      { occasion: 'target-price', about: 'Halden DC-9', amount: 300 },
    ],
    [
      'Let me know if it drops below $1,299.50 please',
      { occasion: 'target-price', about: '', amount: 1299.5 },
    ],
    [
      'notify me when the Kestrin K-300 is back in stock',
      { occasion: 'back-in-stock', about: 'Kestrin K-300' },
    ],
    ['tell me if the Marlow 6 gets cheaper', { occasion: 'price-drop', about: 'Marlow 6' }],
    [
      'alert me when the price of the Orrin C5 falls by 10%',
      { occasion: 'price-drop', about: 'Orrin C5', percent: 10 },
    ],
    [
      'let me know when The Rolling Stones play near me',
      { occasion: 'local-event', about: 'The Rolling Stones' },
    ],
    ['tell me about concerts near me', { occasion: 'local-event', about: '' }],
    [
      'tell me when Nina Quill plays within 50 miles',
      { occasion: 'local-event', about: 'Nina Quill', withinKm: 80 },
    ],
    [
      'let me know when there is something new by Miles Davis',
      { occasion: 'new-from', about: 'Miles Davis' },
    ],
    ['tell me when you know', { occasion: 'answer', about: '' }],
    ['Halden DC-9 低于 300 告诉我', { occasion: 'target-price', about: 'Halden DC-9', amount: 300 }],
    ['Kestrin K-300 到货了通知我', { occasion: 'back-in-stock', about: 'Kestrin K-300' }],
    ['Marlow 6 降价的时候提醒我', { occasion: 'price-drop', about: 'Marlow 6' }],
    ['滚石乐队来附近演出的时候告诉我', { occasion: 'local-event', about: '滚石乐队' }],
    ['知道了告诉我', { occasion: 'answer', about: '' }],
    // The asking may stand behind, or be said in other words.
    ['when will you have the K-300 again? tell me', { occasion: 'back-in-stock', about: 'K-300' }],
    [
      'give me a shout when the Kestrin K-300 gets cheaper',
      { occasion: 'price-drop', about: 'Kestrin K-300' },
    ],
    ['I want to know when the Halden DC-9 is cheaper than 300', { occasion: 'target-price', amount: 300 }],
    ["i wanna be notified when it's back", { occasion: 'back-in-stock', about: '' }],
    ['set a price alert for the Halden DC-9 at 300', { occasion: 'target-price', about: 'Halden DC-9' }],
    ['keep an eye on the Halden DC-9 for me', { occasion: 'price-drop', about: 'Halden DC-9' }],
    ['tell me if you get new Miles Davis records', { occasion: 'new-from', about: 'Miles Davis' }],
    [
      'let me know if The Rolling Stones come to Boston',
      { occasion: 'local-event', about: 'The Rolling Stones' },
    ],
    ['tell me when Queens of the Stone Age play near me', { about: 'Queens of the Stone Age' }],
    ['Halden DC-9 跌到三百五以下提醒我一下', { occasion: 'target-price', about: 'Halden DC-9', amount: 350 }],
    ['帮我盯着 Halden DC-9 的价格', { occasion: 'price-drop', about: 'Halden DC-9' }],
    ['给Halden DC-9设置300元的到价提醒', { occasion: 'target-price', about: 'Halden DC-9', amount: 300 }],
    ['Halden DC-9 再便宜百分之十告诉我', { occasion: 'price-drop', about: 'Halden DC-9', percent: 10 }],
    ['K-300 什么时候再有货，告诉我一声', { occasion: 'back-in-stock', about: 'K-300' }],
    ['滚石乐队来波士顿演出的时候通知我', { occasion: 'local-event', about: '滚石乐队' }],
    ['有迈尔斯·戴维斯的新唱片告诉我', { occasion: 'new-from', about: '迈尔斯·戴维斯' }],
    ['到货了发消息给我', { occasion: 'back-in-stock', about: '' }],
    ['change my Halden alert to 170', { occasion: 'target-price', about: 'Halden', amount: 170 }],
    ['Halden 的提醒改成 180', { occasion: 'target-price', about: 'Halden', amount: 180 }],
  ])('is read from "%s"', (text, wish) => {
    expect(readWish(text, false)).toMatchObject(wish);
  });

  it.each([
    ['tell me when the Stones play in Chicago', 'Stones', 'Chicago'],
    ['let me know if The Rolling Stones come to Boston', 'The Rolling Stones', 'Boston'],
    ['tell me about gigs of Nina Simone in New York', 'Nina Simone', 'New York City'],
    ['tell me when Alice in Chains plays in Seattle', 'Alice in Chains', 'Seattle'],
    ['let me know when the Stones are in NYC', 'Stones', 'New York City'],
    ['notify me about shows within 30 km of Chicago', '', 'Chicago'],
    ['tell me when Pink Floyd tours in Cambridge, United Kingdom', 'Pink Floyd', 'Cambridge'],
    ['tell me when David Bowie is on stage in Washington, DC', 'David Bowie', 'Washington, D.C.'],
    ['滚石乐队来芝加哥演出的时候通知我', '滚石乐队', 'Chicago'],
    ['有 Nina Simone 在纽约的演唱会告诉我', 'Nina Simone', 'New York City'],
    ['滚石乐队来波士顿的时候告诉我', '滚石乐队', 'Boston'],
    ['芝加哥附近有演唱会告诉我', '', 'Chicago'],
  ])('names a performer and a town in "%s"', (text, about, city) => {
    expect(readWish(text, false)).toMatchObject({ occasion: 'local-event', about, town: { city: { city } } });
  });

  it.each([
    ['tell me when they play in the US', 'the US'],
    ['tell me when the Stones play in London, Ontario', 'London, Ontario'],
    ['滚石到亚特兰蒂斯演出告诉我', '亚特兰蒂斯'],
  ])('names a place that is no city we know in "%s"', (text, name) => {
    expect(readWish(text, false)?.town).toEqual({ name, city: undefined });
  });

  it.each([
    'tell me when Alice in Chains play near me',
    'tell me about concerts in my area',
    'tell me when the Stones play in June',
    '滚石来我这里开演唱会通知我',
  ])('names no town in "%s"', (text) => expect(readWish(text, false)).not.toHaveProperty('town'));

  it.each([
    'make it 250',
    'actually 250',
    'lower it to 250 please',
    'no, under 250',
    '$250 instead',
    '改成250',
    '换成250吧',
    '那就二百五十',
    '价格改成250',
  ])('is changed by "%s" once there is one', (text) => {
    expect(readWish(text, true)).toEqual({ occasion: 'target-price', about: '', amount: 250 });
    expect(readWish(text, false)).toBeUndefined();
  });

  it.each([
    'tell me about your return policy',
    'let me know your opening hours',
    'where is my order',
    '告诉我你们几点开门',
    'tell me what you know of me',
    '我有哪些到货提醒',
    '降价提醒不要了',
    '给我看看选项',
    'is the K-300 under 300 dollars',
  ])('is not in "%s"', (text) => expect(readWish(text, false)).toBeUndefined());
});

describe('what was promised', () => {
  it.each([
    'what did I ask you to tell me?',
    'are there any alerts active',
    'see my reminders',
    'my notifications',
    'what are you keeping an eye on for me?',
    'show me the price alerts I set',
    '我让你通知我什么来着',
    '我有什么提醒吗',
    '把我的提醒列一下',
    '你帮我关注了哪些商品',
  ])('is listed for "%s"', (text) => {
    expect([asksForList(text), asksToStop(text), readWish(text, false)]).toEqual([true, false, undefined]);
  });

  it.each([
    'forget about the Halden DC-9 alert',
    'no more alerts about the Halden',
    "I don't want that alert anymore",
    'you can stop watching the Halden DC-9',
    "don't notify me about the Halden any more",
    '取消 Halden DC-9 的提醒',
    '把提醒都关了',
    '别再盯着 Halden 了',
    'Halden DC-9 不用关注了',
    '不要再通知我 Halden 的价格',
  ])('ends with "%s"', (text) => {
    expect([asksForList(text), asksToStop(text), readWish(text, false)]).toEqual([false, true, undefined]);
  });

  it.each([
    'stop',
    'stop all alerts',
    'cancel my order',
    'how do I set an alert',
    'what time do you close',
    '退订',
    '取消订单',
    '你们几点关门',
  ])('is not meant by "%s"', (text) => expect([asksForList(text), asksToStop(text)]).toEqual([false, false]));
});

describe('to be told of what was just spoken of', () => {
  it.each([
    'tell me when they do',
    'OK, then tell me when they do, please',
    'let me know if that changes',
    'yes, tell me',
    'please notify me as soon as there is one',
    'tell me when you hear of one',
    'keep me posted',
    '有的话告诉我',
    '到时候通知我',
    '他们来的时候告诉我',
    '好的，告诉我吧',
  ])('is asked by "%s"', (text) => expect(namesNothing(text)).toBe(true));

  it.each([
    'tell me when they are under 50',
    'tell me when it is back in stock',
    'tell me about concerts near me',
    'tell me when Nina Quill plays in Boston',
    'tell me when you open',
    'tell me where my order is',
    "don't tell me",
    '有货的话告诉我',
    '告诉我你们的地址',
    '别告诉我',
  ])('is not asked by "%s"', (text) => expect(namesNothing(text)).toBe(false));
});
