/** What every reader of a shop's export yields: one typed offer, or one refusal with its row and reason. */
import type { Money } from '../../core/money.ts';
import type { OfferTax } from '../tax/tax.ts';

export type Availability = 'in-stock' | 'out-of-stock' | 'preorder' | 'backorder' | 'unknown';
export type Condition = 'new' | 'refurbished' | 'used';

/** One offer as its shop states it; nothing is matched or judged yet. */
export interface RawOffer {
  /** The shop's own id of the offer, unique within one source. */
  readonly id: string;
  readonly title: string;
  /** Plain text: tags are stripped, entities decoded. */
  readonly description: string;
  readonly brand?: string;
  /** Checked by its check digit; a wrong one is left out. */
  readonly gtin?: string;
  readonly mpn?: string;
  readonly sku?: string;
  /** From the widest to the narrowest. */
  readonly categories: readonly string[];
  /** What is asked now; absent when the source gives none. */
  readonly price?: Money;
  /** The price before a reduction, when there is one. */
  readonly regularPrice?: Money;
  readonly shipping?: Money;
  readonly tax?: OfferTax;
  readonly unitPrice?: { readonly price: Money; readonly per: string };
  readonly availability: Availability;
  readonly condition?: Condition;
  readonly url?: string;
  readonly image?: string;
  readonly colour?: string;
  /** False for drafts and hidden offers, which shoppers must not see. */
  readonly published: boolean;
}

/** `row` counts the records of the source from 1, the header not counted. */
export interface Refusal {
  readonly row: number;
  /** Stable code such as `import.duplicate` or `money.range`. */
  readonly code: string;
  readonly reason: string;
}

export type Read<Item> =
  | { readonly kind: 'read'; readonly row: number; readonly item: Item }
  | ({ readonly kind: 'refused' } & Refusal);

export interface SourceOptions {
  /** ISO 4217, for prices that name no currency. */
  readonly currency?: string;
  /** Milliseconds since the epoch: decides whether a dated sale price holds. */
  readonly now: number;
}

/** A file or response body as it arrives. Node's streams are one of these. */
export type Bytes = AsyncIterable<Uint8Array>;

/** No field of an offer is longer; beyond it the text is cut, as it is not a shop's own words any more. */
export const longestText = 20_000;
/** Rows with more fields are no product export; the file is refused. */
export const mostColumns = 2_000;
/** One record may not be larger, in characters: memory stays bounded whatever the file holds. */
export const largestRecord = 2_000_000;
