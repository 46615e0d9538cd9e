/** What a person chose: a pressed button, or the number of a choice on a platform that has no buttons. */
import { activityOf, type ConversationLog } from '../conversations/index.ts';
import type { Channel, Message } from './channel.ts';
import { choiceValues, readChoiceId } from './reply.ts';

/** So far back a number is looked for; older ones mean nothing any more. */
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
  const offered = await lastOffered(conversations, conversationId);
  const { buttons, mostButtons = Number.POSITIVE_INFINITY } = channel.shows;
  const areNumbered = buttons === 'numbered' || offered.length > mostButtons;
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

/** What the last thing that offered choices offered. */
async function lastOffered(
  conversations: Pick<ConversationLog, 'read' | 'find'>,
  conversationId: string,
): Promise<{ value: string }[]> {
  const watermark = (await conversations.find(conversationId))?.watermark ?? 0;
  const after = Math.max(0, watermark - lookBack);
  const entries = await conversations.read(conversationId, { after, limit: lookBack, audience: 'all' });
  const offers = entries
    .filter(({ sender }) => sender !== 'user')
    .map((entry) => choiceValues(activityOf(entry)));
  return offers.findLast((choices) => choices.length > 0) ?? [];
}

/** "2", "2.", "(2)", "２", "第2个". */
export function numberIn(text: string | undefined): number | undefined {
  const folded = text?.normalize('NFKC').trim() ?? '';
  const [, digits] = /^(?:第|no\.?|#|\()?\s*(\d{1,2})\s*(?:[.)。、]|个|号)?$/i.exec(folded) ?? [];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}
