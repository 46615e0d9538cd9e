/** The products shown last, or two that are named, side by side in a table: price, shop, stock, how good the price is, and their figures. */
import {
  adaptiveCard,
  type CardElement,
  defineIntent,
  escapeMarkdown,
  type FoundProduct,
  formatMoney,
  type PriceNote,
  type Turn,
  table,
  usualForm,
} from '../../src/kit.ts';
import { placesIn } from '../about-shown/read-one.ts';
import { keepShown, shownIn } from '../about-shown/shown.ts';
import { costOf, stockOf } from '../find-product/offer-words.ts';

/** As many as fit beside one another on a phone that is swiped. */
const mostProducts = 5;
/** Short, and about what is there to be seen: "compare them", "side by side, please", 列表对比. */
const sideBySide =
  /^(?:.{0,24}\b(?:compare|line up) (?:them|these|those|all|both)\b.{0,30}|.{0,30}\bside by side\b.{0,20}|.{0,24}\b(?:as|in|into|show) an? (?:comparison )?table\b.{0,20}|.{0,20}\b(?:difference|differences) between (?:them|these|those)\b.{0,10}|how (?:do|are) (?:they|these|those) (?:differ|different)[ .!?]*|(?:compare|comparison|table)[ .!?]*|(?:帮我)?.{0,8}(?:对比|比较)(?:一下)?(?:这|它|刚才).{0,12}|(?:帮我)?(?:对比|比较)(?:一下)?[吧吗。！？]*|.{0,10}(?:这几[款个台种]|它们|这些).{0,6}(?:对比|比较|区别|不同|差别).{0,6}|.{0,6}(?:列表|列个表|表格).{0,6}(?:对比|比较).{0,4})$/iu;
/** Figures of the catalogue that say nothing to a shopper. */
const hidden = new Set(['consumable', 'artist', 'format']);

export default defineIntent({
  begins: 'compare-products.title',
  follows: async (turn) =>
    (shownIds(turn).length > 1 && sideBySide.test(turn.text)) ||
    placedIn(turn) !== undefined ||
    (await namedIn(turn)) !== undefined,
  async run(turn) {
    const { shop } = turn;
    const named = await namedIn(turn);
    const ids = placedIn(turn) ?? named?.map(({ id }) => id) ?? shownIds(turn).slice(0, mostProducts);
    const products = shop ? await shop.products(ids, turn.text) : [];
    if (!shop || products.length < 2) return turn.say('compare-products.nothing');
    const notes = await shop.priceNotes(products, turn.now);
    const words = products
      .map(({ title, offers: [best] }) => `${title}: ${costOf(turn, best).amount}`)
      .join('; ');
    const card = adaptiveCard({ body: [comparison(turn, products, notes)], words });
    turn.say('compare-products.here', { count: products.length }, { cards: [card], layout: 'list' });
    if (named) keepShown(turn, products, turn.text);
  },
});

/** Some of those shown, by their places: "compare the first two", "the first and the third", 比较前两个. */
function placedIn(turn: Turn): readonly string[] | undefined {
  const shown = shownIds(turn);
  if (!asksToCompare.test(turn.text) || turn.text.length > 90) return undefined;
  const places = placesIn(turn.text, shown.length);
  return places.length > 1 ? places.flatMap((place) => shown[place] ?? []) : undefined;
}

const asksToCompare = /\b(?:compare|comparison|differences?|vs\.?|versus)\b|对比|比较|区别|不同|差别/iu;

