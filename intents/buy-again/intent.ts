/** The shopper wants what they bought before once more: the very product, as it is offered now. */
import {
  type BoughtLine,
  defineIntent,
  type FoundProduct,
  formatDayOf,
  type ShopAgent,
  type Turn,
} from '../../src/kit.ts';
import { keepShown } from '../about-shown/shown.ts';
import { orderMeant } from '../cancel-order/order-at-hand.ts';
import { productCards } from '../find-product/card.ts';
import { linesNamed } from '../my-purchases/lines-named.ts';
import { readAgain } from './read-again.ts';

const mostCards = 5;

export default defineIntent({
  async follows(turn) {
    const asked = turn.shop && turn.orders ? readAgain(turn.text) : undefined;
    if (!asked) return false;
    const { thing, sure } = asked;
    return sure || turn.shop?.namesKind(thing) === true || (await boughtBefore(turn, thing)).length > 0;
  },
  async run(turn) {
    const { shop, orders } = turn;
    const { thing = '' } = readAgain(turn.text) ?? {};
    if (!shop || !orders) return turn.say('find-product.unavailable');
    if (!orders.knowsOwner) {
      turn.say('buy-again.unknown', {}, { buttons: [{ title: turn.phrase('prove.title') }] });
      if (shop.namesKind(thing)) await showOnSale(turn, shop, thing, 'buy-again.on-sale');
      return;
    }
    const lines = await boughtBefore(turn, thing);
    if (lines.length > 0) return showAgain(turn, shop, lines);
    if (thing === '' || !(await showOnSale(turn, shop, thing, 'buy-again.not-bought')))
      turn.say(thing === '' ? 'bought.nothing' : 'bought.none', { thing });
  },
});

/** What is meant of all that they bought, each title once, the latest first; all of one order where nothing is named. */
async function boughtBefore(turn: Turn, thing: string): Promise<readonly BoughtLine[]> {
  const bought = (await turn.orders?.bought()) ?? [];
  if (thing !== '') return eachOnce(await linesNamed(turn, thing, bought));
  const [number = bought[0]?.order] = [orderMeant(turn)];
  return eachOnce(bought.filter(({ order }) => order === number));
}

function eachOnce(lines: readonly BoughtLine[]): readonly BoughtLine[] {
  return lines.filter(({ title }, at) => lines.findIndex((line) => line.title === title) === at);
}

async function showAgain(turn: Turn, shop: ShopAgent, lines: readonly BoughtLine[]): Promise<void> {
  const products: FoundProduct[] = [];
  const gone: string[] = [];
  for (const { title, offer = title } of lines) {
    if (products.length === mostCards) break;
    const product = await shop.onPage({ product: offer, title });
    if (product) products.push(product);
    else gone.push(title);
  }
  if (gone.length > 0) turn.say('buy-again.gone', { titles: turn.list(gone.slice(0, mostCards)) });
  const [first] = products;
  if (!first) return;
  const line = lines.find(({ title }) => title === first.title) ?? lines[0];
  const zone = turn.knowledge.hours?.timeZone ?? 'UTC';
  if (products.length === 1 && line) {
    const day = formatDayOf(line.at, zone, turn.language);
    const blanks = { title: line.title, day, order: line.order };
    turn.say('buy-again.one', blanks, await shownAs(turn, shop, products));
  } else turn.say('buy-again.these', { count: products.length }, await shownAs(turn, shop, products));
}

/** Shows what is on sale under such words; false when there is nothing of the kind. */
async function showOnSale(turn: Turn, shop: ShopAgent, thing: string, key: string): Promise<boolean> {
  const { level, products } = await shop.findExactly(thing);
  if (level !== 'exact' || products.length === 0) return false;
  turn.say(key, { thing }, await shownAs(turn, shop, products.slice(0, mostCards), thing));
  return true;
}

/** Cards of these, of which the talk goes on, and the way to order the only one. */
async function shownAs(turn: Turn, shop: ShopAgent, products: readonly FoundProduct[], text = '') {
  const cards = await productCards(
    turn,
    shop,
    products.map((product) => ({ product, reasons: [] })),
  );
  keepShown(turn, products, text);
  const [only, ...others] = products;
  const url = others.length === 0 ? only?.offers[0].url : undefined;
  return { cards, buttons: url === undefined ? [] : [{ title: turn.phrase('product.open'), url }] };
}
