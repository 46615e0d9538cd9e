/** A product as a hero card: what it costs in all, where, why it is shown. */
import {
  type Attachment,
  type ComparedOffer,
  type FoundProduct,
  formatMoney,
  type ShopAgent,
  type Suggestion,
  type Turn,
} from '../../src/kit.ts';
import { reasonSentences, sentenceGap } from './reasons.ts';

const mostReasons = 2;
const mostOffers = 5;
const noMoney = { minor: 0, currency: 'USD' };

/** @param withOffers lists what the product costs in the other shops as well. */
export function productCard(
  turn: Turn,
  shop: ShopAgent,
  { product, reasons }: Suggestion,
  withOffers: boolean,
): Attachment {
  const [best, ...others] = product.offers;
  const told = reasons.filter(({ kind }) => kind !== 'asked-for');
  const why = (told.length > 0 ? told : reasons)
    .slice(0, mostReasons)
    .map((reason) => reasonSentences(turn, shop, reason));
  const elsewhere = withOffers
    ? others.slice(0, mostOffers - 1).flatMap((offer) => offerLine(turn, offer))
    : [];
  const text = [
    ...conditionOf(turn, best),
    ...(told.length > 0 ? why : [...lowest(turn, product), ...why]),
  ].join(sentenceGap(turn));
  return {
    contentType: 'application/vnd.microsoft.card.hero',
    content: {
      title: product.title,
      subtitle: costOf(turn, best),
      text: [text, elsewhere.join('\n')].filter((part) => part !== '').join('\n\n'),
      ...(product.image !== undefined && { images: [{ url: product.image, alt: product.title }] }),
      buttons: [
        ...(best.url === undefined
          ? []
          : [{ type: 'openUrl', title: turn.phrase('product.open', { shop: best.shop }), value: best.url }]),
        {
          type: 'imBack',
          title: turn.phrase('not-for-me.button'),
          value: `${turn.phrase('not-for-me.begins')} ${product.title}`,
        },
      ],
    },
  };
}

function costOf(turn: Turn, { cost, shippingKnown, shop, availability }: ComparedOffer): string {
  const stock = turn.phrase(`product.stock.${availability}`);
  if (!cost) return turn.phrase('product.unpriced', { shop, stock });
  const money = formatMoney(cost, turn.language);
  return shippingKnown
    ? turn.phrase('product.total', { total: money, shop, stock })
    : turn.phrase('product.price', { price: money, shop, stock });
}

function conditionOf(turn: Turn, { condition }: ComparedOffer): string[] {
  return condition === 'used' || condition === 'refurbished' ? [turn.sentence(`product.${condition}`)] : [];
}

/** How far the totals of the shops lie apart, where all are known and the best is the lowest. */
function lowest(turn: Turn, { offers }: FoundProduct): string[] {
  const totals = offers.flatMap(({ cost, shippingKnown }) => (cost && shippingKnown ? [cost] : []));
  const [best] = totals;
  const most = totals.reduce(
    (highest, total) => (total.minor > highest.minor ? total : highest),
    totals[0] ?? noMoney,
  );
  const comparable =
    best !== undefined &&
    totals.length === offers.length &&
    totals.every(({ minor, currency }) => currency === best.currency && minor >= best.minor);
  if (!comparable || most.minor === best.minor) return [];
  return [turn.sentence('product.lowest', { count: totals.length, most: formatMoney(most, turn.language) })];
}

function offerLine(turn: Turn, { cost, shippingKnown, shop }: ComparedOffer): string[] {
  if (!cost || !shippingKnown) return [];
  return [`- ${turn.sentence('product.elsewhere', { shop, total: formatMoney(cost, turn.language) })}`];
}
