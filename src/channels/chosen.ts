/** What a person chose: a pressed button, or the number of a choice on a platform that has no buttons. */
import { activityOf, type ConversationLog } from '../conversations/index.ts';
import type { Channel, Message } from './channel.ts';
import { choiceValues, readChoiceId } from './reply.ts';
import { turnsIn } from './turns.ts';

/** So far back our last answer is looked for. */
const lookBack = 20;

/** What the choice says; undefined when the message is no choice, and says what it says. */
export async function chosenValue(
  conversations: Pick<ConversationLog, 'read' | 'find'>,
  conversationId: string,
  channel: Channel,
  { pressed, text }: Message,
): Promise<string | undefined> {
  if (pressed)
    return (await pressedValue(conversations, conversationId, pressed.id)) ?? pressed.title ?? pressed.id;
  const number = numberIn(text);
  if (number === undefined) return undefined;
  const offered = await lastOffered(conversations, conversationId, channel.renderTurn !== undefined);
  const { buttons, mostButtons = Number.POSITIVE_INFINITY, longestButton } = channel.shows;
  const isOneCut = offered.some(({ title }) => title.length > (longestButton ?? Number.POSITIVE_INFINITY));
  const areNumbered = buttons === 'numbered' || offered.length > mostButtons || isOneCut;
  return areNumbered ? offered[number - 1]?.value : undefined;
}

async function pressedValue(
  conversations: Pick<ConversationLog, 'read'>,
  conversationId: string,
  id: string,
): Promise<string | undefined> {
  const choice = readChoiceId(id);
  if (!choice) return undefined;
  const [entry] = await conversations.read(conversationId, {
    after: choice.watermark - 1,
    limit: 1,
    audience: 'all',
  });
  if (entry?.watermark !== choice.watermark) return undefined;
  return choiceValues(activityOf(entry))[choice.index]?.value;
}

/** What the last answer of ours offered. */
async function lastOffered(
  conversations: Pick<ConversationLog, 'read' | 'find'>,
  conversationId: string,
  isJoined: boolean,
): Promise<{ title: string; value: string }[]> {
  const watermark = (await conversations.find(conversationId))?.watermark ?? 0;
  const after = Math.max(0, watermark - lookBack);
  const entries = await conversations.read(conversationId, { after, limit: lookBack, audience: 'all' });
  // Only what was said last: a number may as well answer the question that came after the choices.
  const last = turnsIn(entries, true).findLast(([{ sender }]) => sender !== 'user') ?? [];
  const offers = last.map((entry) => choiceValues(activityOf(entry))).filter(({ length }) => length > 0);
  return isJoined ? offers.flat() : (offers.at(-1) ?? []);
}

/** "2", "2.", "(2)", "２", "第2个". */
export function numberIn(text: string | undefined): number | undefined {
  const folded = text?.normalize('NFKC').trim() ?? '';
  const [, digits] = /^(?:第|no\.?|#|\()?\s*(\d{1,2})\s*(?:[.)。、]|个|号)?$/i.exec(folded) ?? [];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}
