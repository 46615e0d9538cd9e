/** What the desk's API answers, as types. The server checks each answer against its declared shape before it sends it. */
import type { DeskSettings } from '../../../src/desk/settings.ts';
import type { Agent, Chat } from '../../../src/desk/shapes.ts';

export type { Agent, Board, Chat, Notice } from '../../../src/desk/shapes.ts';

export type Settings = DeskSettings;

export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly who: string;
  readonly act: string;
  readonly target: string | null;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface Block {
  readonly shopper: string;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  readonly until: number;
}

export interface Me {
  readonly me: Agent;
  readonly hasPassword: boolean;
  readonly preferences: Readonly<Record<string, unknown>>;
}

export interface SignedInBrowser {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly createdAt: number;
  readonly usedAt: number;
  readonly current: boolean;
}

export interface StreamGrant {
  readonly conversationId: string;
  readonly token: string;
  readonly streamUrl: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface PageSeen {
  readonly at: number;
  readonly url: string | null;
  readonly title: string | null;
}

export interface Suggestion {
  readonly id: string;
  /** Such as `faq:returns`. */
  readonly source: string;
  readonly title: string;
  /** Markdown, ready to be sent. */
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly why: string;
}

/** A product or an act that would help now. */
export interface NextAction {
  readonly kind: 'product' | 'act';
  readonly title: string;
  readonly text: string;
  readonly reason: string;
  readonly url: string | null;
}

export interface Assist {
  readonly suggestions: readonly Suggestion[];
  readonly actions: readonly NextAction[];
}

/** What an agent knows before the first word. */
export interface Card {
  readonly asked: readonly { readonly at: number; readonly text: string }[];
  readonly tried: readonly {
    readonly question: string;
    readonly answered: string | null;
    readonly source: string | null;
    readonly confidence: number | null;
    readonly zone: 'answer' | 'offer' | 'decline';
  }[];
  readonly form: Readonly<Record<string, string>>;
  readonly mood: string | null;
  readonly page: PageSeen | null;
  readonly path: readonly PageSeen[];
  readonly cart: { readonly total: string | null; readonly items: readonly string[] } | null;
  readonly orders: readonly string[];
  readonly draft: Suggestion | null;
}

export interface Order {
  readonly number: string;
  readonly status: string;
  readonly placedAt: number;
  readonly total: string | null;
  readonly expectedOn: string | null;
  readonly trackingUrl: string | null;
  readonly lines: readonly { readonly title: string; readonly quantity: number }[];
}

export interface CustomerPanel {
  readonly name: string | null;
  readonly verified: boolean;
  readonly place: string | null;
  readonly timeZone: string | null;
  readonly emails: readonly string[];
  readonly since: number | null;
  readonly interests: readonly string[];
  readonly orders: readonly Order[];
  readonly chats: readonly {
    readonly id: string;
    readonly caseId: string;
    readonly openedAt: number;
    readonly disposition: string | null;
    readonly agent: string | null;
    readonly score: number | null;
    readonly preview: string | null;
  }[];
  readonly alerts: readonly { readonly id: string; readonly text: string; readonly state: string }[];
}

export interface Canned {
  readonly id: string;
  readonly shortcut: string;
  readonly title: string;
  readonly body: { readonly en?: string | undefined; readonly zh?: string | undefined };
  readonly attachments: readonly CannedFile[];
  readonly used: number;
}

export interface CannedFile {
  readonly contentType: string;
  readonly contentUrl: string;
  readonly name: string;
}

export interface Filled {
  readonly text: string;
  readonly blanks: readonly string[];
  readonly attachments: readonly CannedFile[];
}

export interface Spread {
  readonly median: number | null;
  readonly p90: number | null;
}

/** What a supervisor sees at a glance. */
export interface Wall {
  readonly waiting: { readonly count: number; readonly oldest: number | null; readonly messages: number };
  readonly active: number;
  readonly atRisk: readonly Chat[];
  readonly flagged: readonly Chat[];
  readonly agents: readonly (Agent & {
    readonly active: number;
    readonly oldestUnanswered: number | null;
    readonly closedToday: number;
    readonly score: number | null;
    readonly hard: number;
  })[];
  readonly today: {
    readonly opened: number;
    readonly closed: number;
    readonly left: number;
    readonly waitMs: Spread;
    readonly firstReplyMs: Spread;
    readonly handlingMs: Spread;
    readonly score: number | null;
    readonly scores: number;
  };
  readonly botOnly: number;
}

/** A conversation that the bot has alone. */
export interface BotConversation {
  readonly id: string;
  readonly channel: string;
  readonly shopper: string;
  readonly name: string | null;
  readonly lastAt: number;
  readonly entries: number;
}

export interface AlertLine {
  readonly customer: { readonly id: string; readonly name?: string; readonly place?: string };
  readonly kind: string;
  readonly headline: string;
  readonly sentence: string;
  readonly because: string;
}

/** Who would be told what, and who would not. */
export interface AlertsPreview {
  readonly at: string;
  readonly told: readonly (AlertLine & {
    readonly channels: readonly string[];
    readonly when: string;
    readonly note?: string;
  })[];
  readonly notTold: readonly (AlertLine & { readonly reasons: readonly string[] })[];
  readonly setAside: readonly { readonly what: string; readonly reason: string }[];
  readonly failed: readonly { readonly kind: string; readonly reason: string }[];
}

export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string;
  readonly active: boolean;
  /** Why it was switched off. */
  readonly problem: string | null;
  readonly last: { readonly at: number; readonly status: number | null } | null;
}

export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly at: number;
  readonly attempts: number;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly status: number | null;
  readonly error: string | null;
}
