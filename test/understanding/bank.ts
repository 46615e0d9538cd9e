/** A small shop's bank for the tests of this room. */
import type { BankEntry } from '../../src/understanding/index.ts';
import { detectLanguage } from '../../src/understanding/index.ts';

export function entry(id: string, texts: readonly string[], counter: readonly string[] = []): BankEntry {
  const phrasing = (text: string) => ({ text, language: detectLanguage(text, 'en') });
  return { id, kind: 'answer', phrasings: texts.map(phrasing), counterExamples: counter.map(phrasing) };
}

export const shopBank: readonly BankEntry[] = [
  entry('returns', [
    'How do I return an item?',
    'I want to send this back',
    'Can I return my order?',
    'what is your return policy',
    '怎么退货？',
    '我想退货',
    '退货需要什么条件',
  ]),
  entry('shipping-cost', [
    'How much is shipping?',
    'What does delivery cost?',
    'is postage free',
    'shipping fees to my address',
    '运费多少钱？',
    '邮费怎么算',
  ]),
  entry('order-status', [
    'Where is my order?',
    'Track my parcel',
    'my package has not arrived',
    'when will my order come',
    '我的订单到哪里了？',
    '查询物流',
  ]),
  entry('warranty', [
    'How long is the warranty?',
    'is my turntable under guarantee',
    'the guarantee period of a record player',
    '保修多久？',
  ]),
  entry('payment', [
    'Which cards do you take?',
    'can I pay with paypal',
    'payment methods',
    '可以用支付宝吗？',
  ]),
  entry('opening-hours', [
    'When are you open?',
    'opening hours of the shop',
    'are you open on sunday',
    '几点开门？',
  ]),
];
