/** What an alert is made of: one thing to tell one customer, with its reason, its offer and its end. */

import type { Money } from '../core/money.ts';
import type { Purpose } from '../customers/index.ts';
import type { AlertKindName } from './kind-names.ts';

export { type AlertKindName, alertKinds } from './kind-names.ts';

/** A blank of a sentence: a text, a number, or something that each language writes in its own way. */
export type Blank =
  | string
  | number
  | { readonly money: Money }
  /** A moment at a place; `timeKnown: false` for a bare day. */
  | { readonly at: number; readonly zone: string; readonly timeKnown: boolean }
  | { readonly day: number; readonly zone: string }
  /** The merchant's own words. */
  | { readonly en: string; readonly zh: string };

/** A sentence of `knowledge/replies` with what stands in its blanks. */
export interface Sentence {
  readonly key: string;
  readonly blanks: Readonly<Record<string, Blank>>;
}

export interface AlertLink {
  /** Key of the button's title in `knowledge/replies`. */
  readonly title: string;
  /** http or https, or a path of the server itself. */
  readonly url: string;
}

/** What is told, in no language yet: it is put into words when it is sent. */
export interface Telling {
  readonly headline: Sentence;
  readonly sentence: Sentence;
  /** Ends "You get this because …"; the true reason, told to whoever asks. */
  readonly because: Sentence;
  readonly links: readonly AlertLink[];
  readonly image?: string | undefined;
}

export interface Proposal {
  readonly kind: AlertKindName;
  /** The same thing for the same customer has the same key, whoever finds it and however often. */
  readonly dedupeKey: string;
  /** The person's id. */
  readonly customerId: string;
  readonly purpose: Purpose;
  /** The best first where not all may be told. */
  readonly score: number;
  /** Not before. */
  readonly dueAt: number;
  /** Not worth telling from then on. */
  readonly expiresAt: number;
  /** Products and performers it is about: `product:ID`, `order:ID`, `performer:KEY`; `everybody`. */
  readonly about: readonly string[];
  readonly telling: Telling;
  /** They asked for exactly this: it needs no interest and no further consent than their wish. */
  readonly wishId?: string | undefined;
  /** Id of the merchant's rule. */
  readonly rule?: string | undefined;
}

/** Why somebody is not told. Codes are stable; the words are for the operator. */
export interface Obstacle {
  readonly code:
    | 'no-consent'
    | 'no-channel'
    | 'opted-out'
    | 'too-far'
    | 'no-place'
    | 'cancelled'
    | 'postponed'
    | 'sold-out'
    | 'tribute'
    | 'outside-window'
    | 'just-bought'
    | 'complained'
    | 'declined'
    | 'told-before'
    | 'held-out'
    | 'expired'
    | 'unknown-customer';
  readonly reason: string;
}
