/**
 * An outside agent hub that stands in for our desk: conversations are offered to it, what shoppers write goes on to it,
 * what its agents answer comes back. While it does not take one, or no longer answers, our own queue has it.
 */
import type { Conversation, ConversationLog, Draft, Feeds } from '../../conversations/index.ts';
import type { Clock } from '../../core/clock.ts';
import { hasCode, messageOf } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { Database, Statement } from '../../store/index.ts';
import type { Announcer } from '../announce.ts';
import type { Cases } from '../cases.ts';
import { type Handling, spoken, updateCase, waitingButtons } from '../handling.ts';
import type { Chat } from '../shapes.ts';
import type { Speech } from '../speech.ts';
import { endOfConversation, forwarded, handoffInitiation, shopperTypes } from './activities.ts';
import type { Handoff, Handoffs } from './handoffs.ts';

export interface HubParts {
  readonly url: string;
  /** Known to both sides: each sends it as bearer. */
  readonly secret: string;
  readonly database: Database;
  readonly conversations: ConversationLog;
  readonly feeds: Pick<Feeds, 'committed'>;
  readonly handoffs: Handoffs;
  readonly cases: Cases;
  readonly handling: Handling;
  readonly speech: Speech;
  readonly announcer: Announcer;
  /** True when somebody of our own is there to take what the hub does not. */
  readonly somebodyHere: () => Promise<boolean>;
  /** Our address, to which the hub answers. */
  readonly address: () => string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

const lookEveryMs = 500;
const timeoutMs = 10_000;
const mostAtOnce = 20;
/** A shopper waits meanwhile: an offer is given up sooner than a conversation that the hub has. */
const offerWaitsMs = [500, 2_000];
const forwardWaitsMs = [500, 2_000, 5_000, 15_000];
const mostTranscript = 1_000;

export function createHub(parts: HubParts) {
  const { database, conversations, feeds, handoffs, cases, handling, speech, announcer, clock, ids, log } =
    parts;
  let stopped = false;
  let stopTimer = () => {};
  let round: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    await handoffs.recover();
    await Promise.all((await handoffs.take(mostAtOnce)).map(follow));
  }

  /** Brings one handoff on. Never rejects: the lease runs out and it is tried again. */
  async function follow(handoff: Handoff): Promise<void> {
    try {
      const conversation = await conversations.find(handoff.conversationId);
      if (!conversation) return;
      if (handoff.state === 'offered') await offer(handoff, conversation);
      else if (conversation.owner === 'hub') await forward(handoff, conversation);
      else await takeBack(conversation);
    } catch (error) {
      log.warn(
        { conversation: handoff.conversationId, error: messageOf(error) },
        'A handoff could not go on',
      );
    }
  }

  async function offer(handoff: Handoff, conversation: Conversation): Promise<void> {
    // Somebody of our own was faster, or the shopper has left the line.
    if (conversation.owner !== 'queue') return void (await database.write([handoffs.over(conversation.id)]));
    const chat = await cases.need(conversation.id);
    const transcript = await conversations.read(conversation.id, { limit: mostTranscript, audience: 'all' });
    const facts = { conversation, chat, transcript, address: parts.address() };
    const failed = await post(handoffInitiation(`${chat.caseId}.initiate`, clock.now(), facts));
    if (failed !== undefined) {
      const wait = offerWaitsMs[handoff.attempts];
      if (wait !== undefined) await database.write([handoffs.later(conversation.id, wait)]);
      else await keepHere(chat, failed);
      return;
    }
    try {
      await move(conversation, chat, {
        to: 'hub',
        set: { status: 'active', accepted_at: clock.now() },
        drafts: [speech.mark(spoken(chat), 'hub', '')],
        also: [handoffs.opened(conversation.id, transcript.at(-1)?.watermark ?? 0)],
      });
    } catch (error) {
      if (!hasCode(error, 'store.conflict')) throw error;
      await takeBack(conversation);
    }
  }

