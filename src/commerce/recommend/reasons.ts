/** Why an item is recommended, as facts that hold; a sentence is made of them elsewhere, per language. */
import type { Attribute, PriceClass } from './shop-item.ts';

/** Item ids throughout; `owned` are items the customer bought and kept. */
export type Reason =
  /** It is what they asked for. */
  | { readonly kind: 'asked-for' }
  /** It goes with what they own; `class` when all that is named, and the offer, are of this class. */
  | {
      readonly kind: 'complements';
      readonly rule: string;
      readonly owned: readonly string[];
      readonly class?: PriceClass;
    }
  /** Better than `instead`, which they asked for or look at. */
  | {
      readonly kind: 'upgrade';
      readonly rule: string;
      readonly instead: string;
      readonly price: 'lower' | 'same' | 'higher';
      /** Its price less that of `instead`, in the shop's currency. */
      readonly difference: number;
      readonly justReleased: boolean;
      /** The attribute that grew. */
      readonly gain?: { readonly attribute: string; readonly from: Attribute; readonly to: Attribute };
      /** What they own that it is of use for: `count` items in all, the latest of them named. */
      readonly collection?: { readonly count: number; readonly owned: readonly string[] };
    }
  | {
      readonly kind: 'bought-together';
      readonly item: string;
      /** Share, 0…1, of the customers of `item` who also bought this. */
      readonly share: number;
      /** Whether the customer owns `item`, has it in the cart, or looks at it. */
      readonly through: Through;
    }
  /** Bought by them on `times` different orders, the last at `lastAt`. */
  | { readonly kind: 'bought-again'; readonly times: number; readonly lastAt: number }
  /** By an artist or of a brand they own `owned` of. */
  | {
      readonly kind: 'same-artist' | 'same-brand';
      readonly name: string;
      readonly owned: readonly string[];
    }
  | { readonly kind: 'similar'; readonly item: string; readonly through: Through }
  /** Customers with purchases like theirs bought it. */
  | { readonly kind: 'taste' }
  /** Ordered on `count` customer days of the last `days` days. */
  | { readonly kind: 'popular'; readonly days: number; readonly count: number }
  /** Their history was not looked at, because they do not want that. */
  | { readonly kind: 'not-personalised' };

export type Through = 'owned' | 'cart' | 'page';
