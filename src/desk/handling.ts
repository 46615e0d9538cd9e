/**
 * Who has a chat: every change of it is one write with the conversation's owner and fencing number, the load of the
 * agents, the case, and what the log tells of it. Two people can never hold the same chat, nor anybody more than
 * fits. The order of the rows is always agents (by id), conversation, case, so that writes never wait in a circle.
 */
import type { Conversation, ConversationLog, Draft, Feeds, Owner } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Statement, Value } from '../store/index.ts';
import type { Agents } from './agents.ts';
import type { Announcer } from './announce.ts';
import type { Cases } from './cases.ts';
import type { DeskSettings } from './settings.ts';
import type { Agent, Chat } from './shapes.ts';
import type { Speech } from './speech.ts';
import { happeningOf, type Tell } from './webhooks/index.ts';
import { weightOf } from './weight.ts';

export interface HandlingParts {
  readonly conversations: ConversationLog;
  readonly feeds: Pick<Feeds, 'committed'>;
  readonly agents: Agents;
  readonly cases: Cases;
  readonly settings: () => DeskSettings;
  readonly speech: Speech;
  readonly announcer: Announcer;
  readonly clock: Clock;
  /** What other systems are told of it, committed with it. */
  readonly tell: Tell;
  /** What thanks a shopper by e-mail for their message. */
  readonly thanking: (chat: Chat) => Statement[];
  /** Told of each change once it is committed: `chat.accepted`, `chat.closed` … */
  readonly happened: (event: string, chat: Chat, facts?: Readonly<Record<string, unknown>>) => void;
}

