/** What every kind of alert works with when it looks for news, and what it finds. */
import type { CatalogueSnapshot, Rule } from '../commerce/index.ts';
import type { Language } from '../core/language.ts';
import type { Log } from '../core/log.ts';
import type { Database } from '../store/index.ts';
import type { AlertKindName, Obstacle, Proposal } from './alert.ts';
import type { Performers } from './events/performers.ts';
import type { Views } from './kinds/viewed.ts';
import type { People } from './people.ts';
import type { ChangedProducts } from './prices/changed-products.ts';
import type { AlertRules } from './rules.ts';

export interface Look {
  readonly database: Database;
  readonly people: People;
  readonly rules: AlertRules;
  readonly performers: Performers;
  readonly catalogue: () => Promise<CatalogueSnapshot>;
  /** The shop's answer to a question, Markdown; undefined when nobody has written one. */
  readonly answerOf: (question: string, language: Language) => string | undefined;
  /** The merchant's rules about products. */
  readonly productRules: () => readonly Rule[];
  /** Where the merchant's own shop is; undefined when nobody knows. */
  readonly shopPlace: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly changedProducts: ChangedProducts;
  readonly views: () => Promise<Views>;
  readonly log: Log;
  /** What happened after `since` and up to `now` is news. */
  readonly since: number;
  readonly now: number;
  /** Also name those who would be told but for something, and what. */
  readonly withObstacles: boolean;
}

/** One customer and one thing to tell them; with obstacles they are not told. */
export interface Finding {
  readonly proposal: Proposal;
  readonly obstacles: readonly Obstacle[];
}

/** Something that happened and is told to nobody, such as a concert that was called off. */
export interface SetAside {
  readonly what: string;
  readonly obstacle: Obstacle;
}

/** Findings come in pages, so that memory stays small and others get their turn in between. */
export interface FindingPage {
  readonly findings: readonly Finding[];
  readonly setAside?: readonly SetAside[];
}

/** One kind of alert. Its module says what sets it off, who may want to know, what they are told and until when. */
export interface AlertKind {
  readonly name: AlertKindName;
  /**
   * Looks through everything once a day, besides what is new: customers change, too. `'only'`: what happens in between
   * is no news to it.
   */
  readonly daily?: boolean | 'only';
  /** When this changes, everything is looked through at once and not only the next day. At most some hundred letters. */
  readonly occasion?: (rules: AlertRules, now: number) => string;
  find(look: Look): AsyncIterable<FindingPage>;
}
