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
  },
};
