/** The face of this room: a question in, ranked intents and answers with a confidence and a reason out. */
import type { Language } from '../core/language.ts';

/** One thing a shopper can ask for: an FAQ answer or an intent. Both are ranked together. */
export interface BankEntry {
  readonly id: string;
  readonly kind: 'answer' | 'intent';
  /** What the merchant calls it ("cancel order"): says what it is about and is learnt beside the phrasings. */
  readonly name?: string;
  readonly phrasings: readonly Phrasing[];
  /** Questions that look alike but must not lead here. */
  readonly counterExamples?: readonly Phrasing[];
}

export interface Phrasing {
  readonly text: string;
  readonly language: Language;
}

export interface Candidate {
  readonly id: string;
  readonly kind: 'answer' | 'intent';
  /** The probability, from 0 to 1, that this is what was asked. */
  readonly confidence: number;
  readonly reason: Reason;
}

/** Why a candidate ranks where it does, for the operator's trace; never shown raw to a shopper. */
export interface Reason {
  /** The nearest phrasing of the candidate. */
  readonly phrasing: string;
  /** Words of the question that spoke for it, strongest first. */
  readonly words: readonly string[];
  /** Each method's own score before calibration, by name. */
  readonly scores: Readonly<Record<string, number>>;
}

export type Zone = 'answer' | 'offer' | 'decline';

export interface Understood {
  readonly text: string;
  readonly language: Language;
  /** Best first, at most five; empty when nothing in the bank shares anything with the question. */
  readonly candidates: readonly Candidate[];
  /** `answer`: say the first; `offer`: "did you mean" over the first three; `decline`: say honestly no. */
  readonly zone: Zone;
  /** The text with misspelt words corrected, when that reading won. */
  readonly corrected?: string;
}

/** Questions put into this are answered in about 0.1 ms; safe to call on the event loop. */
export interface Understander {
  understand(text: string, hints?: UnderstandingHints): Understood;
  /** Righter and slower: with sentence vectors when they come in time. Only there where an encoder stands by. */
  understandFully?(text: string, hints?: UnderstandingHints): Promise<Understood>;
}

export interface UnderstandingHints {
  /** The shopper's usual language, used when the text itself does not tell. */
  readonly language?: Language;
  /** Who asks, under any name: one alone does not decide how sure an answer must be for all others. */
  readonly asker?: string | undefined;
  /** Words of a question that was asked already, put otherwise: no question of its own. */
  readonly reread?: boolean;
}
