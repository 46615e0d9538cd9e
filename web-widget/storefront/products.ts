/** What the demo shop has in its window, in both of its languages. The shop and its makers are invented. */

export type Category = 'players' | 'turntables' | 'amplifiers' | 'speakers' | 'music';

export interface Product {
  readonly id: string;
  readonly category: Category;
  readonly name: string;
  /** US dollars. */
  readonly price: number;
  readonly formerPrice?: number;
  /** A file in images/, without its ending. */
  readonly image: string;
  readonly isNew?: boolean;
  readonly en: string;
  readonly zh: string;
}

export const products: readonly Product[] = [
  {
    id: 'orrin-c100',
    category: 'players',
    name: 'Orrin C100 CD Changer',
    price: 279,
    image: 'cd-changer-100',
    isNew: true,
    en: '100 discs, one remote. Just released.',
    zh: '可装 100 张唱片，一个遥控器搞定。新品上市。',
  },
  {
    id: 'halden-r80',
    category: 'amplifiers',
    name: 'Halden R-80 Receiver',
    price: 549,
    image: 'receiver',
    en: '80 W a side, warm FM dial, phono stage built in.',
    zh: '每声道 80 瓦，暖光调频刻度盘，内置唱放。',
  },
  {
    id: 'fairlea-one',
    category: 'turntables',
    name: 'Fairlea One Turntable',
    price: 399,
    image: 'turntable-walnut',
    en: 'Belt drive, carbon arm, real walnut plinth.',
    zh: '皮带驱动，碳纤维唱臂，实木胡桃底座。',
  },
  {
    id: 'orrin-c5',
    category: 'players',
    name: 'Orrin C5 5-Disc CD Player',
    price: 279,
    image: 'cd-changer-5-silver',
    en: 'Change four discs while the fifth plays.',
    zh: '播放一张时可更换另外四张。',
  },
  {
    id: 'halden-dc2',
    category: 'players',
    name: 'Halden DC-2 Double Cassette Deck',
    price: 319,
    image: 'double-cassette-deck',
    en: 'Two wells, high-speed dubbing, noise reduction.',
    zh: '双卡座，高速翻录，降噪功能。',
  },
  {
    id: 'marlow-6',
    category: 'speakers',
    name: 'Marlow 6 Speakers, pair',
    price: 429,
    formerPrice: 489,
    image: 'speakers-bookshelf',
    en: 'Two-way bookshelf pair, easy to drive.',
    zh: '二分频书架箱一对，易于驱动。',
  },
  {
    id: 'castell-510',
    category: 'players',
    name: 'Castell 510 5-Disc CD Player',
    price: 249,
    image: 'cd-changer-5-black',
    en: 'Carousel player with optical output.',
    zh: '转盘式五碟机，带光纤输出。',
  },
  {
    id: 'fairlea-dd12',
    category: 'turntables',
    name: 'Fairlea DD-12 Turntable',
    price: 649,
    image: 'turntable-black',
    en: 'Direct drive, pitch control, detachable headshell.',
    zh: '直驱电机，可调速，可拆唱头壳。',
  },
  {
    id: 'lp-blue-rooms',
    category: 'music',
    name: 'Velvet Avenue – Blue Rooms (LP)',
    price: 29,
    image: 'lp-blue-rooms',
    isNew: true,
    en: '180 g vinyl, cut from the analogue tapes.',
    zh: '180 克黑胶，取自模拟母带。',
  },
  {
    id: 'marlow-12',
    category: 'speakers',
    name: 'Marlow 12 Towers, pair',
    price: 1190,
    image: 'speakers-tower',
    en: 'Three-way floor standers for large rooms.',
    zh: '三分频落地箱，适合大房间。',
  },
  {
    id: 'cd-midnight-harbour',
    category: 'music',
    name: 'Midnight Harbour – Live at the Garden (2 CD)',
    price: 18,
    image: 'cd-midnight-harbour',
    en: 'The Boston nights, complete on two discs.',
    zh: '波士顿现场全集，双碟装。',
  },
  {
    id: 'alder-h1',
    category: 'speakers',
    name: 'Alder H1 Headphones',
    price: 189,
    image: 'headphones',
    en: 'Open-back, walnut cups, made to be repaired.',
    zh: '开放式，胡桃木耳罩，可维修设计。',
  },
];
