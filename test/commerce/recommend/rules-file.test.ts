/** Rule files: right ones are used, wrong ones are told with their line. */
import { expect, it } from 'vitest';
import { readRules } from '../../../src/commerce/recommend/rules-file.ts';
import { matches, selectorSchema } from '../../../src/commerce/recommend/selector.ts';
import { classesOf, type ShopItem } from '../../../src/commerce/recommend/shop-item.ts';
import { rulesFile } from './hifi-shop.ts';

it('reads rules and fills in what is usual', () => {
  const { rules, problems } = readRules([rulesFile]);
  expect(problems).toEqual([]);
  expect(rules.map(({ id, kind }) => [id, kind])).toEqual([
    ['player-for-the-system', 'complement'],
    ['changer-at-the-same-price', 'upgrade'],
    ['one-receiver-is-enough', 'exclusion'],
  ]);
  expect(rules[0]).toMatchObject({ weight: 2, class: 'prefer', owns: { atLeast: 1 } });
});

it('leaves out what is wrong, says where, and keeps the rest', () => {
  const text = `- id: good
  kind: exclusion
  never: { brand: Vell }
- id: No Good
  kind: exclusion
  never: {}
- id: typo
  kind: complement
  owns: { select: { category: cd } }
  offer: { categry: shelf }
- id: good
  kind: exclusion
  never: { brand: Budge }
`;
  const { rules, problems } = readRules([{ file: 'a.yaml', text }]);
  expect(rules.map(({ id }) => id)).toEqual(['good']);
  expect(problems.map(({ file, line }) => [file, line])).toEqual(
    expect.arrayContaining([
      ['rules/a.yaml', 4],
      ['rules/a.yaml', 6],
      ['rules/a.yaml', 10],
      ['rules/a.yaml', 11],
    ]),
  );
});

it.each([
  ['{', 1],
  ['rules: none', 1],
  ['- id: a\n\tkind: b', 2],
  ['- &a [*a]', 1],
  ['['.repeat(5000), 1],
])('survives %j', (text, least) => {
  const { rules, problems } = readRules([{ file: 'x.yaml', text }]);
  expect(rules).toEqual([]);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]?.line).toBeGreaterThanOrEqual(least);
});

it('an empty file holds no rules and is no problem', () => {
  expect(readRules([{ file: 'x.yaml', text: '# nothing yet\n' }])).toEqual({ rules: [], problems: [] });
});

it('a selector wants all its parts, names without regard to case, numbers in range', () => {
  const item: ShopItem = {
    id: 'p',
    title: 'Player',
    inStock: true,
    category: 'cd-player',
    brand: 'Marlow',
    price: 100,
    attributes: { discs: 5, remote: true },
  };
  const holds = (selector: object) =>
    matches(selectorSchema.parse(selector), item, new Map([['p', 'top' as const]]));
  expect(holds({ brand: 'marlow', category: ['tuner', 'cd-player'], class: 'top' })).toBe(true);
  expect(holds({ attributes: { discs: { min: 5, max: 5 }, remote: true } })).toBe(true);
  expect(holds({ price: { max: 99.99 } })).toBe(false);
  expect(holds({ brand: 'marlow', artist: 'x' })).toBe(false);
  expect(holds({ attributes: { colour: { min: 1 } } })).toBe(false);
});

it('classes come from the merchant or else from prices by ratio; a narrow range has none', () => {
  const priced = (category: string, prices: number[]) =>
    prices.map(
      (price, at): ShopItem => ({ id: `${category}${at}`, title: '', inStock: true, category, price }),
    );
  const classes = classesOf([
    ...priced('amp', [100, 110, 200, 220, 400, 420, 9000]),
    ...priced('cd', [10, 11, 11, 12, 12, 12, 13]),
    { id: 'named', title: '', inStock: true, priceClass: 'middle' },
  ]);
  expect(classes.get('amp0')).toBe('entry');
  expect(classes.get('amp6')).toBe('top');
  expect(classes.get('named')).toBe('middle');
  expect([...classes.keys()].some((id) => id.startsWith('cd'))).toBe(false);
});
