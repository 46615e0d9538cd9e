/** Goes on about what was shown last: "the silver one?", "is the second one in stock?", "why that?", "which is best?". */
import { defineIntent, formatMoney, type ShopAgent, type Turn } from '../../src/kit.ts';
import { narrowedRequest } from '../find-product/narrowed.ts';
import { answerAboutOne } from './about-one.ts';
import { bestOf } from './best.ts';
import { showOthers } from './others.ts';
import { readFollowUp } from './read-follow-up.ts';
import { type AboutOne, readAboutOne } from './read-one.ts';
import { show, withoutReasons } from './show.ts';
import { freshlyShown, keepFocus, keepShown, type Shown } from './shown.ts';

const mostCards = 5;

export default defineIntent({
  begins: 'about-shown.begins',
  async follows(turn) {
    const shown = freshlyShown(turn);
    if (shown && readFollowUp(turn.text) !== undefined) return true;
    if ((shown || turn.memory.page) && askedOfOne(turn, shown) !== undefined) return true;
    // "Black ones" adds to the request before where something has it; else it is asked of those shown.
    if (shown && suchOnes.test(turn.text)) return (await narrowedRequest(turn)) === undefined;
    return (await askedByName(turn)) !== undefined;
  },
  async run(turn) {
    const { shop } = turn;
    const shown = freshlyShown(turn);
    if (!shop) return turn.say('find-product.unavailable');
    const one = askedOfOne(turn, shown);
    const named = one && one.which !== 'it' ? undefined : await askedByName(turn);
    if (named) return answerAboutOne(turn, shop, named.asked, named);
    if (one?.words !== undefined && shown && one.which === 'it' && shown.focus === undefined)
      return those(turn, shop, shown, one.words);
    if (one) return answerAboutOne(turn, shop, one, shown);
    const [, such] = suchOnes.exec(turn.text) ?? [];
    const asked =
      readFollowUp(turn.text) ?? (such === undefined ? undefined : { kind: 'which', words: such });
    if (!asked || !shown) return turn.say('find-product.what');
    if (asked.kind === 'cheaper') return cheaper(turn, shop, shown);
    if (asked.kind === 'best') return best(turn, shop, shown);
    if (asked.kind === 'others') return showOthers(turn, shop, shown);
    if (asked.kind === 'same') return bySameMaker(turn, shop, shown);
    return those(turn, shop, shown, asked.words);
  },
});

function askedOfOne({ text, memory }: Turn, shown: Shown | undefined) {
  const titles = shown?.products.map(({ title }) => title) ?? [memory.page?.title ?? ''].filter(Boolean);
  const asked = readAboutOne(text, titles);
  // "How much is it" after an answer about gift wrapping asks what wrapping costs.
  const isTurnedFrom = memory.topic !== undefined && memory.topic.turn > (shown?.turn ?? 0);
  const isVague = asked?.which === 'it' && (asked.aspect === 'price' || text.length <= shortest);
  return isTurnedFrom && isVague ? undefined : asked;
}

/** "Black ones", "any wireless ones?". */
const suchOnes =
  /^(?:any |some |and |or |in |got |maybe )*((?!which|what|these|those|other|good|more|new\b)\p{L}{3,15}) ones?[ ?.!]*$/iu;

/** "Why?" alone is about whatever was said last. */
const shortest = 4;

const stockOrPrice =
  /\b(?:stock|available|sold out|how (?:much|expensive)|prices?|costs?)\b|货|库存|多少钱|价|怎么卖|贵/iu;

/** Of the one product that the text names outright, whatever was shown before: "is the Castell 500 in stock?". */
async function askedByName(turn: Turn): Promise<(Shown & { asked: AboutOne }) | undefined> {
  const { shop, text, memory } = turn;
  if (!shop || !stockOrPrice.test(text)) return undefined;
  const { level, products } = await shop.findExactly(text);
  const [only, ...others] = products;
  if (level !== 'exact' || !only || others.length > 0) return undefined;
  const asked = readAboutOne(text, [only.title]);
  if (asked?.which !== 0) return undefined;
  return { asked, products: [only], focus: only.id, text: only.title, turn: memory.turns ?? 0 };
}

/** Those of them that say so of themselves. */
async function those(turn: Turn, shop: ShopAgent, shown: Shown, words: string): Promise<void> {
  const found = await shop.among(
    shown.products.map(({ id }) => id),
    words,
  );
  if (found.length === 0) {
    const { level, products } = await shop.findExactly(`${shown.text} ${words}`);
    if (level === 'exact' && shown.text !== '') {
      const fitting = products.slice(0, mostCards);
      await show(turn, shop, fitting.map(withoutReasons), 'about-shown.these-instead');
      return keepShown(turn, fitting, shown.text);
    }
    return turn.say('about-shown.none', { words }, { buttons: [{ title: turn.phrase('decline.person') }] });
  }
  await show(turn, shop, found.map(withoutReasons), 'about-shown.these');
  const [only, ...others] = found;
  if (only && others.length === 0) keepFocus(turn, only.id);
  else keepShown(turn, found, shown.text);
}

/** Others that fit what was asked for at first, below the lowest price that was shown. */
async function cheaper(turn: Turn, shop: ShopAgent, { products, focus, text }: Shown): Promise<void> {
  const before = await shop.products(focus === undefined ? products.map(({ id }) => id) : [focus]);
  const costs = before.flatMap(({ offers: [best] }) => best.cost ?? []);
  const [first] = costs;
  const least = Math.min(...costs.map(({ minor }) => minor));
  const { products: all } = await shop.find(text);
  const below = all
    .filter(
      ({ offers: [{ cost }] }) =>
        cost !== undefined && cost.currency === first?.currency && cost.minor < least,
    )
    .slice(0, mostCards);
  if (below.length > 0) {
    await show(turn, shop, below.map(withoutReasons), 'about-shown.cheaper');
    return keepShown(turn, below, text);
  }
  const total =
    first === undefined ? '' : formatMoney({ minor: least, currency: first.currency }, turn.language);
  turn.say('about-shown.none-cheaper', { total });
}

/** The one that most speaks for; where nothing is known that does, the lowest total, and it says so. */
async function best(turn: Turn, shop: ShopAgent, shown: Shown): Promise<void> {
  const choice = await bestOf(turn, shop, shown);
  if (!choice) return turn.say('find-product.what');
  const key = choice.reasons.length > 0 ? 'about-shown.best' : 'about-shown.best.cheapest';
  await show(turn, shop, [choice], key);
  keepFocus(turn, choice.product.id);
}

/** What else there is by the artist, else of the brand, of the one that the talk is about. */
async function bySameMaker(turn: Turn, shop: ShopAgent, { products, focus }: Shown): Promise<void> {
  const [known] = await shop.products([focus ?? products[0]?.id ?? '']);
  const artist = known?.attributes.artist;
  const maker = typeof artist === 'string' ? artist : known?.brand;
  if (!known || maker === undefined) return turn.say('find-product.what');
  const { level, products: all } = await shop.findExactly(maker);
  const others = level === 'exact' ? all.filter(({ id }) => id !== known.id).slice(0, mostCards) : [];
  if (others.length === 0) return turn.say('about-shown.none-same', { maker });
  await show(turn, shop, others.map(withoutReasons), 'about-shown.same');
  keepShown(turn, others, maker);
}
