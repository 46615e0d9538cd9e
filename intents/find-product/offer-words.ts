/** An offer in words: what it costs and what that contains, its stock, the age of its price, who asks the same. */
import { type ComparedOffer, formatMoney, type Turn } from '../../src/kit.ts';

export interface CostWords {
  readonly amount: string;
  /** What the amount contains; empty when there is none. */
  readonly what: string;
  /** Shipping is in it. */
  readonly isWhole: boolean;
}

export function costOf(turn: Turn, offer: ComparedOffer): CostWords {
  const { cost, shippingKnown, asked } = offer;
  if (!cost) {
    const amount = asked ? formatMoney(asked, turn.language) : turn.phrase('product.unpriced');
    return { amount, what: '', isWhole: false };
  }
  const what = [
    turn.phrase(shippingKnown ? 'product.with-shipping' : 'product.without-shipping'),
    taxIn(turn, offer),
    ...(asked ? [turn.phrase('product.asked', { asked: formatMoney(asked, turn.language) })] : []),
  ];
  return {
    amount: formatMoney(cost, turn.language),
    what: what.join(' · '),
    isWhole: shippingKnown,
  };
}

/** Whether the amount contains the tax, and how much there is; that nobody said is said. */
function taxIn(turn: Turn, { tax, taxInCost }: ComparedOffer): string {
  if (tax.kind !== 'added') return turn.phrase(`product.tax-${tax.kind}`);
  const { percent, amount } = tax;
  const blanks = { percent, amount: formatMoney(amount, turn.language) };
  return turn.phrase(taxInCost ? 'product.tax-added' : 'product.tax-on-top', blanks);
}

export function stockOf(turn: Turn, { availability }: ComparedOffer): string {
  return turn.phrase(`product.stock.${availability}`);
}

const dayMs = 86_400_000;

/** When the price was last confirmed, in whole days. */
export function ageOf(turn: Turn, { seenAt }: ComparedOffer): string {
  const days = Math.floor((turn.now - seenAt) / dayMs);
  if (days < 1) return turn.phrase('product.seen.today');
  return turn.phrase(days === 1 ? 'product.seen.yesterday' : 'product.seen.days', { days });
}

/** The others that ask the very same, shipping and all, and have it, too. */
export function tiesOf(best: ComparedOffer, others: readonly ComparedOffer[]): ComparedOffer[] {
  return others.filter((offer) => sameCost(offer, best) && offer.availability === best.availability);
}

export function sameCost(a: ComparedOffer, b: ComparedOffer): boolean {
  return (
    a.cost !== undefined &&
    a.cost.minor === b.cost?.minor &&
    a.cost.currency === b.cost.currency &&
    a.shippingKnown === b.shippingKnown
  );
}
