/** What kinds about products share: who asked for it, and what they are told. */
import type { CustomerProfile } from '../../customers/index.ts';
import type { AlertKindName, Obstacle, Proposal, Sentence, Telling } from '../alert.ts';
import type { Finding, Look } from '../look.ts';
import type { ChangedProduct } from '../prices/changed-products.ts';
import { consentObstacles } from '../reach.ts';
import type { Wish } from '../wishes/wish.ts';

const dayMs = 86_400_000;

export interface ProductNews {
  readonly kind: AlertKindName;
  /** Customer and product are added. */
  readonly occasion: string;
  readonly product: Pick<ChangedProduct, 'id' | 'title' | 'image'>;
  readonly sentence: Sentence;
  readonly headline: Sentence;
  readonly because: Sentence;
  readonly url: string | undefined;
  readonly score: number;
  readonly days: number;
}

/** For somebody who asked for it. */
export function wishedNews({ now }: Look, person: CustomerProfile, wish: Wish, news: ProductNews): Finding {
  const proposal = proposalOf(person, 'service', news, now);
  return {
    proposal: { ...proposal, wishId: wish.id, score: 10 },
    obstacles: consentObstacles(person, 'service', false),
  };
}

/** For somebody chosen by what they did. */
export function chosenNews(
  { now }: Look,
  person: CustomerProfile,
  news: ProductNews,
  more: readonly Obstacle[] = [],
): Finding {
  return {
    proposal: proposalOf(person, 'marketing', news, now),
    obstacles: [...consentObstacles(person, 'marketing', true), ...more],
  };
}

function proposalOf(
  person: CustomerProfile,
  purpose: Proposal['purpose'],
  { kind, occasion, product, sentence, headline, because, url, score, days }: ProductNews,
  now: number,
): Proposal {
  const telling: Telling = {
    headline,
    sentence,
    because,
    links: url === undefined ? [] : [{ title: 'alert.product.open', url }],
    ...(product.image !== undefined && { image: product.image }),
  };
  return {
    kind,
    dedupeKey: `${person.id} ${product.id} ${occasion}`,
    customerId: person.id,
    purpose,
    score,
    dueAt: now,
    expiresAt: now + days * dayMs,
    about: [`product:${product.id}`],
    telling,
  };
}
