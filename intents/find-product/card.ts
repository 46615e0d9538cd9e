/** A product as an Adaptive Card: its picture, what it costs in all and where, how good that price is, why it is shown. */
import {
  type Attachment,
  adaptiveCard,
  type CardElement,
  type ComparedOffer,
  escapeMarkdown,
  formatMoney,
  headPicture,
  openUrl,
  type PriceNote,
  type ShopAgent,
  type Suggestion,
  sayButton,
  type Turn,
  table,
  textBlock,
} from '../../src/kit.ts';
import { ageOf, costOf, sameCost, stockOf, tiesOf } from './offer-words.ts';
import { reasonSentences } from './reasons.ts';

const mostReasons = 2;
const mostSentences = 3;
const mostOffers = 6;

/** A card for each, with how good its price is; the only one lists what it costs in the other shops as well. */
export async function productCards(
  turn: Turn,
  shop: ShopAgent,
  suggestions: readonly Suggestion[],
): Promise<Attachment[]> {
  const notes = await shop.priceNotes(
    suggestions.map(({ product }) => product),
    turn.now,
  );
  const withOffers = suggestions.length === 1;
  return suggestions.map((suggestion) =>
    productCard(turn, shop, suggestion, { note: notes.get(suggestion.product.id), withOffers }),
  );
}

interface CardParts {
  readonly note: PriceNote | undefined;
  /** Lists what the product costs in the other shops as well. */
  readonly withOffers: boolean;
}

function productCard(
  turn: Turn,
  shop: ShopAgent,
  { product, reasons }: Suggestion,
  { note, withOffers }: CardParts,
): Attachment {
  const [best, ...others] = product.offers;
  const why = whyShown(turn, shop, reasons);
  const cost = costOf(turn, best);
  const badge = badgeOf(turn, reasons, note);
  const body: CardElement[] = [
    ...(product.image === undefined ? [] : [headPicture(product.image)]),
    ...(badge === undefined ? [] : [textBlock(badge, { size: 'small', bold: true, colour: 'good' })]),
    textBlock(escapeMarkdown(product.title), {
      bold: true,
      spacing: badge === undefined ? 'default' : 'none',
    }),
    priceRow(turn, cost.amount, note),
    ...(cost.what === '' ? [] : [textBlock(cost.what, { size: 'small', subtle: true, spacing: 'none' })]),
    textBlock(whereAndWhen(turn, best, others), { size: 'small', subtle: true, spacing: 'small' }),
    ...why.map((sentence) => textBlock(`✓ ${sentence}`, { size: 'small', spacing: 'small' })),
    ...(withOffers && others.length > 0 ? [offersTable(turn, product.offers)] : []),
  ];
  const notForMe = `${turn.phrase('not-for-me.begins')} ${product.title}`;
  return adaptiveCard({
    body,
    actions: [
      ...(best.url === undefined ? [] : [openUrl(turn.phrase('product.open'), best.url)]),
      sayButton(turn.phrase('not-for-me.button'), notForMe),
    ],
    words: [product.title, cost.amount, cost.what, best.shop, stockOf(turn, best)].filter(Boolean).join(', '),
  });
}

/** The sentences of the strongest reasons; that it is what was asked for only where nothing else speaks for it. */
function whyShown(turn: Turn, shop: ShopAgent, reasons: Suggestion['reasons']): string[] {
  // That purchases were not looked at is said once, beside the cards.
  const told = reasons.filter(({ kind }) => kind !== 'asked-for' && kind !== 'not-personalised');
  return (told.length > 0 ? told : reasons.filter(({ kind }) => kind === 'asked-for'))
    .slice(0, mostReasons)
    .flatMap((reason) => reasonSentences(turn, shop, reason))
    .slice(0, mostSentences);
}

function badgeOf(
  turn: Turn,
  reasons: Suggestion['reasons'],
  note: PriceNote | undefined,
): string | undefined {
  if (reasons.some((reason) => reason.kind === 'upgrade' && reason.justReleased)) {
    return turn.sentence('reason.upgrade.new');
  }
  return note?.isLowest ? turn.sentence('product.lowest-in-days', { days: note.days }) : undefined;
}

/** The price in large, and beside it how it went. */
function priceRow(turn: Turn, amount: string, note: PriceNote | undefined): CardElement {
  const words = textBlock(escapeMarkdown(amount), { size: 'large', bold: true });
  const column = { type: 'Column', width: 'stretch', items: [words] };
  if (!note?.picture) return { type: 'ColumnSet', spacing: 'small', columns: [column] };
  const lowest = turn.phrase('product.history', {
    days: note.days,
    lowest: formatMoney(note.lowest, turn.language),
  });
  const picture: CardElement = { type: 'Image', url: note.picture, altText: lowest, width: '88px' };
  const caption = textBlock(escapeMarkdown(lowest), { size: 'small', subtle: true, spacing: 'none' });
  const items = note.isLowest ? [picture] : [picture, caption];
  return { type: 'ColumnSet', spacing: 'small', columns: [column, { type: 'Column', width: 'auto', items }] };
}

/** Who asks that price, whether they have it, when it was seen, who asks the same, and what is not in it. */
function whereAndWhen(turn: Turn, best: ComparedOffer, others: readonly ComparedOffer[]): string {
  const ties = tiesOf(best, others).map(({ shop }) => shop);
  const shop =
    ties.length > 0 ? turn.phrase('product.tie', { shop: best.shop, others: ties.join(', ') }) : best.shop;
  const unit = best.unitPrice;
  const parts = [
    shop,
    stockOf(turn, best),
    ...(best.condition === 'used' || best.condition === 'refurbished'
      ? [turn.phrase(`product.${best.condition}`)]
      : []),
    ...(unit
      ? [
          turn.phrase('product.unit', {
            price: formatMoney(unit.price, turn.language),
            per: perOf(turn, unit.per),
          }),
        ]
      : []),
    ageOf(turn, best),
  ];
  return parts.map(escapeMarkdown).join(' · ');
}

function perOf(turn: Turn, per: string): string {
  return per === 'piece' || per === '' ? turn.phrase('product.piece') : per;
}

function offersTable(turn: Turn, offers: readonly [ComparedOffer, ...ComparedOffer[]]): CardElement {
  const [best] = offers;
  const head = ['product.table.shop', 'product.table.total', 'product.table.stock'].map((key) =>
    turn.phrase(key),
  );
  const rows = offers.slice(0, mostOffers).map((offer) => {
    const { amount, isWhole } = costOf(turn, offer);
    const mark = sameCost(offer, best) ? '**' : '';
    const note = isWhole ? '' : ` ${turn.phrase('product.table.plus-shipping')}`;
    return [
      escapeMarkdown(offer.shop),
      `${mark}${escapeMarkdown(amount)}${mark}${note}`,
      stockOf(turn, offer),
    ];
  });
  return table([head, ...rows], [5, 4, 3]);
}
