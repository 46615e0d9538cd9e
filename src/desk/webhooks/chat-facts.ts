/** What a webhook is told of a chat: enough to know which one and to look it up, and nothing that was said. */
import type { Chat } from '../shapes.ts';
import type { Happening } from './outbox.ts';

/** @param facts what has changed beside the chat itself. */
export function happeningOf(
  chat: Pick<Chat, 'id' | 'caseId' | 'kind' | 'status' | 'agent' | 'shopper' | 'reason' | 'openedAt'>,
  facts: Readonly<Record<string, unknown>> = {},
): Happening {
  const { id, caseId, kind, status, agent, shopper, reason, openedAt } = chat;
  return {
    conversationId: id,
    data: {
      chat: id,
      case: caseId,
      kind,
      status,
      agent,
      shopper: {
        id: shopper.id,
        name: shopper.name,
        language: shopper.language,
        channel: shopper.channel,
        verified: shopper.verified,
      },
      reason,
      openedAt: new Date(openedAt).toISOString(),
      ...facts,
    },
  };
}
