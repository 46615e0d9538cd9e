/** Asks for a consent in the chat, and keeps the answer with the very words that were agreed to. */
import type { Purpose } from '../customers/index.ts';
import type { Turn } from './turn.ts';

/** What can be asked for; each has its question in `knowledge/replies`. */
export const consentPurposes: readonly Purpose[] = ['service', 'personalisation', 'marketing'];

/**
 * Puts the question with its two buttons under what was said; the intent `consent` takes the answer. Ask where a thing
 * that the shopper wants needs it, and never because of a mere visit. Nothing is asked of a browser that says no to it.
 * @returns false when it was not asked.
 */
export function askConsent(turn: Turn, purpose: Purpose): boolean {
  if (turn.privacySignal || !turn.customers) return false;
  turn.ask('consent', `consent.${purpose}.ask`, { yes: 'consent.yes', no: 'consent.no', about: purpose });
  return true;
}
