/**
 * What the desk's API answers, as types: the server's own declarations, so that the two cannot differ. The server checks
 * each answer against its declared shape before it sends it.
 */
import type { Card, CustomerPanel, NextAction, Suggestion } from '../../../src/desk/beside/shapes.ts';
import type { Filled } from '../../../src/desk/canned.ts';
import type { Wall } from '../../../src/desk/wall-shape.ts';

export type { AlertLife, UnsettledAlert } from '../../../src/alerts/operator-shapes.ts';
export type {
  Preview as AlertsPreview,
  PreviewLine as AlertLine,
} from '../../../src/alerts/preview-lines.ts';
export type {
  AuditEntry,
  Block,
  BotConversation,
  HoursAnswer,
  Me,
  SignedInBrowser,
  StreamGrant,
  Teams,
  Way,
} from '../../../src/desk/answers.ts';
export type { Card, CustomerPanel, NextAction, Suggestion } from '../../../src/desk/beside/shapes.ts';
export type { Canned, Filled } from '../../../src/desk/canned.ts';
export type { DeskSettings as Settings } from '../../../src/desk/settings.ts';
export type { Agent, Board, BoardChange, Chat, ListChange, Notice } from '../../../src/desk/shapes.ts';
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
