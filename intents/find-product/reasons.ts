/** Reasons of the recommender as sentences of the shop's. */
import type { Reason, ShopAgent, Turn } from '../../src/kit.ts';

const mostNamed = 2;

/** One reason as Markdown sentences; more than one only for an upgrade. That it is new is said by the card's badge. */
export function reasonSentences(turn: Turn, shop: ShopAgent, reason: Reason): string[] {
  return reason.kind === 'upgrade'
    ? upgradeSentences(turn, shop, reason)
    : [reasonSentence(turn, shop, reason)];
}

function reasonSentence(turn: Turn, shop: ShopAgent, reason: Exclude<Reason, { kind: 'upgrade' }>): string {
  const names = (ids: readonly string[]) => listed(turn, ids.slice(0, mostNamed).map(titleIn(shop)));
  switch (reason.kind) {
    case 'complements': {
      const key = reason.class === undefined ? 'reason.complements' : `reason.complements.${reason.class}`;
      return turn.sentence(key, { owned: names(reason.owned) });
    }
    case 'bought-together':
      return turn.sentence('reason.bought-together', {
        percent: Math.round(reason.share * 100),
        item: names([reason.item]),
      });
    case 'same-artist':
    case 'same-brand':
      return turn.sentence(`reason.${reason.kind}`, { name: reason.name, owned: names(reason.owned) });
    case 'similar':
      return turn.sentence('reason.similar', { item: names([reason.item]) });
    case 'popular':
      return turn.sentence('reason.popular', { count: reason.count, days: reason.days });
    default:
      return turn.sentence(`reason.${reason.kind}`);
  }
}

function upgradeSentences(
  turn: Turn,
  shop: ShopAgent,
  reason: Extract<Reason, { kind: 'upgrade' }>,
): string[] {
  const { gain, collection } = reason;
  const sentences: string[] = [];
  if (gain && turn.knowledge.replies.has(`reason.gain.${gain.attribute}`)) {
    const { from, to } = gain;
    sentences.push(turn.sentence(`reason.gain.${gain.attribute}`, { from: String(from), to: String(to) }));
  }
  sentences.push(turn.sentence(`reason.upgrade.${reason.price}`, { instead: titleIn(shop)(reason.instead) }));
  if (collection) {
    const categories = new Set(collection.owned.map((id) => shop.item(id)?.category));
    const [category] = categories;
    const known = `reason.collection.${category}`;
    const key = categories.size === 1 && turn.knowledge.replies.has(known) ? known : 'reason.collection';
    const owned = listed(turn, collection.owned.slice(0, mostNamed).map(titleIn(shop)));
    sentences.push(turn.sentence(key, { count: collection.count, owned }));
  }
  return sentences;
}

/** `a, b and c` as the language writes it. */
function listed(turn: Turn, names: readonly string[]): string {
  return names.reduce((first, last, at) =>
    turn.phrase(at === names.length - 1 ? 'list.and' : 'list.comma', { first, last }),
  );
}

function titleIn(shop: ShopAgent) {
  return (id: string): string => shop.item(id)?.title ?? id;
}
