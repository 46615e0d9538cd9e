/** What a turn may do for whoever is writing: everything of the customers' room, bound to this conversation's user. */
import type { Conversation } from '../conversations/index.ts';
import {
  type ConsentChange,
  type CustomerFacts,
  type CustomerKeeper,
  type CustomerProfile,
  consentStatements,
  customerOfUser,
  ensureRecord,
  reachChannelOf,
  updateFacts,
} from '../customers/index.ts';

export interface CustomerAgent {
  /** The channel by which consent for this conversation goes: `chat`, `telegram` … */
  readonly channel: string;
  /** Records what was agreed to or withdrawn in this conversation, at once. A visitor gets a record by that. */
  consent(changes: readonly Omit<ConsentChange, 'givenIn'>[]): Promise<void>;
  /** Keeps what the customer says of themselves. */
  tell(facts: CustomerFacts): Promise<void>;
}

export interface CustomerAgents {
  /** Who writes in this conversation, as far as it is proved or they said so here. */
  customerOf(conversation: Conversation): Promise<CustomerProfile | undefined>;
  agentFor(conversation: Conversation, customer: CustomerProfile | undefined): CustomerAgent;
}

export function createCustomerAgents(keeper: CustomerKeeper): CustomerAgents {
  return {
    customerOf: ({ channel, userId }) => customerOfUser(keeper, { channel, userId }),
    agentFor({ id, channel, userId }, customer) {
      /** Their record; a visitor's is made now. */
      const record = async () =>
        customer?.id ?? ensureRecord(keeper, { kind: 'channel', value: `${channel}:${userId}` }, 'signed');
      return {
        channel: reachChannelOf(channel),
        async consent(changes) {
          const given = changes.map((change) => ({ ...change, givenIn: `conversation:${id}` }));
          await keeper.database.write(consentStatements(keeper, await record(), given));
        },
        async tell(facts) {
          await keeper.database.write(updateFacts(await record(), facts));
        },
      };
    },
  };
}
