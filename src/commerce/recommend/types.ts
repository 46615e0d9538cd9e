/** What the recommender is told: purchases as they happened and the little it must know of each item. */

export const dayMs = 86_400_000;

/** One line of an order. */
export interface Purchase {
  readonly customer: string;
  readonly item: string;
  /** When it was ordered, milliseconds since the epoch. */
  readonly at: number;
  /** The order it stood in; lines of one order form a basket. */
  readonly order: string;
  readonly quantity: number;
}

/** What the models read of an item. Items that were never sold may be listed too. */
export interface ItemFacts {
  readonly id: string;
  readonly title: string;
  /** In the shop's own currency; absent when unknown. */
  readonly price?: number;
  /** Prices are compared within it. */
  readonly category?: string;
}

/** The number of the UTC day `at` lies in. */
export function dayOf(at: number): number {
  return Math.floor(at / dayMs);
}
