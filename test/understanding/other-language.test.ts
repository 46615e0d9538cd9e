/** A message in a language that nobody taught us is known as such, and none of ours ever is. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { isOtherLanguage } from '../../src/understanding/index.ts';

it.each([
  'donde esta mi pedido',
  '¿Cuánto cuesta el envío?',
  'você fala português?',
  'Où est ma commande ?',
  'Wo ist meine Bestellung?',
  'Dove è il mio pacco',
  'waar is mijn bestelling',
  'Gdzie jest moje zamówienie?',
  'siparişim nerede',
  'đơn hàng của tôi ở đâu',
  'Где мой заказ?',
  '注文はどこですか',
  '주문한 물건이 어디에 있나요',
  'أين طلبي',
  'สวัสดี',
  'hola',
])('%s', (text) => {
  expect(isOtherLanguage(text)).toBe(true);
});

it.each([
  'Los Lobos La Bamba on vinyl please, do you have it',
  'das keyboard',
  'Où est ma tête, do you have this record?',
  'Björk',
  'Café del Mar',
  'wher is my ordr',
  'SL-1200MK7',
  '我的订单到哪了',
  '你们有 ドラえもん 的原声唱片卖吗，我找了好久',
  '😀',
  '12345',
  '',
])('not %s', (text) => {
  expect(isOtherLanguage(text)).toBe(false);
});

it('no question that shoppers ask in English or Chinese is taken for another language', async () => {
  const questions = await Promise.all(
    ['en', 'zh'].map((language) =>
      readFile(new URL(`./paraphrases.${language}.jsonl`, import.meta.url), 'utf8'),
    ),
  );
  const texts = questions.flatMap((lines) =>
    lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line): { text: string } => JSON.parse(line)),
  );
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter(({ text }) => isOtherLanguage(text))).toEqual([]);
});
