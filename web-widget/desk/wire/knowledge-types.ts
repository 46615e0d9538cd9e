/** What the API answers of the shop's knowledge, as types. */

export interface EntryText {
  readonly question: string;
  readonly phrasings: readonly string[];
  readonly counterExamples: readonly string[];
  /** Markdown. */
  readonly answer: string;
}

export interface Content {
  readonly owner: string;
  /** Last day, such as `2027-01-31`. */
  readonly validUntil: string | null;
  readonly links: readonly {
    readonly title: string | { readonly en: string; readonly zh: string };
    readonly url: string;
  }[];
  readonly texts: { readonly en?: EntryText | undefined; readonly zh?: EntryText | undefined };
}

export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface EntrySummary {
  readonly id: string;
  readonly questions: { readonly en?: string | undefined; readonly zh?: string | undefined };
  readonly owner: string;
  readonly validUntil: string | null;
  readonly state: 'good' | 'expiring' | 'expired' | 'stale';
  readonly phrasings: number;
  readonly up: number;
  readonly down: number;
  readonly asked: number;
  readonly changedAt: number;
}

export interface EntryDetail extends EntrySummary {
  readonly content: Content;
  readonly text: string;
  readonly version: string;
}

interface Outcome {
  readonly zone: 'answer' | 'offer' | 'decline';
  readonly entry: string | null;
}

export interface Preview {
  readonly problems: readonly Problem[];
  readonly questions: number;
  readonly changed: readonly {
    readonly text: string;
    readonly times: number;
    readonly before: Outcome;
    readonly after: Outcome;
  }[];
  readonly stolen: readonly { readonly phrasing: string; readonly from: string; readonly by: string }[];
  readonly duplicates: readonly { readonly phrasing: string; readonly entry: string }[];
}

export interface KnowledgeChange {
  readonly id: string;
  readonly at: number;
  readonly who: string;
  readonly entry: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly undoOf: string | null;
}

export interface Thumb {
  readonly chat: string;
  readonly message: string;
  readonly at: number;
  readonly entry: string | null;
  readonly verdict: 'up' | 'down';
  readonly comment: string | null;
  readonly question: string | null;
  readonly answer: string | null;
}

export type GapState = 'new' | 'drafted' | 'done' | 'ignored';

export interface Gap {
  readonly id: string;
  readonly state: GapState;
  readonly question: string;
  readonly count: number;
  readonly conversations: number;
  readonly examples: readonly string[];
  readonly nearest: { readonly entry: string; readonly confidence: number } | null;
  readonly last: number;
  readonly reopened: boolean;
  readonly note: string | null;
  readonly draft: string | null;
  readonly entry: string | null;
}

export interface KnowledgeDraft {
  readonly id: string;
  readonly entry: string;
  readonly isNew: boolean;
  readonly version: string | null;
  readonly content: Content;
  readonly problems: readonly Problem[];
  readonly chat: string | null;
  readonly gap: string | null;
  readonly by: string;
  readonly at: number;
}
