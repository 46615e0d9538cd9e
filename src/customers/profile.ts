/** A customer as the other rooms see them: one person over all channels, and whether they may be reached. */

import type { Language } from '../core/language.ts';
import { plainLetters } from '../core/plain-letters.ts';
import { type Consent, lastWord, type Purpose, type ReachChannel } from './consent.ts';

export interface CustomerPlace {
  /** As GeoNames writes it. */
  readonly city: string;
  readonly region?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Degrees; missing for a place that could not be found. */
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  /** Who said so: the customer, the shop, or the address of an order. */
  readonly from: 'chosen' | 'shop' | 'order';
}

export interface CustomerEmail {
  readonly address: string;
  /** Its owner showed that they read it, or the shop vouches for it: mail may be sent. */
  readonly confirmed: boolean;
  /** A code that was sent there, or the shop, proves that this customer is its owner: it opens orders. */
  readonly proved: boolean;
}

export type InterestKind = 'artist' | 'brand' | 'category';
export type InterestSource = 'purchase' | 'question' | 'view' | 'said';

export interface CustomerInterest {
  readonly kind: InterestKind;
  readonly name: string;
  /** Folded for comparing: see `interestKey`. */
  readonly key: string;
  /** As of the moment it was asked for; one purchase today is 1, half after a year. */
  readonly weight: number;
  readonly lastSeen: number;
  /** What speaks for it, the latest first: titles of purchases, words of questions. */
  readonly because: readonly string[];
  readonly sources: readonly InterestSource[];
}

export interface CustomerProfile {
  /** Of the person. Records that were merged into this one answer to it, too. */
  readonly id: string;
  /** Every record of the person; rows of other rooms may name any of them. */
  readonly recordIds: readonly string[];
  readonly name?: string | undefined;
  readonly language?: Language | undefined;
  /** IANA. */
  readonly timeZone?: string | undefined;
  readonly place?: CustomerPlace | undefined;
  /** Those that may be written to first. */
  readonly emails: readonly CustomerEmail[];
  /** The shop's own ids of the customer, as orders name them. */
  readonly shopCustomerIds: readonly string[];
  readonly channelUsers: readonly { readonly channel: string; readonly userId: string }[];
  readonly preferences: Readonly<Record<string, string>>;
  /** The last word on each purpose and channel. */
  readonly consents: readonly Consent[];
  /** Strongest first. Empty without consent to personalisation. */
  readonly interests: readonly CustomerInterest[];
  readonly createdAt: number;
  readonly seenAt: number;
}

export type ReachVerdict =
  | { readonly allowed: true; readonly since: number; readonly email?: string }
  | {
      readonly allowed: false;
      readonly reason: 'no-consent' | 'withdrawn' | 'no-address' | 'address-unconfirmed';
    };

/**
 * Whether this customer may be told something for this purpose on this channel. Mail needs a confirmed address besides
 * the consent, and the verdict names it. The one place that decides it: ask here before anything is sent.
 */
export function mayReach(
  { consents, emails }: Pick<CustomerProfile, 'consents' | 'emails'>,
  purpose: Purpose,
  channel: ReachChannel,
): ReachVerdict {
  const word = lastWord(consents, purpose, channel);
  if (!word?.granted) return { allowed: false, reason: word ? 'withdrawn' : 'no-consent' };
  if (channel !== 'email') return { allowed: true, since: word.at };
  const [best] = emails;
  if (!best) return { allowed: false, reason: 'no-address' };
  if (!best.confirmed) return { allowed: false, reason: 'address-unconfirmed' };
  return { allowed: true, since: word.at, email: best.address };
}

/** Whether what the customer bought and asked may be used to choose what they are shown. */
export function isPersonalised({ consents }: Pick<CustomerProfile, 'consents'>): boolean {
  return lastWord(consents, 'personalisation', 'all')?.granted ?? false;
}

/** Every id under which orders may name this customer; an order without a customer goes by its address. */
export function orderCustomerIds({
  shopCustomerIds,
  emails,
}: Pick<CustomerProfile, 'shopCustomerIds' | 'emails'>): string[] {
  return [
    ...shopCustomerIds,
    ...emails.filter(({ proved }) => proved).map(({ address }) => `mailto:${address}`),
  ];
}

/** A name of an artist, brand or category as it is compared: case, accents, marks and a leading "The" do not count. */
export function interestKey(name: string): string {
  return plainLetters(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '')
    .slice(0, 200);
}
