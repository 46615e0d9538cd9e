/** What a question about former purchases asks for, and what is none. */
import { expect, it } from 'vitest';
import { readPurchasesAsked } from '../../intents/my-purchases/read-asked.ts';
import { spanOf } from '../../intents/my-purchases/span.ts';

it.each([
  'show me my orders',
  'My order history please',
  'where can I see my past purchases',
  '我的订单',
  '看一下我以前的订单',
  'what did I buy last time?',
  'my last order',
  '我上次买了什么',
])('the orders: %s', (text) => expect(readPurchasesAsked(text)).toEqual({ kind: 'orders' }));

it.each([
  ['what did I buy from you last year?', 'last year'],
  ['What have I ordered so far', ''],
  ['我去年买了什么？', '去年'],
  ['我在你们这儿买过哪些东西', ''],
])('everything: %s', (text, span) => {
  expect(readPurchasesAsked(text)).toEqual({ kind: 'all', span });
});

it.each([
  ['did I already buy Let It Bleed?', 'Let It Bleed', false],
  ['Have I ever bought a receiver from you', 'a receiver', false],
  ['when did I buy my cassette deck', 'my cassette deck', false],
  ['which Stones CDs do I have', 'Stones CDs', true],
  ['how many jazz records have I bought here', 'jazz records', false],
  ['do I already own Head Hunters', 'Head Hunters', true],
  ['我买过卡座吗', '卡座', false],
  ['我有几张滚石的CD', '滚石的CD', true],
  ['我什么时候买的功放', '功放', false],
])('a thing: %s', (text, thing, owned) => {
  expect(readPurchasesAsked(text)).toMatchObject({ kind: 'thing', thing, owned });
});

it.each([
  'do I have to pay duties',
  'what should I buy',
  'where is my order',
  'did you ship it',
  'I want to buy a receiver',
  '我要买一台唱机',
  '我的订单到哪了',
])('none: %s', (text) => expect(readPurchasesAsked(text)).toBeUndefined());

it.each([
  ['last year', '2025-01-01', '2026-01-01'],
  ['in 2024', '2024-01-01', '2025-01-01'],
  ['since march', '2026-03-01', '2026-11-23'],
  ['in december', '2025-12-01', '2026-01-01'],
  ['上个月', '2026-10-01', '2026-11-01'],
])('%s', (words, from, until) => {
  const span = spanOf(words, Date.parse('2026-11-23T00:00:00Z'));
  expect([span.from, span.until].map((at) => new Date(at).toISOString().slice(0, 10))).toEqual([from, until]);
});

it.each([
  ['how much did I spend this year', '', 'this year'],
  ['how much have i spent with you guys so far?', '', ''],
  ['what did I pay for the shelf', 'the shelf', ''],
  ['how much have I spent on CDs in 2025', 'CDs', 'in 2025'],
  ['我今年花了多少钱？', '', '今年'],
  ['我一共在你们这里消费了多少', '', ''],
  ['我今年买CD花了多少钱', 'CD', '今年'],
])('what was spent: %s', (text, thing, span) => {
  expect(readPurchasesAsked(text)).toEqual({ kind: 'spent', thing, span });
});

it.each([
  'how much did I pay for shipping',
  'how much would I pay for delivery',
  'how much should I spend on speakers',
  '我买的架子能装多少张CD',
])('no question of that kind: %s', (text) => expect(readPurchasesAsked(text)).toBeUndefined());
