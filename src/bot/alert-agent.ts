/** The alerts' room as intents see it. */
export type { AlertAgent, NewWish, ToldAlert, Wish } from '../alerts/index.ts';
