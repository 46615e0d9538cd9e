/** Takes what a shopper sent: commits it, then acknowledges it, then lets the bot answer. */
import { draftOf, type Feeds, type TurnQueue } from '../../conversations/index.ts';
import type { Activity } from '../../core/activity.ts';
import type { Clock } from '../../core/clock.ts';
import { hasCode, messageOf, ShopdeskError } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import { type Desk, houseEvents } from '../../desk/index.ts';
import { badArgument, DirectLineError, forbidden, notFound } from './errors.ts';
import type { Incoming } from './incoming.ts';
import type { SendLimit } from './send-limit.ts';
import type { TokenClaims } from './tokens.ts';

/** What the channel hands on to the people of the desk. */
export interface DirectLineDesk {
  /** Takes an event that is acted on and not kept; false for one that is none of these. */
  passing: Desk['shopper']['passing'];
  /** A person at the desk sends something to the shopper. @returns the id of its entry. */
  agentSays(
    agentId: string,
    conversationId: string,
    said: Pick<Activity, 'text' | 'attachments'> & { readonly clientId: string | undefined },
  ): Promise<string>;
  /** The shopper writes. */
  typing(conversationId: string): void;
  /** Those of these sessions at the desk that still hold. */
  sessionsAlive(sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface AcceptParts {
  readonly turns: TurnQueue;
  readonly feeds: Feeds;
  readonly sendLimit: SendLimit;
  readonly desk: DirectLineDesk;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** What goes into the log and wakes the bot; the rest of the protocol's types mean nothing to it. */
const keptTypes: ReadonlySet<string> = new Set(['message', 'event', 'messageReaction']);

/**
 * @returns a function that calls `acknowledge` with the activity's id once it is stored, and throws a
 * DirectLineError when it is not: 404 unknown conversation, 409 too fast or not stored.
 */
export function createAccept({ turns, feeds, sendLimit, desk, clock, ids, log }: AcceptParts) {
  return async function accept(
    { user, conv, agent }: TokenClaims,
    { activity, clientActivityId }: Incoming,
    acknowledge: (id: string) => void,
  ): Promise<void> {
    if (agent !== undefined) {
      if (activity.type !== 'message') throw badArgument('People at the desk send messages only.');
      const { text, attachments } = activity;
      return acknowledge(await agentSays(agent, conv, { text, attachments, clientId: clientActivityId }));
    }
    // The desk shows marks as what the house itself noted: nobody else may make one.
    if (houseEvents.has(activity.name ?? '')) throw badArgument('Only the house says this.');
    const draft = draftOf(activity, { id: ids.next(), sender: 'user' });
    if (!keptTypes.has(draft.type)) {
      if (draft.type === 'typing' && sendLimit.allowsTyping(conv)) {
        const timestamp = new Date(clock.now()).toISOString();
        feeds.pass(conv, JSON.stringify({ ...activity, id: draft.id, timestamp }));
        desk.typing(conv);
      }
      return acknowledge(draft.id);
    }
    sendLimit.spend(conv);
    if (draft.type === 'event' && desk.passing(conv, activity.name, activity.value))
      return acknowledge(draft.id);
    const dedupeKey = clientActivityId && `${user} ${clientActivityId}`;
    const said = { conversationId: conv, draft, dedupeKey };
    await turns
      .hear(said, ({ entry }) => acknowledge(entry.id))
      .catch((error: unknown) => {
        if (hasCode(error, 'conversation.unknown')) throw notFound('There is no such conversation.');
        log.error({ conversation: conv, error: messageOf(error) }, 'A message could not be stored');
        // Real clients lose a message on 5xx without a word; this makes them offer to send it again.
        throw new DirectLineError(409, 'NotStored', 'The message could not be stored. Send it again.');
      });
  };

  async function agentSays(...said: Parameters<DirectLineDesk['agentSays']>): Promise<string> {
    try {
      return await desk.agentSays(...said);
    } catch (error) {
      if (error instanceof ShopdeskError && !error.code.startsWith('store.')) throw forbidden(error.message);
      throw error;
    }
  }
}
