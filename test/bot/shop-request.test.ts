import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asksForOffers,
  namesProduct,
  namesSomething,
  purposeIn,
  readShopRequest,
  withFormats,
} from '../../src/bot/shop-request.ts';
import { mayNameType } from '../../src/commerce/index.ts';

const read = (text: string) => readShopRequest(text, 'USD');

describe('what a sentence asks of the shops', () => {
  it.each([
    'I want a 5-disc CD player',
    "I'd like a five-disc CD player",
    'can you recommend a 5 disc CD changer',
    '我想要一台五碟CD机',
    '有没有5碟的CD播放机',
    '五碟机推荐',
  ])('five discs of a player, and nothing besides: %s', (text) => {
    const { type, quantities, names, features } = read(text);
    expect(type?.id).toBe('cd player');
    expect(quantities.map(({ dimension, value }) => [dimension, value])).toEqual([['count of disc', 5]]);
    expect([...names, ...features]).toEqual([]);
  });

  it.each([
    ['150到200美元的耳机', 'headphones', 15_000, 20_000, []],
    ['headphones 100-200 dollars', 'headphones', 10_000, 20_000, []],
    ['headphones between 100 and 200', 'headphones', 10_000, 20_000, []],
    ['有没有蓝牙耳机，200美元以内', 'headphones', undefined, 20_000, ['bluetooth']],
    ['双卡座录音机最低价', 'double cassette deck', undefined, undefined, []],
    ['带遥控的CD播放机', 'cd player', undefined, undefined, ['remote']],
  ])('kind, limits and features: %s', (text, kind, min, max, words) => {
    const { type, price, names, features } = read(text);
    expect([type?.id, price.min?.minor, price.max?.minor]).toEqual([kind, min, max]);
    expect([...names, ...features].map(({ anyOf }) => anyOf[0])).toEqual(words);
  });

  it.each([
    ['I need speakers for a small room', 'speaker', 'for a small room'],
    ['looking for headphones for jogging', 'headphones', 'for jogging'],
    ['I want a turntable for my dad', 'turntable', 'for my dad'],
    ['想买一副跑步用的耳机', 'headphones', '跑步用的'],
    ['我想要给爸爸的唱机', 'turntable', '给爸爸的'],
  ])('a wish, and what no shop states of its goods: %s', (text, kind, purpose) => {
    const { type, names } = read(text);
    expect([type?.id, names, purposeIn(text)]).toEqual([kind, [], purpose]);
    expect(asksForOffers(text, () => false)).toBe(true);
  });

  it.each([
    'I need a turntable repaired',
    'I want to return my receiver',
    'I need help with my turntable',
    'I want a cartridge that fits a Technics',
    'do headphones break',
    'I would like to sell you my speakers',
    '我需要修唱机',
  ])('no wish to see offers: %s', (text) => expect(asksForOffers(text, () => false)).toBe(false));

  it.each(['cheapest turntable', '最便宜的唱机哪里有'])('only the lowest price: %s', (text) => {
    expect(read(text)).toMatchObject({ cheapest: true, type: { id: 'turntable' } });
  });

  it.each(['find a product', 'compare prices', '找商品', '帮我比价一下'])(
    'asks for nothing yet: %s',
    (text) => {
      expect(namesSomething(read(text))).toBe(false);
    },
  );

  it('looks into the catalogue for kinds and model numbers alone', () => {
    expect(['Kestrin K-300', 'orrin c100?', 'a receiver'].map(namesProduct)).toEqual([true, true, true]);
    expect(['tell me a joke', 'order NS-20400', 'in 2026'].map(namesProduct)).toEqual([false, false, false]);
  });

  it('a text that names a kind of product is never passed over unread', () => {
    const words = fc.constantFrom(
      ...'cds,CD,e-reader,i-pad,t-shirts,wi-fi,router,five-disc,changer,compact discs,vinyl,record,players,2.4pc,DDR5'.split(
        ',',
      ),
      ...'碟机,三,耳机,黑胶唱片,我想买,cable线,的,机,under 50,usb,sticks,type-c,drive,gamer,case,for my,cheapest,batteries,Blu-ray,amp,in black,mic,10x,x2cables'.split(
        ',',
      ),
    );
    const joints = fc.constantFrom(' ', '-', ', ', '/', '_', '。');
    fc.assert(
      fc.property(fc.array(fc.tuple(words, joints), { minLength: 1, maxLength: 6 }), (parts) => {
        const text = parts.flat().join('');
        expect(mayNameType(withFormats(text)) || read(text).type === undefined).toBe(true);
      }),
    );
    expect(['when does my parcel arrive', '我的订单在哪里'].map(mayNameType)).toEqual([false, false]);
  });
});
