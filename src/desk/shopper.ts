/** What a shopper does while people have the conversation: gives up waiting, goes back to the bot, sends marks. */
import { z } from 'zod';
import { activityOf, type Received } from '../conversations/index.ts';
import { messageOf } from '../core/errors.ts';
import { languages } from '../core/language.ts';
import type { Log } from '../core/log.ts';
import type { Cases } from './cases.ts';
import { type Handling, holderOf } from './handling.ts';
import type { Speech } from './speech.ts';
import type { Talking } from './talking.ts';

const marksShape = z.object({
  got: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  read: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});

/** Events of a shopper's client that are acted on at once and never kept. */
export const passingEvents: ReadonlySet<string> = new Set(['desk/marks', 'desk/queue']);

/** Events by which the house speaks: from a shopper's client they would be forged. */
export const houseEvents: ReadonlySet<string> = new Set(['desk/mark', 'desk/status', 'desk/changed']);

export function createShopperEar({
  handling,
  talking,
  cases,
  speech,
  tellPlace,
  log,
}: {
  handling: Handling;
  talking: Talking;
  cases: Cases;
  speech: Speech;
  /** Tells who waits their place and how long it may take. */
  tellPlace: (conversationId: string) => Promise<void>;
  log: Log;
}) {
  /** Hears each entry of a shopper whose conversation is not the bot's. Never rejects. */
  async function heard({ conversation, entry }: Received): Promise<void> {
    try {
      const activity = activityOf(entry);
      const wish = wishOf(activity.type, activity.name, activity.text);
      if (wish && (conversation.owner === 'queue' || conversation.owner === 'hub')) {
        const chat = await cases.need(conversation.id);
        if (chat.status === 'waiting' || conversation.owner === 'hub') {
          await handling.close(chat, { outcome: wish === 'leave' ? 'left' : 'handed-back' });
        }
        return;
      }
      if (activity.type !== 'message') return;
      const snoozed = await talking.heard(conversation.id, holderOf(conversation.owner));
      if (snoozed) await handling.wake(snoozed);
    } catch (error) {
      log.warn(
        { conversation: conversation.id, error: messageOf(error) },
        'What a shopper sent could not be followed',
      );
    }
  }

  /** A button of the widget, or its words on a channel that has no buttons. */
  function wishOf(type: string, name?: string, text?: string): 'leave' | 'bot' | undefined {
    if (type === 'event') return name === 'desk/leave' ? 'leave' : name === 'desk/bot' ? 'bot' : undefined;
    const said = text?.trim().toLowerCase();
    if (!said) return undefined;
    const means = (key: string) =>
      languages.some((language) => speech.phrase(language, key).toLowerCase() === said);
    return means('desk.button.leave') ? 'leave' : means('desk.button.bot') ? 'bot' : undefined;
  }

  /** Takes an event that is not kept; false for one that is none of these. Never rejects. */
  function passing(conversationId: string, name: string | undefined, value: unknown): boolean {
    if (name === undefined || !passingEvents.has(name)) return false;
    if (name === 'desk/queue') {
      tellPlace(conversationId).catch((error: unknown) => {
        log.warn(
          { conversation: conversationId, error: messageOf(error) },
          'A place in the line could not be told',
        );
      });
      return true;
    }
    const marks = marksShape.safeParse(value);
    if (marks.success) {
      talking.shopperMarks(conversationId, marks.data).catch((error: unknown) => {
        log.warn({ conversation: conversationId, error: messageOf(error) }, 'A mark could not be kept');
      });
    }
    return true;
  }

  return { heard, passing };
}
