/** The desk: people behind the bot, the queue before them, and what they do with a chat. */
export { addAdmin } from './add-admin.ts';
export { type Agents, insertAgent, type NewAgent, type Presence, type Role } from './agents.ts';
export { deskFeed, feedOf } from './announce.ts';
export * from './answers.ts';
export { type Actor, difference } from './audit.ts';
export * from './beside/shapes.ts';
export { attachmentShape, cannedFields, cannedShape, filledShape } from './canned.ts';
export { heardByDesk } from './cases.ts';
export { changePreview } from './change-preview.ts';
export { createDesk, type Desk, type DeskParts } from './desk.ts';
export { type HandoffRule, handoffFile, handoffRule, readHandoffRules } from './handoff-rules.ts';
export type { DeskDoor, HandOver, Outlook } from './handover.ts';
export { type HubActivity, hubActivityShape, wakeHandoff } from './hub/index.ts';
export {
  createKnowledgeDesk,
  type KnowledgeDesk,
  type KnowledgeDeskParts,
} from './knowledge/knowledge-desk.ts';
export * from './knowledge/shapes.ts';
export { createSharedEdits } from './knowledge/shared-edits.ts';
export { keepOpeningHours, type OpeningHoursKeeper } from './opening-hours.ts';
export { openingHoursShape } from './opening-hours-shape.ts';
export { deskTables } from './personal-data.ts';
export { type Assignment, type FreeAgent, type RoutingRules, route, type WaitingChat } from './routing.ts';
export type { Session, SignedIn } from './sessions.ts';
export { deskSettingsShape } from './settings.ts';
export * from './shapes.ts';
export { houseEvents } from './shopper.ts';
export { type Device, shortestPassword } from './sign-in.ts';
export { maskedAddress } from './transcript-mails.ts';
export { wallShape } from './wall-shape.ts';
export * from './webhooks/index.ts';
