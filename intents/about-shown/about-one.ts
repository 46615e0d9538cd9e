/** Answers a question about one product: whether it is in stock, what it costs, why it was shown, where to order it. */
import type { Button, FoundProduct, ShopAgent, Suggestion, Turn } from '../../src/kit.ts';
import { productCards } from '../find-product/card.ts';
import { costOf } from '../find-product/offer-words.ts';
import { reasonSentences } from '../find-product/reasons.ts';
import { againstOther } from './against.ts';
import { suggestionsOf } from './best.ts';
import { calledThe } from './called-the.ts';
import type { AboutOne, Reference } from './read-one.ts';
import { freshlyShown, keepOne, type Shown } from './shown.ts';
import { answerTrait } from './trait.ts';

const mostReasons = 3;
const mostButtons = 6;

/** @param shown what the shopper saw a while ago; without it the question is about their page. */
export async function answerAboutOne(
  turn: Turn,
  shop: ShopAgent,
  asked: AboutOne,
  shown: Shown | undefined,
): Promise<void> {
  const meant = shown && meantOf(shown, asked.which);
  if (shown && meant === 'no-such') return turn.say('about-shown.no-such', { count: shown.products.length });
  const product = meant
    ? (await shop.products([meant]))[0]
    : turn.memory.page && (await shop.onPage(turn.memory.page));
  if (!product) return shown ? askWhich(turn, asked, shown) : turn.say('find-product.what');
  if (asked.words !== undefined) return answerTrait(turn, shop, product, { ...asked, words: asked.words });
  const isReasoned = asked.aspect === 'why' || asked.aspect === 'more';
  const suggestion = isReasoned ? await suggestionOf(turn, shop, product, shown) : { product, reasons: [] };
  const shownAs = asked.aspect === 'why' ? { product, reasons: [] } : suggestion;
  const cards = await productCards(turn, shop, [shownAs]);
  const against = asked.aspect === 'cheaper' ? await againstOther(turn, shop, product, shown) : undefined;
  const { sentence, buttons = [] } = against ? { sentence: against } : answer(turn, shop, asked, suggestion);
  turn.sayMarkdown(sentence, { cards, buttons });
  keepOne(turn, product, freshlyShown(turn));
}

/** The id of the product that is meant; undefined when that cannot be told. */
function meantOf({ products, focus }: Shown, which: Reference): string | 'no-such' | undefined {
  if (which === 'other') {
    const [other, ...more] = focus === undefined ? [] : products.filter(({ id }) => id !== focus);
    return more.length > 0 ? undefined : other?.id;
  }
  return which === 'it' ? focus : (products.at(which)?.id ?? 'no-such');
}

function askWhich(turn: Turn, { aspect, words = '' }: AboutOne, { products }: Shown): void {
  const buttons: Button[] = products.slice(0, mostButtons).map(({ title }) => ({
    title,
    value: turn.phrase(`about-shown.ask.${aspect}`, { title, words }),
  }));
  turn.say('about-shown.which', {}, { buttons });
}

/** With what speaks for it, where anything does. */
async function suggestionOf(
  turn: Turn,
  shop: ShopAgent,
  product: FoundProduct,
  shown: Shown | undefined,
): Promise<Suggestion> {
  const known = shown ? await suggestionsOf(turn, shop, shown) : [];
  return known.find((each) => each.product.id === product.id) ?? { product, reasons: [] };
}

function answer(
  turn: Turn,
  shop: ShopAgent,
  { aspect }: AboutOne,
  { product, reasons }: Suggestion,
): { sentence: string; buttons?: Button[] } {
  const { offers } = product;
  const title = calledThe(product.title);
  const [best] = offers;
  const blanks = { title, total: costOf(turn, best).amount, shop: best.shop };
  switch (aspect) {
    case 'stock': {
      const shops = offers.filter(({ availability }) => availability === 'in-stock').map(({ shop }) => shop);
      if (shops.length > 0) {
        const names = turn.list([...new Set(shops)]);
        return { sentence: turn.sentence('about-shown.in-stock', { title, shops: names }) };
      }
      const tell = { title: turn.phrase('about-shown.tell-me', { title }) };
      return {
        sentence: turn.sentence('about-shown.no-stock', { title }),
        buttons: turn.alerts ? [tell] : [],
      };
    }
    case 'why': {
      const why = reasons.slice(0, mostReasons).flatMap((reason) => reasonSentences(turn, shop, reason));
      if (why.length === 0) return { sentence: turn.sentence('about-shown.why.plain', blanks) };
      const lead = turn.sentence('about-shown.why', { title });
      return { sentence: `${lead}\n\n${why.map((each) => `- ${each}`).join('\n')}` };
    }
    case 'order': {
      const buttons = best.url === undefined ? [] : [{ title: turn.phrase('product.open'), url: best.url }];
      return { sentence: turn.sentence('about-shown.order', blanks), buttons };
    }
    // Where nothing can be compared, what it costs is the answer.
    case 'cheaper':
    case 'price':
      return { sentence: turn.sentence('about-shown.price', blanks) };
    default:
      return { sentence: turn.sentence('about-shown.more', { title }) };
  }
}
