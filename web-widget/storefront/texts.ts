/** The page's sentences that are not fixed in index.html. */
import type { Language } from '../texts.ts';
import type { Category } from './products.ts';

export interface StoreTexts {
  readonly title: string;
  readonly categories: Readonly<Record<Category | 'all', string>>;
  readonly isNew: string;
  readonly wasPrice: string;
  readonly ask: string;
  readonly add: string;
  readonly cart: (items: number, total: string) => string;
  readonly added: (name: string) => string;
  readonly shown: (count: number) => string;
  readonly visitor: string;
  readonly clockMoved: (when: string) => string;
  readonly clockStuck: string;
  readonly person: (name: string, city: string) => string;
  /** What to ask as a visitor, then as each person. */
  readonly tries: readonly (readonly string[])[];
}

export const storeTexts: Readonly<Record<Language, StoreTexts>> = {
  en: {
    title: 'Northside Audio & Records · Boston',
    categories: {
      all: 'Everything',
      players: 'CD & cassette',
      turntables: 'Turntables',
      amplifiers: 'Receivers',
      speakers: 'Speakers & headphones',
      music: 'Records & CDs',
    },
    isNew: 'New',
    wasPrice: 'before',
    ask: 'Ask about it',
    add: 'Add to cart',
    cart: (items, total) => `Cart: ${items} ${items === 1 ? 'item' : 'items'}, ${total}`,
    added: (name) => `${name} is in your cart.`,
    shown: (count) => `${count} products`,
    visitor: 'A visitor',
    clockMoved: (when) => `In the shop it is now ${when}.`,
    clockStuck: 'The clock could not be moved just now.',
    person: (name, city) => `${name.split(' ')[0]}, ${city}`,
    tries: [
      ['Cheapest Halden DC-9', 'Where is order NS-20631?'],
      ['I want a 5-disc CD player', 'Where is my order?'],
      ['Recommend me a turntable', 'Where is my order?'],
    ],
  },
  zh: {
    title: '北岸音响唱片行 · 波士顿',
    categories: {
      all: '全部',
      players: 'CD 与卡带',
      turntables: '黑胶唱机',
      amplifiers: '收音扩音机',
      speakers: '音箱与耳机',
      music: '黑胶与 CD',
    },
    isNew: '新品',
    wasPrice: '原价',
    ask: '咨询',
    add: '加入购物车',
    cart: (items, total) => `购物车：${items} 件，${total}`,
    added: (name) => `已将 ${name} 加入购物车。`,
    shown: (count) => `${count} 件商品`,
    visitor: '访客',
    clockMoved: (when) => `店里现在是${when}。`,
    clockStuck: '时钟暂时没能拨动。',
    person: (name, city) => `${name.split(' ')[0]}（${city}）`,
    tries: [
      ['Halden DC-9 哪家最便宜', '订单 NS-20631 到哪了？'],
      ['我想要一台五碟CD机', '我的订单到哪了？'],
      ['推荐一款唱机', '我的订单到哪了？'],
    ],
  },
};