const ofTwo: readonly RegExp[] = [
  /^(?:please |can you |could you )*(?:compare|(?:what(?:'?s| is| are) )?(?:the )?differences? between) (.{3,60}?) (?:with|and|to|vs\.?|versus|against) (.{3,60}?)(?: please)?[ ?.!]*$/iu,
  /^(.{3,60}?) (?:vs\.?|versus|compared (?:to|with)) (.{3,60}?)[ ?.!]*$/iu,
  /^(?:请|帮我)*(?:对比|比较)(?:一下)?(.{2,40}?)(?:和|跟|与)(.{2,40}?)(?:吧|吗)?[。！？?]*$/u,
  /^(.{2,40}?)(?:和|跟|与)(.{2,40}?)(?:有什么|有啥|的)?(?:区别|不同|对比|比较)(?:吗|呢|是什么)?[。！？?]*$/u,
];

/** Two products that the text names outright: "compare the Castell 510 with the Orrin C5". */
async function namedIn({ shop, text }: Turn): Promise<readonly FoundProduct[] | undefined> {
  const [, ...names] = ofTwo.map((pattern) => pattern.exec(usualForm(text))).find(Boolean) ?? [];
  if (!shop || names.length < 2) return undefined;
  const found = await Promise.all(withMaker(names).map((name) => shop.findExactly(name)));
  const products = found.flatMap(({ level, products: [only, ...others] }) =>
    level === 'exact' && only && others.length === 0 ? [only] : [],
  );
  return products.length === 2 && products[0]?.id !== products[1]?.id ? products : undefined;
}

/** "The Castell 500 and 510": a number alone is a model of the same maker. */
function withMaker([first = '', second = '']: readonly string[]): [string, string] {
  const maker = first.replace(/\s*\S*\d\S*$/u, '');
  return [
    first,
    maker !== first && /^(?:the )?[\p{L}-]{0,3}\d+$/iu.test(second) ? `${maker} ${second}` : second,
  ];
}

function shownIds(turn: Turn): string[] {
  return shownIn(turn)?.products.map(({ id }) => id) ?? [];
}

function comparison(
  turn: Turn,
  products: readonly FoundProduct[],
  notes: ReadonlyMap<string, PriceNote>,
): CardElement {
  const head = ['', ...products.map(({ title }) => escapeMarkdown(title))];
  const row = (key: string, cell: (product: FoundProduct) => string) => [
    turn.phrase(key),
    ...products.map((product) => escapeMarkdown(cell(product))),
  ];
  const least = Math.min(...products.flatMap(({ offers: [{ cost }] }) => cost?.minor ?? []));
  const rows = [
    head,
    [
      turn.phrase('compare-products.price'),
      ...products.map(({ offers: [best] }) => {
        const { amount, isWhole } = costOf(turn, best);
        const words = isWhole ? amount : `${amount} ${turn.phrase('product.table.plus-shipping')}`;
        return best.cost?.minor === least ? `**${escapeMarkdown(words)}**` : escapeMarkdown(words);
      }),
    ],
    row('product.table.shop', ({ offers: [best] }) => best.shop),
    row('product.table.stock', ({ offers: [best] }) => stockOf(turn, best)),
    ...(notes.size === 0
      ? []
      : [
          row('compare-products.lowest', ({ id }) => {
            const note = notes.get(id);
            return note ? formatMoney(note.lowest, turn.language) : turn.phrase('compare-products.unknown');
          }),
        ]),
    ...figures(turn, products),
  ];
  return table(rows, [3, ...products.map(() => 4)]);
}

/** The figures that at least one of them states, in the order they come. */
function figures(turn: Turn, products: readonly FoundProduct[]): string[][] {
  const names = new Set(products.flatMap(({ attributes }) => Object.keys(attributes)));
  return [...names]
    .filter((name) => !hidden.has(name))
    .map((name) => [
      escapeMarkdown(labelOf(turn, name)),
      ...products.map(({ attributes: { [name]: value } }) =>
        value === undefined ? turn.phrase('compare-products.unknown') : escapeMarkdown(String(value)),
      ),
    ]);
}

/** Its name in `knowledge/replies`, else as the shop writes it: `power_w` → power w. */
function labelOf(turn: Turn, name: string): string {
  const key = `attribute.${name.replaceAll('_', '-')}`;
  return turn.knowledge.replies.has(key) ? turn.phrase(key) : name.replaceAll('_', ' ');
}
