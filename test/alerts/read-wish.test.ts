/** Sentences by which shoppers ask to be told, in both languages. */
import { describe, expect, it } from 'vitest';
import { readWish } from '../../intents/alert-set/read-wish.ts';

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
  ])('is read from "%s"', (text, wish) => {
    expect(readWish(text, false)).toMatchObject(wish);
  });

  it('is changed by a sentence once there is one', () => {
    expect(readWish('make it 250', true)).toEqual({ occasion: 'target-price', about: '', amount: 250 });
    expect(readWish('make it 250', false)).toBeUndefined();
  });

  it.each([
    'tell me about your return policy',
    'let me know your opening hours',
    'where is my order',
    '告诉我你们几点开门',
    'is the K-300 under 300 dollars',
  ])('is not in "%s"', (text) => expect(readWish(text, false)).toBeUndefined());
});
