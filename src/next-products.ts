/** Products for the agents' desk: what fits the shopper's words, and what suits a customer who is known, with the reason. */
import type { FoundProduct, Reason, ShopAgent } from './bot/index.ts';
import type { Clock } from './core/clock.ts';
import { type Language, languageOfLocale } from './core/language.ts';
import { formatMoney } from './core/money.ts';
import { type CustomerKeeper, customerOfUser } from './customers/index.ts';
import type { Chat, NextAction } from './desk/index.ts';

const most = 2;

/** @param customerIdOf the shop's id of who is proved. */
export function nextProducts(
  shop: ShopAgent,
  clock: Clock,
  customerIdOf: (chat: Chat) => Promise<string | undefined>,
) {
  return async (chat: Chat, text: string): Promise<NextAction[]> => {
    const language = languageOfLocale(chat.shopper.language);
    const found = await shop.find(text);
    if (found.level === 'nothing-asked') return [];
    const asked = found.products
      .slice(0, most)
      .map((product) =>
        actionOf(product, `${product.offers.length} offers compared, the lowest total`, language),
      );
    const customerId = await customerIdOf(chat);
    if (customerId === undefined) return asked;
    const suited = await shop.suggest({
      customerId,
      personalised: true,
      wanted: found,
      now: clock.now(),
      count: most,
    });
    const titleOf = (id: string) => shop.item(id)?.title ?? id;
    const suggested = suited.map(({ product, reasons }) =>
      actionOf(product, reasons.map((reason) => reasonText(reason, titleOf)).join('; '), language),
    );
    return [...suggested, ...asked];
  };
}

function actionOf({ title, offers: [best] }: FoundProduct, reason: string, language: Language): NextAction {
  const cost = best.cost ? formatMoney(best.cost, language) : undefined;
  const named = best.url ? `[${title}](${best.url})` : title;
  return {
    kind: 'product',
    title: cost ? `${title}, ${cost}` : title,
    text: `${named}${cost ? `: ${cost}` : ''} (${best.shop})`,
    reason,
    url: best.url ?? null,
  };
}

/** For agents, not for shoppers: these sentences stay at the desk. */
function reasonText(reason: Reason, titleOf: (id: string) => string): string {
  switch (reason.kind) {
    case 'complements':
      return `goes with ${reason.owned.slice(0, 2).map(titleOf).join(', ')}`;
    case 'upgrade':
      return `better than ${titleOf(reason.instead)}`;
    case 'bought-together':
      return `${Math.round(reason.share * 100)} % who have ${titleOf(reason.item)} bought it too`;
    case 'bought-again':
      return `bought ${reason.times} times before`;
    default:
      return reason.kind.replaceAll('-', ' ');
  }
}

/** The shop's id of the customer behind a chat, when the shop's back end vouches for them. */
export async function shopIdOf(keeper: CustomerKeeper, { shopper }: Chat): Promise<string | undefined> {
  if (!shopper.verified) return undefined;
  const customer = await customerOfUser(keeper, { channel: shopper.channel, userId: shopper.id });
  return customer?.shopCustomerIds[0];
}
