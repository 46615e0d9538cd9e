/** What the shopper bought before: "did I buy Let It Bleed already?", "which Stones CDs do I have", "show me my orders". */
import { type BoughtLine, defineIntent, formatDayOf, keepOrdersAtHand, type Turn } from '../../src/kit.ts';
import { freshlyShown, keepShown } from '../about-shown/shown.ts';
import { orderCard } from '../order-status/order-card.ts';
import { linesNamed } from './lines-named.ts';
import { readPurchasesAsked } from './read-asked.ts';
import { type Span, spanOf } from './span.ts';
import { tellHowOften, tellPaid, tellSpent } from './spent.ts';

const mostOrders = 5;
const mostLines = 12;

export default defineIntent({
  async follows(turn) {
    const asked = turn.orders && readPurchasesAsked(turn.text);
    if (!asked) return false;
    return asked.kind !== 'thing' || isAboutGoods(turn, asked.thing);
  },
  async run(turn) {
    const { orders } = turn;
    const asked = readPurchasesAsked(turn.text);
    if (!orders || !asked) return turn.say('order.unavailable');
    if (!orders.knowsOwner) {
      return turn.say('bought.unknown', {}, { buttons: [{ title: turn.phrase('prove.title') }] });
    }
    if (asked.kind === 'orders') return showOrders(turn, orders);
    if (asked.kind === 'often') return tellHowOften(turn, await orders.bought());
    const span = spanOf(asked.span, turn.now);
    const lines = within(await orders.bought(), span);
    if (asked.kind === 'spent' && asked.thing === '') return tellSpent(turn, lines, span);
    if (asked.kind === 'spent') {
      const meant = await linesNamed(turn, asked.thing, lines);
      await keepInMind(turn, meant);
      return tellPaid(turn, meant, span);
    }
    if (asked.kind === 'all')
      return list(turn, lines, { key: 'bought.all', none: 'bought.nothing', thing: '' });
    const thing = pointing.test(asked.thing) ? (focusOf(turn) ?? asked.thing) : asked.thing;
    const named = await linesNamed(turn, thing, lines);
    list(turn, named, { key: 'bought.these', none: 'bought.none', thing });
    await keepInMind(turn, named);
  },
});

/** "Do I have an account" and "did I order too late" are asked of the shop, not of what was bought. */
async function isAboutGoods(turn: Turn, thing: string): Promise<boolean> {
  const { orders, shop } = turn;
  if (!shop || !orders) return false;
  if (pointing.test(thing)) return focusOf(turn) !== undefined;
  if (shop.namesKind(thing) || (await linesNamed(turn, thing, await orders.bought())).length > 0) return true;
  const { level, products } = await shop.findExactly(thing);
  return level === 'exact' && products.length > 0;
}

/** The talk may go on about a thing that was told of: "will it fit my Castell 310", "is it still sold". */
async function keepInMind(turn: Turn, lines: readonly BoughtLine[]): Promise<void> {
  const titles = new Set(lines.map(({ title }) => title));
  const [line] = lines;
  if (titles.size !== 1 || !line) return;
  const product = await turn.shop?.onPage({ product: line.offer ?? line.title, title: line.title });
  if (product) keepShown(turn, [product], product.title);
}

const pointing = /^(?:it|that|this|(?:that|this) one|[它这那]|[这那][个款张台])$/iu;

/** The title of the product that the talk is about. */
function focusOf(turn: Turn): string | undefined {
  const shown = freshlyShown(turn);
  return shown?.products.find(({ id }) => id === shown.focus)?.title;
}

async function showOrders(turn: Turn, orders: NonNullable<Turn['orders']>): Promise<void> {
  const own = await orders.own();
  if (own.length === 0) return turn.say('bought.nothing');
  const shown = own.slice(0, mostOrders);
  keepOrdersAtHand(turn, shown);
  const cards = shown.map((order) => orderCard(turn, order));
  turn.say('bought.orders', { count: cards.length }, { cards });
}

function within(lines: readonly BoughtLine[], { from, until }: Span): readonly BoughtLine[] {
  return lines.filter(({ at }) => at >= from && at < until);
}

function list(
  turn: Turn,
  lines: readonly BoughtLine[],
  { key, none, thing }: { readonly key: string; readonly none: string; readonly thing: string },
): void {
  if (lines.length === 0) {
    turn.say(none, { thing: thing.replace(/^(?:an?|the|any|my) /iu, '') });
    return;
  }
  const zone = turn.knowledge.hours?.timeZone ?? 'UTC';
  const items = lines.slice(0, mostLines).map(({ title, at, order, quantity }) =>
    turn.sentence('bought.item', {
      title: quantity > 1 ? `${quantity} × ${title}` : title,
      day: formatDayOf(at, zone, turn.language),
      order,
    }),
  );
  const more = lines.length - items.length;
  const rest = more > 0 ? [turn.sentence('order.card.more', { count: more })] : [];
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  turn.sayMarkdown(
    `${turn.sentence(key, { count, thing })}\n\n${[...items, ...rest].map((each) => `- ${each}`).join('\n')}`,
  );
}
