/** The alerts' room as intents see it. */
export type { AlertAgent, NearbyEvent, NewWish, ToldAlert, Wish } from '../alerts/index.ts';
export { whenInWords } from '../alerts/index.ts';