export interface Wrapup {
  readonly outcome: 'closed' | 'handed-back' | 'left' | 'spam' | 'nobody';
  readonly disposition?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** How a chat comes back to the queue. */
export interface Requeue {
  /** For the desk: why. */
  readonly note: string;
  /** Before all others, since it has waited once already. */
  readonly head: boolean;
  readonly skills?: readonly string[] | undefined;
  /** Only people of it shall take it; null: of any. */
  readonly team?: string | null | undefined;
  /** The sentence the shopper gets. */
  readonly says: string;
}

export type Handling = ReturnType<typeof createHandling>;

export function createHandling(parts: HandlingParts) {
  const { conversations, feeds, agents, cases, settings, speech, announcer, clock, happened, tell } = parts;

  /**
   * Gives a waiting chat to an agent.
   * @throws ShopdeskError `chat.taken` when somebody was faster, `agent.conflict` when no further chat fits.
   */
  async function claim(chatId: string, agentId: string): Promise<Chat> {
    const chance = await cases.claimable(chatId, agentId);
    if (chance === 'full') throw full();
    if (chance === 'taken') throw taken();
    const [chat, agent] = await Promise.all([cases.need(chatId), agents.need(agentId)]);
    if (chat.status !== 'waiting') throw taken();
    return give(chat, agent, { from: chat.kind === 'chat' ? ['queue'] : ['bot', 'queue'] });
  }

  /** Gives an open chat to an agent, whoever has it now of `from`. */
  async function give(
    chat: Chat,
    agent: Agent,
    { from, force = false }: { from: readonly ('bot' | 'queue' | 'agent')[]; force?: boolean },
  ): Promise<Chat> {
    const conversation = await find(chat.id);
    const holder = holderOf(conversation.owner);
    if (!from.includes(holder === undefined ? (conversation.owner === 'queue' ? 'queue' : 'bot') : 'agent'))
      throw taken();
    if (holder === agent.id) return chat;
    const now = clock.now();
    const told = chat.kind === 'chat' || holder !== undefined;
    await commit(chat, conversation, {
      to: `agent:${agent.id}`,
      agents: [
        ...(holder !== undefined && chat.status === 'active' ? [unload(holder, chat.weight)] : []),
        load(agent.id, chat.weight, now, force),
      ],
      set: {
        status: 'active',
        agent_id: agent.id,
        last_agent_id: agent.id,
        accepted_at: now,
        snoozed_until: null,
      },
      drafts: [
        speech.status(spoken(chat), { state: 'accepted', case: chat.caseId, agent: agent.name }),
        ...(told
          ? [speech.sentence(spoken(chat), chat.shopper.language, 'desk.accepted', { name: agent.name })]
          : []),
      ],
      tells: tell(
        'chat.accepted',
        happeningOf({ ...chat, status: 'active', agent: { id: agent.id, name: agent.name } }),
      ),
    }).catch(async (error: unknown) => {
      if (!hasCode(error, 'store.conflict')) throw error;
      throw (await fits(agent.id, chat.weight)) || force ? taken() : full();
    });
    announcer.chat(agent.id, chat.id, 'claimed');
    if (holder !== undefined) announcer.chat(holder, chat.id, 'moved');
    const after = await cases.need(chat.id);
    happened('chat.accepted', after);
    return after;
  }

  /** Puts a chat that an agent has back into the queue. */
  async function requeue(chat: Chat, { note, head, skills, team, says }: Requeue): Promise<void> {
    const conversation = await find(chat.id);
    const holder = holderOf(conversation.owner);
    if (holder === undefined) throw taken();
    const now = clock.now();
    // A message waits by itself: its shopper has gone, or talks to the bot meanwhile.
    const isChat = chat.kind === 'chat';
    await commit(chat, conversation, {
      to: isChat ? 'queue' : 'bot',
      agents: chat.status === 'active' ? [unload(holder, chat.weight)] : [],
      set: {
        status: 'waiting',
        agent_id: null,
        queued_at: now,
        snoozed_until: null,
        ...(skills && { skills: JSON.stringify(skills) }),
        ...(team !== undefined && { team }),
        weight: weightOf(settings(), {
          kind: chat.kind,
          channel: chat.shopper.channel,
          skills: skills ?? chat.skills,
        }),
      },
      // Before whoever is first now: places only ever go down there.
      ...(head && {
        place: "(SELECT COALESCE(MIN(q.place), $1) - 1 FROM desk_case q WHERE q.status = 'waiting')",
      }),
      ...(!head && { placeValue: now }),
      drafts: [
        speech.mark(spoken(chat), 'requeued', note),
        speech.status(spoken(chat), { state: isChat ? 'waiting' : 'bot', case: chat.caseId }),
        ...(isChat ? [speech.sentence(spoken(chat), chat.shopper.language, says, {}, waitingButtons)] : []),
      ],
      tells: tell('chat.queued', happeningOf({ ...chat, status: 'waiting', agent: null }, { again: true })),
    });
    announcer.chat(holder, chat.id, 'moved');
    happened('chat.requeued', chat, { note });
  }

  /** Ends what people do for this chat: the bot has it again, with what it remembered. */
  async function close(chat: Chat, { outcome, disposition, tags }: Wrapup): Promise<void> {
    const conversation = await find(chat.id);
    if (chat.closedAt !== null) throw taken();
    const holder = holderOf(conversation.owner);
    const now = clock.now();
    const rate = outcome === 'closed';
    const isThanked = rate && wroteByMail(chat) && settings().thankedFor.includes(disposition ?? '');
    const thanks = isThanked ? parts.thanking(chat) : [];
    const says = {
      closed: isThanked ? 'desk.closed.thanks' : 'desk.closed',
      'handed-back': 'desk.handed-back',
      left: 'desk.left',
      nobody: 'desk.hub.nobody',
      spam: undefined,
    }[outcome];
    const set = {
      status: 'closed',
      closed_at: now,
      outcome,
      snoozed_until: null,
      waiting_since: null,
      unread: 0,
      ...(disposition !== undefined && { disposition }),
      ...(tags && { tags: JSON.stringify(tags) }),
    };
    const drafts = [
      speech.mark(spoken(chat), outcome, disposition ?? ''),
      speech.status(spoken(chat), {
        state: rate ? 'closed' : 'bot',
        case: chat.caseId,
        agent: chat.agent?.name,
        ...(rate && { rate }),
      }),
      ...(says
        ? [
            speech.sentence(
              spoken(chat),
              chat.shopper.language,
              says,
              { case: chat.caseId },
              rate ? ratingButtons : outcome === 'nobody' ? ['leave-message.title'] : [],
            ),
          ]
        : []),
    ];
    const unloaded = holder !== undefined && chat.status === 'active' ? [unload(holder, chat.weight)] : [];
    const tells = tell(
      'chat.closed',
      happeningOf(
        { ...chat, status: 'closed' },
        { outcome, disposition: disposition ?? null, tags: tags ?? chat.tags },
      ),
    );
    if (conversation.owner === 'bot') {
      // A message that nobody has taken: the bot had the conversation all the time.
      const entries = await conversations.append(chat.id, drafts.slice(0, 1), {
        also: [updateCase(chat.caseId, set), ...thanks, ...tells],
      });
      feeds.committed(entries);
    } else {
      await commit(chat, conversation, {
        to: 'bot',
        agents: unloaded,
        set,
        drafts,
        tells: [...thanks, ...tells],
      });
    }
    if (holder !== undefined) announcer.chat(holder, chat.id, 'closed');
    announcer.board();
    happened('chat.closed', { ...chat, status: 'closed', outcome, closedAt: now });
  }

  /** Lays a chat aside until `until`, or until the shopper writes; it takes up no room of the agent's meanwhile. */
  async function snooze(chat: Chat, until: number): Promise<void> {
    const holder = chat.agent?.id;
    if (holder === undefined || chat.status !== 'active') throw taken();
    await layAside(chat, unload(holder, chat.weight), { status: 'snoozed', snoozed_until: until });
    announcer.chat(holder, chat.id, 'snoozed');
  }

  /** Takes a snoozed chat up again: with its agent where it fits, else at the head of the queue. */
  async function wake(chat: Chat): Promise<void> {
    const holder = chat.agent?.id;
    if (holder === undefined || chat.status !== 'snoozed') return;
    try {
      await layAside(chat, load(holder, chat.weight, undefined, false), {
        status: 'active',
        snoozed_until: null,
      });
      announcer.chat(holder, chat.id, 'woken');
    } catch (error) {
      if (!hasCode(error, 'conversation.conflict') || (await fits(holder, chat.weight))) throw error;
      await requeue(chat, { note: 'snoozed until now', head: true, says: 'desk.requeued' });
    }
  }

  async function layAside(chat: Chat, agent: Statement, set: Readonly<Record<string, Value>>): Promise<void> {
    const drafts = [speech.mark(spoken(chat), String(set.status), '')];
    const entries = await conversations.append(chat.id, drafts, {
      before: [agent],
      also: [updateCase(chat.caseId, set, chat.status)],
    });
    feeds.committed(entries);
    announcer.board();
  }

  async function commit(
    chat: Chat,
    conversation: Conversation,
    move: {
      readonly to: Owner;
      readonly agents: readonly Statement[];
      readonly set: Readonly<Record<string, Value>>;
      readonly place?: string;
      readonly placeValue?: number;
      readonly drafts: readonly Draft[];
      readonly tells: readonly Statement[];
    },
  ): Promise<void> {
    const { entries } = await conversations.changeOwner({
      conversation,
      to: move.to,
      before: [...move.agents].sort((one, other) => agentOf(one).localeCompare(agentOf(other))),
      drafts: move.drafts,
      also: [
        updateCase(chat.caseId, move.set, chat.status),
        ...(move.place
          ? [
              {
                sql: `UPDATE desk_case SET place = ${move.place} WHERE id = $2`,
                params: [clock.now(), chat.caseId],
              },
            ]
          : []),
        ...(move.placeValue === undefined ? [] : [updateCase(chat.caseId, { place: move.placeValue })]),
        ...move.tells,
      ],
    });
    feeds.committed(entries);
    announcer.board();
  }

  async function find(chatId: string): Promise<Conversation> {
    const conversation = await conversations.find(chatId);
    if (!conversation) throw new ShopdeskError('chat.unknown', 'There is no such chat at the desk.');
    return conversation;
  }

  async function fits(agentId: string, weight: number): Promise<boolean> {
    const { load: held, capacity } = await agents.need(agentId);
    return held + weight <= capacity;
  }

  return { claim, give, requeue, close, snooze, wake };
}

/** Shown under what is said to somebody who waits; keys of knowledge/replies. */
export const waitingButtons: readonly string[] = ['desk.button.bot', 'desk.button.leave'];
/** In this order: where choices are numbered, the number is that of the stars. */
/** They wait for an answer in their mailbox, not in front of a chat. */
const wroteByMail = ({ shopper, kind }: Chat) => shopper.channel === 'mail' || kind === 'message';

export const ratingButtons: readonly string[] = [
  'desk.rate.1',
  'desk.rate.2',
  'desk.rate.3',
  'desk.rate.4',
  'desk.rate.5',
];

export const spoken = ({ id, shopper }: Chat) => ({ id, channel: shopper.channel, userId: shopper.id });

/** The agent's id of an owner; undefined for the bot and the queue. */
export function holderOf(owner: Owner): string | undefined {
  return owner.startsWith('agent:') ? owner.slice(6) : undefined;
}

/** `status`: the case must still be in it. */
export function updateCase(caseId: string, set: Readonly<Record<string, Value>>, status?: string): Statement {
  const names = Object.keys(set);
  const sets = names.map((name, index) => `${name} = $${index + 2}`).join(', ');
  const still = status === undefined ? '' : ` AND status = $${names.length + 2}`;
  return {
    sql: `UPDATE desk_case SET ${sets} WHERE id = $1${still}`,
    params: [caseId, ...Object.values(set), ...(status === undefined ? [] : [status])],
    expect: 'one',
  };
}

/** @param force gives it beyond what fits: only a supervisor may. */
function load(agentId: string, weight: number, assignedAt: number | undefined, force: boolean): Statement {
  return {
    sql: `UPDATE desk_agent SET load = load + $2, assigned_at = COALESCE(CAST($3 AS BIGINT), assigned_at)
          WHERE id = $1 AND disabled_at IS NULL${force ? '' : ' AND load + $2 <= capacity'}`,
    params: [agentId, weight, assignedAt ?? null],
    expect: 'one',
  };
}

function unload(agentId: string, weight: number): Statement {
  return {
    sql: 'UPDATE desk_agent SET load = load - $2 WHERE id = $1',
    params: [agentId, weight],
    expect: 'one',
  };
}

const agentOf = ({ params }: Statement) => String(params?.[0]);
const taken = () => new ShopdeskError('chat.taken', 'Somebody else has this chat, or it is over.');
const full = () => new ShopdeskError('agent.conflict', 'No further chat fits: close or pass on one first.');
