/**
 * Whoever brings the code of one conversation to a chat elsewhere has shown to be the same person: the two become
 * one customer, by a merge that is written down and can be taken back like any other.
 */
import { type Conversation, isErased } from '../conversations/index.ts';
import { hasCode } from '../core/errors.ts';
import {
  type CustomerKeeper,
  type CustomerProfile,
  customerOfUser,
  ensureRecord,
  mergeCustomers,
} from '../customers/index.ts';
import type { Chat } from './chats.ts';
import type { TellDesk } from './desk-note.ts';
import { accountOf } from './incoming-activity.ts';

export type JoinPersons = (conversation: Conversation, chat: Chat) => Promise<void>;

/** @returns a function that may be called again: one person stays one. */
export function createJoinPersons(customers: CustomerKeeper, tellDesk: TellDesk): JoinPersons {
  return async (conversation, { channel, person }) => {
    const here = { channel, userId: accountOf(channel, { id: person }).id };
    if (isErased(conversation) || conversation.userId === here.userId) return;
    const [there, other] = [await recordOf(conversation), await recordOf(here)];
    // Whom the shop knows by name goes on under that name.
    const [into, from] = isKnown(other) && !isKnown(there) ? [other, there] : [there, other];
    try {
      const evidence = `move ${here.userId}`;
      await mergeCustomers(customers, { from: from.id, into: into.id, proof: 'code', evidence });
    } catch (error) {
      if (!hasCode(error, 'customers.conflict')) throw error;
      await tellDesk(conversation.id, 'channel.two-customers', { channel }, `two customers ${here.userId}`);
    }
  };

  async function recordOf(user: {
    channel: string;
    userId: string;
  }): Promise<Pick<CustomerProfile, 'id' | 'shopCustomerIds'>> {
    const known = await customerOfUser(customers, user);
    if (known) return known;
    const value = `${user.channel}:${user.userId}`;
    return { id: await ensureRecord(customers, { kind: 'channel', value }, 'code'), shopCustomerIds: [] };
  }
}

function isKnown({ shopCustomerIds }: Pick<CustomerProfile, 'shopCustomerIds'>): boolean {
  return shopCustomerIds.length > 0;
}