  async function forward(handoff: Handoff, conversation: Conversation): Promise<void> {
    const entries = await conversations.read(conversation.id, { after: handoff.forwarded, audience: 'all' });
    for (const entry of entries) {
      if (entry.sender !== 'user' || entry.type !== 'message') continue;
      const failed = await post(forwarded(entry, parts.address()));
      if (failed === undefined) {
        await database.write([handoffs.told(conversation.id, entry.watermark)]);
        continue;
      }
      const wait = forwardWaitsMs[handoff.attempts];
      if (wait !== undefined) return void (await database.write([handoffs.later(conversation.id, wait)]));
      return bringHome(conversation, failed);
    }
    await database.write([handoffs.rest(conversation.id)]);
  }

  /** The hub is down and never had the chat: it waits in our queue, where it has been all the time. */
  async function keepHere(chat: Chat, why: string): Promise<void> {
    const here = await parts.somebodyHere();
    const drafts = [speech.mark(spoken(chat), 'hub-failed', why)];
    const entries = await conversations.append(chat.id, drafts, { also: [handoffs.over(chat.id)] });
    feeds.committed(entries);
    if (!here) await nobodyThere(chat);
    announcer.board();
  }

  /** The hub had it and no longer answers: the chat goes to the head of our queue. */
  async function bringHome(conversation: Conversation, why: string): Promise<void> {
    const chat = await cases.need(conversation.id);
    await move(conversation, chat, {
      to: 'queue',
      set: { status: 'waiting', agent_id: null, queued_at: clock.now() },
      drafts: [
        speech.mark(spoken(chat), 'hub-failed', why),
        speech.status(spoken(chat), { state: 'waiting', case: chat.caseId }),
        speech.sentence(spoken(chat), chat.shopper.language, 'desk.requeued', {}, waitingButtons),
      ],
      also: [
        {
          sql: `UPDATE desk_case SET place = (SELECT COALESCE(MIN(q.place), $1) - 1 FROM desk_case q WHERE q.status = 'waiting')
                WHERE id = $2`,
          params: [clock.now(), chat.caseId],
        },
        handoffs.over(conversation.id),
      ],
    });
    if (!(await parts.somebodyHere())) await nobodyThere(chat);
  }

  /** Nobody of our own either: the bot goes on, with an offer to leave a message. */
  async function nobodyThere(chat: Chat): Promise<void> {
    await handling.close(await cases.need(chat.id), { outcome: 'nobody' });
  }

  /** Tells the hub that the conversation is no longer its own. Said once: a hub that is down has lost it anyway. */
  async function takeBack(conversation: Conversation): Promise<void> {
    await database.write([handoffs.over(conversation.id)]);
    await post(endOfConversation(conversation, ids.next(), clock.now(), parts.address()));
  }

  /** The shopper writes. Said once and not waited for: it is over in a moment. Never rejects. */
  async function typing(conversationId: string): Promise<void> {
    try {
      const conversation = await conversations.find(conversationId);
      if (conversation?.owner !== 'hub') return;
      await post(shopperTypes(conversation, ids.next(), clock.now(), parts.address()));
    } catch (error) {
      log.debug({ conversation: conversationId, error: messageOf(error) }, 'Typing could not be told');
    }
  }

  async function move(
    conversation: Conversation,
    chat: Chat,
    change: {
      readonly to: 'hub' | 'queue';
      readonly set: Parameters<typeof updateCase>[1];
      readonly drafts: readonly Draft[];
      readonly also: readonly Statement[];
    },
  ): Promise<void> {
    const { entries } = await conversations.changeOwner({
      conversation,
      to: change.to,
      drafts: change.drafts,
      also: [updateCase(chat.caseId, change.set, chat.status), ...change.also],
    });
    feeds.committed(entries);
    announcer.board();
  }

  /** What went wrong; undefined when the hub has taken it. */
  async function post(activity: object): Promise<string | undefined> {
    try {
      const response = await fetch(parts.url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: { authorization: `Bearer ${parts.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(activity),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `the hub answers ${response.status}`;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return `the hub cannot be reached: ${messageOf(cause)}`;
    }
  }

  function run(): void {
    if (stopped) return;
    round = look()
      .catch((error: unknown) => log.warn({ error: messageOf(error) }, 'The hub could not be served'))
      .finally(() => {
        if (!stopped) stopTimer = clock.after(lookEveryMs, run);
      });
  }

  return {
    start: run,
    typing,
    async close(): Promise<void> {
      stopped = true;
      stopTimer();
      await round;
    },
  };
}

export type Hub = ReturnType<typeof createHub>;
