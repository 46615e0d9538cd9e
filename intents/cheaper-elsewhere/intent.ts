/** "Is this cheaper elsewhere?": of the product on the shopper's page, or the one that was shown last. */
import { defineIntent, type FoundProduct, formatMoney, type ShopAgent, type Turn } from '../../src/kit.ts';
import { keepOne, shownIn } from '../about-shown/shown.ts';
import { productCards } from '../find-product/card.ts';
import { sameCost } from '../find-product/offer-words.ts';

/** "This", and whether others ask less. */
const elsewhere = [
  /\b(?:this|it|that|that one|this one)\b.{0,40}\b(?:cheaper|for less|good price|best price|better (?:price|deal|offer)|(?:in|at|with) other (?:shops?|stores?))/iu,
  /\b(?:cheaper|less|better (?:price|deal|offer)|other (?:shops?|stores?)|anyone else)\b.{0,30}\b(?:this|it|that one|this one)\b/iu,
  /(?:这个|这款|这台|这件|同款|它).{0,12}(?:别家|别的店|其他店|别处|哪里|哪家).{0,12}(?:便宜|多少钱|什么价|更低)/u,
  /(?:这个|这款|这台|它).{0,8}(?:更低|最低|划算|更便宜|哪里便宜|哪里更便宜)/u,
];
/** That is a question about the shop's promise, which the FAQ answers. */
const asksToMatch = /\b(?:match|refund|difference|beat)\b|跟价|保价|退差|补差/iu;

export default defineIntent({
  begins: 'cheaper-elsewhere.title',
  follows: ({ text }) =>
    text.length <= 90 && !asksToMatch.test(text) && elsewhere.some((pattern) => pattern.test(text)),
  async run(turn) {
    const { shop } = turn;
    if (!shop) return turn.say('find-product.unavailable');
    const product = await meant(turn, shop);
    if (!product) return turn.say('cheaper-elsewhere.which');
    const cards = await productCards(turn, shop, [{ product, reasons: [] }]);
    const { key, blanks } = verdict(turn, product);
    turn.say(key, blanks, { cards });
    keepOne(turn, product, shownIn(turn));
  },
});

/** That of the page, else the one that the talk is about. */
async function meant(turn: Turn, shop: ShopAgent): Promise<FoundProduct | undefined> {
  const { page } = turn.memory;
  if (page) return shop.onPage(page);
  const focus = shownIn(turn)?.focus;
  return focus === undefined ? undefined : (await shop.products([focus]))[0];
}

function verdict(
  turn: Turn,
  product: FoundProduct,
): { key: string; blanks: Record<string, string | number> } {
  const { title, offers } = product;
  const [best] = offers;
  const own = offers.find((offer) => offer.own);
  const total = best.cost ? formatMoney(best.cost, turn.language) : '';
  if (offers.length === 1) return { key: 'find-product.no-other', blanks: { title } };
  if (!best.cost || !own?.cost || best.own || sameCost(own, best)) {
    return {
      key: 'find-product.no-better',
      blanks: { total, shop: (own ?? best).shop, offers: offers.length },
    };
  }
  const saved = { minor: own.cost.minor - best.cost.minor, currency: own.cost.currency };
  return {
    key: 'cheaper-elsewhere.yes',
    blanks: { title, total, shop: best.shop, saved: formatMoney(saved, turn.language) },
  };
}
