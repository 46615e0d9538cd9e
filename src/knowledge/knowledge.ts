/** What the shop knows, as read from the `knowledge` folder: plain data, frozen, replaced as a whole. */
import type { Language } from '../core/language.ts';
import type { OpeningHours } from './hours.ts';

export interface Knowledge {
  /** In order of id. */
  readonly faq: readonly FaqEntry[];
  readonly replies: Replies;
  /** Keys of `replies` that the folder does not have: the program's own sentences stand in. */
  readonly lentReplies?: readonly string[];
  /** Groups of words that mean the same to this shop, per language: `['cd player', 'disc player']`. */
  readonly synonyms: readonly SynonymGroup[];
  /** When the shop's people are there; absent when the shop does not say. */
  readonly hours?: OpeningHours;
  /** Until when orders may come back; the usual where the shop does not say. */
  readonly orders?: OrderRules;
  /** The files of `rules/`, for the recommender to read: they are about products, which this room does not know. */
  readonly rules: readonly RulesFile[];
  /** Everything that could not be read this time; what is listed here still serves its last good version, if it had one. */
  readonly problems: readonly KnowledgeProblem[];
}

export interface OrderRules {
  /** Days after delivery within which an order may come back. */
  readonly returnDays: number;
  /** ISO dates: bought from the first to the second, it may come back until the third. */
  readonly longerReturns: readonly { readonly from: string; readonly to: string; readonly until: string }[];
}

export interface RulesFile {
  /** Its name within `rules/`. */
  readonly file: string;
  readonly text: string;
}

export interface FaqEntry {
  /** The file name without ending; stable, used in traces, feedback and links. */
  readonly id: string;
  /** Path relative to the knowledge folder. */
  readonly file: string;
  /** Who keeps this answer true. */
  readonly owner: string;
  /** Last day (ISO date, shop's time zone) on which the answer holds; after it the entry is not answered from. */
  readonly validUntil?: string;
  readonly links: readonly FaqLink[];
  /** One or both languages. */
  readonly texts: Readonly<Partial<Record<Language, FaqText>>>;
}

export interface FaqLink {
  /** One title for both languages, or one for each. */
  readonly title: string | Readonly<Record<Language, string>>;
  readonly url: string;
}

export interface FaqText {
  readonly question: string;
  /** Other ways shoppers ask it, without the question itself. */
  readonly phrasings: readonly string[];
  /** Questions that look alike but are not this one. */
  readonly counterExamples: readonly string[];
  /** Markdown. */
  readonly answer: string;
}

export interface SynonymGroup {
  readonly language: Language;
  readonly words: readonly string[];
}

export interface KnowledgeProblem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

/** Every sentence the bot may say, by key; several variants of one sentence are rotated. */
export type Replies = ReadonlyMap<string, Readonly<Record<Language, readonly string[]>>>;
