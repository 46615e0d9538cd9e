/**
 * What is said to an outside hub, as Bot Framework activities. A handoff begins with the event that `EventFactory.
 * createHandoffInitiation` of the Bot Framework SDK makes: its value is the context, its attachment the transcript.
 */
import { type Conversation, type Entry, wireJson } from '../../conversations/index.ts';
import type { Activity } from '../../core/activity.ts';
import type { Chat } from '../shapes.ts';

/** The account under which the shop speaks to the hub. */
const shopAccount = { id: 'shopdesk', role: 'bot' as const };

export interface HandoffContext {
  readonly conversation: Conversation;
  readonly chat: Chat;
  /** What the shopper has seen so far. */
  readonly transcript: readonly Entry[];
  /** Our address, to which the hub answers. */
  readonly address: string;
}

/** `handoff.initiate`: the hub is asked to take the conversation. */
export function handoffInitiation(id: string, nowMs: number, facts: HandoffContext): object {
  const { conversation, chat, transcript, address } = facts;
  const user = shopperOf(conversation);
  return {
    type: 'event',
    name: 'handoff.initiate',
    ...toHub(conversation, user, id, nowMs, address),
    relatesTo: {
      channelId: conversation.channel,
      serviceUrl: address,
      conversation: { id: conversation.id },
      user,
      bot: shopAccount,
    },
    value: {
      case: chat.caseId,
      reason: chat.reason,
      reasonDetail: chat.reasonDetail,
      language: chat.shopper.language,
      mood: chat.mood,
      skills: chat.skills,
      priority: chat.priority,
      shopper: { id: chat.shopper.id, name: chat.shopper.name, verified: chat.shopper.verified },
      replyTo: `${address}/api/hub/activities`,
    },
    attachments: [
      {
        contentType: 'application/json',
        name: 'Transcript',
        content: { activities: transcript.map((entry) => JSON.parse(wireJson(entry))) },
      },
    ],
    entities: [],
  };
}

/** What the shopper wrote, as it is in the log. */
export function forwarded(entry: Entry, address: string): object {
  const activity: Activity = JSON.parse(wireJson(entry));
  return { ...activity, serviceUrl: address, conversation: { id: entry.conversationId } };
}

/** The hub no longer has the conversation. */
export function endOfConversation(
  conversation: Conversation,
  id: string,
  nowMs: number,
  address: string,
): object {
  return {
    type: 'endOfConversation',
    ...toHub(conversation, shopAccount, id, nowMs, address),
  };
}

/** The shopper is writing. */
export function shopperTypes(conversation: Conversation, id: string, nowMs: number, address: string): object {
  return { type: 'typing', ...toHub(conversation, shopperOf(conversation), id, nowMs, address) };
}

/** What every activity of ours begins with. */
function toHub(
  { id: conversationId, channel }: Conversation,
  from: object,
  id: string,
  nowMs: number,
  address: string,
): object {
  return {
    id,
    timestamp: new Date(nowMs).toISOString(),
    channelId: channel,
    serviceUrl: address,
    from,
    recipient: { id: 'hub' },
    conversation: { id: conversationId },
  };
}

const shopperOf = ({ userId, userName }: Conversation) => ({ id: userId, name: userName, role: 'user' });
