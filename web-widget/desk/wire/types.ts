/**
 * What the desk's API answers, as types: the server's own declarations, so that the two cannot differ. The server checks
 * each answer against its declared shape before it sends it.
 */
import type { Card, CustomerPanel, NextAction, Suggestion } from '../../../src/desk/beside/shapes.ts';
import type { Filled } from '../../../src/desk/canned.ts';
import type { Agent } from '../../../src/desk/shapes.ts';
import type { Wall } from '../../../src/desk/wall-shape.ts';

export type {
  Preview as AlertsPreview,
  PreviewLine as AlertLine,
} from '../../../src/alerts/preview-lines.ts';
export type { AuditEntry } from '../../../src/desk/audit.ts';
export type { Card, CustomerPanel, NextAction, Suggestion } from '../../../src/desk/beside/shapes.ts';
export type { Canned, Filled } from '../../../src/desk/canned.ts';
export type { DeskSettings as Settings } from '../../../src/desk/settings.ts';
export type { Agent, Board, Chat, Notice } from '../../../src/desk/shapes.ts';
export type { Wall } from '../../../src/desk/wall-shape.ts';
export type { Delivery, Webhook } from '../../../src/desk/webhooks/shapes.ts';

export type PageSeen = Card['path'][number];
export type Order = CustomerPanel['orders'][number];
export type CannedFile = Filled['attachments'][number];
export type Spread = Wall['today']['waitMs'];
export interface Assist {
  readonly suggestions: readonly Suggestion[];
  readonly actions: readonly NextAction[];
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

/** A conversation that the bot has alone. */
export interface BotConversation {
  readonly id: string;
  readonly channel: string;
  readonly shopper: string;
  readonly name: string | null;
  readonly lastAt: number;
  readonly entries: number;
}
