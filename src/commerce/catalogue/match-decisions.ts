/** What the merchant said about two offers: the same product, or not. It is remembered and always wins. */
import type { Database, Statement } from '../../store/index.ts';

export interface OfferRef {
  readonly shop: string;
  readonly id: string;
}

export interface MatchDecision {
  readonly a: OfferRef;
  readonly b: OfferRef;
  readonly verdict: 'same' | 'different';
  /** Who decided, for the record. */
  readonly by: string;
  readonly at: number;
}

/** Remembers a decision; the latest about a pair holds. Run `recogniseOffers` afterwards to let it take effect. */
export async function decideMatch(database: Database, decision: MatchDecision): Promise<void> {
  const [a, b] = inOrder(decision.a, decision.b);
  const lookAgain: Statement = {
    sql: `UPDATE offer SET recognised = 2 WHERE recognised = 1 AND
            ((shop_id = $1 AND id = $2) OR (shop_id = $3 AND id = $4) OR product_id IN
              (SELECT product_id FROM offer WHERE (shop_id = $1 AND id = $2) OR (shop_id = $3 AND id = $4)))`,
    params: [a.shop, a.id, b.shop, b.id],
  };
  await database.write([
    {
      sql: `INSERT INTO match_decision (shop_a, offer_a, shop_b, offer_b, verdict, decided_by, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (shop_a, offer_a, shop_b, offer_b) DO UPDATE SET verdict = excluded.verdict,
              decided_by = excluded.decided_by, at = excluded.at`,
      params: [a.shop, a.id, b.shop, b.id, decision.verdict, decision.by, decision.at],
    },
    lookAgain,
  ]);
}

/** A pair is stored once, the lesser offer first. */
export function inOrder(a: OfferRef, b: OfferRef): [OfferRef, OfferRef] {
  return a.shop < b.shop || (a.shop === b.shop && a.id <= b.id) ? [a, b] : [b, a];
}
