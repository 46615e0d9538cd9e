/** What a customer agreed to: per purpose and channel, the last word counting. */
import type { Language } from '../core/language.ts';

/** service: news of one's own orders and questions · personalisation: using what one bought · marketing: offers and events. */
export const purposes = ['service', 'personalisation', 'marketing'] as const;
export type Purpose = (typeof purposes)[number];

/**
 * `chat` is the shop's own widget, `push` is web push; a messaging channel goes by its own name (`telegram`, `whatsapp`
 * …). Personalisation is not of any channel: it is kept under `all`.
 */
export type ReachChannel = string;
export const reachChannels = ['chat', 'email', 'push'] as const;

/** A channel's name as it may be stored. */
export const channelPattern = /^[a-z][a-z0-9-]{0,29}$/;

export interface Consent {
  readonly purpose: Purpose;
  readonly channel: ReachChannel;
  readonly granted: boolean;
  /** Unix ms. */
  readonly at: number;
}

/** One yes or no as it was said: what the shop must be able to show. */
export interface ConsentChange {
  readonly purpose: Purpose;
  readonly channel: ReachChannel;
  readonly granted: boolean;
  /** Where it was given: `conversation:ID`, `page:/path`, `mail:ID`, `import`, `signal:gpc`. */
  readonly givenIn: string;
  /** The very words that were agreed to, or with which it was withdrawn. */
  readonly wording: string;
  readonly language: Language;
}

/** By what name consent goes for a conversation's channel: Direct Line is the shop's chat, a mailbox is e-mail. */
export function reachChannelOf(conversationChannel: string): ReachChannel {
  return reachNames.get(conversationChannel) ?? conversationChannel.toLowerCase();
}

const reachNames: ReadonlyMap<string, ReachChannel> = new Map([
  ['directline', 'chat'],
  ['mail', 'email'],
]);

export function purposeOf(text: string): Purpose | undefined {
  return purposes.find((purpose) => purpose === text);
}

/** Whether the last word on this purpose and channel was yes; undefined when nothing was ever said. */
export function lastWord(
  consents: readonly Consent[],
  purpose: Purpose,
  channel: ReachChannel,
): Consent | undefined {
  return consents.find((consent) => consent.purpose === purpose && consent.channel === channel);
}
