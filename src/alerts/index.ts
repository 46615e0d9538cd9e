/** The alerts' room: what the shop says unasked, to whom, when, and why. */
export type { AlertAgent, NewWish, ToldAlert } from './agent.ts';
export { type Alerts, type AlertsParts, createAlerts, type RunReport } from './alerts.ts';
export type { NearbyEvent } from './events/upcoming.ts';
export { alertLifeShape, unsettledAlertShape } from './operator-shapes.ts';
export { settlements } from './outbox/unsettled.ts';
export { alertOverview } from './overview.ts';
export { alertTables } from './personal-data.ts';
export type { Preview } from './preview-lines.ts';
export { alertRulesFile, readAlertRules } from './rules.ts';
export { type Wish, type WishKind, wishKinds } from './wishes/wish.ts';
export { whenInWords } from './words/words.ts';
export type { AlertWorker } from './worker.ts';
