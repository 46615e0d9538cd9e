/** What an agent may do with a chat beside answering: pass it on, lay it aside, flag it, label it, block its shopper. */
import type { ConversationLog, Feeds } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Database } from '../store/index.ts';
import type { Agents } from './agents.ts';
import type { Announcer } from './announce.ts';
import { type Cases, insertCase } from './cases.ts';
import { type Handling, holderOf, spoken, updateCase, type Wrapup } from './handling.ts';
import type { DeskSettings } from './settings.ts';
import type { Agent, Chat } from './shapes.ts';
import type { Speech } from './speech.ts';
import type { Talking } from './talking.ts';
import { writeDeskTranscript } from './transcript.ts';
import { weightOf } from './weight.ts';

export interface TransferTo {
  readonly agentId?: string | undefined;
  readonly skills?: readonly string[] | undefined;
  readonly team?: string | undefined;
  readonly note?: string | undefined;
}

export type ChatActs = ReturnType<typeof createChatActs>;

export function createChatActs({
  database,
  conversations,
  agents,
  cases,
  handling,
  talking,
  announcer,
  settings,
  speech,
  feeds,
  clock,
  ids,
}: {
  database: Database;
  conversations: ConversationLog;
  agents: Agents;
  cases: Cases;
  handling: Handling;
  talking: Talking;
  announcer: Announcer;
  settings: () => DeskSettings;
  speech: Speech;
  feeds: Pick<Feeds, 'committed'>;
  clock: Clock;
  ids: Ids;
}) {
  /**
   * Passes a chat to a person, a team, or whoever has the skills: only such as are there now.
   * @throws ShopdeskError `agent.unavailable`
   */
  async function transfer(chat: Chat, by: Agent, to: TransferTo): Promise<Chat> {
    mayMove(chat, by);
    const everybody = await agents.all();
    const there = everybody.filter(({ presence, disabled }) => presence === 'online' && !disabled);
    const note = to.note ? `${by.name}: ${to.note}` : by.name;
    if (to.agentId !== undefined) {
      const target = there.find(({ id }) => id === to.agentId);
      if (!target) throw nobodyThere('That person is not there now.');
      if (to.note) await talking.note(chat, by, { text: to.note, mentions: [target.id] });
      const given = await handling.give(chat, target, { from: ['agent', 'queue'] });
      await talking.notice([target.id], 'assigned', chat.id, note);
      return given;
    }
    const { skills = [], team } = to;
    const able = there.some(
      (person) =>
        person.id !== by.id &&
        (team === undefined || person.team === team) &&
        skills.every((skill) => person.skills.includes(skill)),
    );
    if (!able) {
      throw nobodyThere(`Nobody ${team === undefined ? 'with these skills' : 'of this team'} is there now.`);
    }
    if (to.note) await talking.note(chat, by, { text: to.note });
    await handling.requeue(chat, {
      note,
      head: true,
      skills: team === undefined ? skills : chat.skills,
      team: team ?? null,
      says: 'desk.transferred',
    });
    return cases.need(chat.id);
  }

  /** A supervisor takes a chat over, from the bot, the queue, or another agent; beyond what fits, too. */
  async function takeOver(conversationId: string, by: Agent): Promise<Chat> {
    const chat = await cases.need(conversationId).catch((error: unknown) => {
      if (hasCode(error, 'chat.unknown')) return undefined;
      throw error;
    });
    if (chat && chat.closedAt === null) {
      return handling.give(chat, by, { from: ['bot', 'queue', 'agent'], force: true });
    }
    const conversation = await conversations.find(conversationId);
    if (!conversation || holderOf(conversation.owner) !== undefined) {
      throw new ShopdeskError('chat.unknown', 'There is no such chat at the desk.');
    }
    const caseId = `C-${ids
      .next()
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 8)
      .toUpperCase()}`;
    const weight = weightOf(settings(), { kind: 'chat', channel: conversation.channel, skills: [] });
    const language = conversation.locale?.startsWith('zh') ? 'zh' : 'en';
    const { entries } = await conversations.changeOwner({
      conversation,
      to: `agent:${by.id}`,
      before: [
        {
          sql: 'UPDATE desk_agent SET load = load + $3, assigned_at = $2 WHERE id = $1 AND disabled_at IS NULL',
          params: [by.id, clock.now(), weight],
          expect: 'one',
        },
      ],
      drafts: [
        speech.status(conversation, { state: 'accepted', case: caseId, agent: by.name }),
        speech.sentence(conversation, language, 'desk.accepted', { name: by.name }),
      ],
      also: [
        insertCase({
          id: caseId,
          conversationId,
          kind: 'chat',
          status: 'active',
          reason: 'agent',
          channel: conversation.channel,
          userId: conversation.userId,
          userName: conversation.userName,
          language,
          at: clock.now(),
          weight,
          agentId: by.id,
        }),
      ],
    });
    feeds.committed(entries);
    announcer.board();
    return cases.need(conversationId);
  }

  /** Gives an open chat to somebody, there or not, beyond what fits if need be. */
  async function assign(chatId: string, agentId: string): Promise<Chat> {
    const [chat, agent] = await Promise.all([cases.need(chatId), agents.need(agentId)]);
    const given = await handling.give(chat, agent, { from: ['queue', 'agent', 'bot'], force: true });
    await talking.notice([agentId], 'assigned', chatId, given.last?.text ?? '');
    return given;
  }

  /**
   * A chat of the desk may be read by everybody there; one that was the bot's alone by supervisors.
   * @throws ShopdeskError `chat.unknown`
   */
  async function mayListen(conversationId: string, by: Agent): Promise<void> {
    if (by.role !== 'agent' && (await conversations.find(conversationId))) return;
    await cases.need(conversationId);
  }

  async function close(chat: Chat, by: Agent, wrapup: Wrapup): Promise<Chat> {
    mayMove(chat, by);
    await handling.close(chat, wrapup);
    return cases.need(chat.id);
  }

  async function backToQueue(chat: Chat, by: Agent, note: string): Promise<Chat> {
    mayMove(chat, by);
    await handling.requeue(chat, { note: note || by.name, head: true, says: 'desk.requeued' });
    return cases.need(chat.id);
  }

  async function snooze(chat: Chat, by: Agent, until: number): Promise<Chat> {
    mayMove(chat, by);
    await handling.snooze(chat, until);
    return cases.need(chat.id);
  }

  async function wake(chat: Chat, by: Agent): Promise<Chat> {
    mayMove(chat, by);
    await handling.wake(chat);
    return cases.need(chat.id);
  }

  /** Raises or lowers a flag: the supervisors are told. */
  async function flag(chat: Chat, by: Agent, note: string | null): Promise<Chat> {
    const set =
      note === null ? { flagged_at: null, flag_note: null } : { flagged_at: clock.now(), flag_note: note };
    await database.write([updateCase(chat.caseId, set)]);
    if (note !== null) {
      const everybody = await agents.all();
      const supervisors = everybody.filter(
        ({ role, disabled, id }) => role !== 'agent' && !disabled && id !== by.id,
      );
      await talking.notice(
        supervisors.map(({ id }) => id),
        'flag',
        chat.id,
        `${by.name}: ${note}`,
      );
    }
    return changed(chat, 'flag');
  }

  async function label(
    chat: Chat,
    labels: {
      tags?: readonly string[] | undefined;
      priority?: number | undefined;
      skills?: readonly string[] | undefined;
      disposition?: string | null | undefined;
      email?: string | null | undefined;
    },
  ): Promise<Chat> {
    const set = {
      ...(labels.tags && { tags: JSON.stringify([...new Set(labels.tags)]) }),
      ...(labels.priority !== undefined && { priority: labels.priority }),
      ...(labels.skills && { skills: JSON.stringify(labels.skills) }),
      ...(labels.disposition !== undefined && { disposition: labels.disposition }),
      ...(labels.email !== undefined && { email: labels.email }),
    };
    if (Object.keys(set).length > 0) await database.write([updateCase(chat.caseId, set)]);
    return changed(chat, 'labels');
  }

  /** Keeps a shopper from people for a time, and ends their chat. */
  async function block(chat: Chat, by: Agent, reason: string, hours: number): Promise<void> {
    mayMove(chat, by);
    await database.write([
      {
        sql: `INSERT INTO desk_block (user_id, agent_id, reason, at, until_at) VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (user_id) DO UPDATE SET agent_id = excluded.agent_id, reason = excluded.reason,
                at = excluded.at, until_at = excluded.until_at`,
        params: [chat.shopper.id, by.id, reason, clock.now(), clock.now() + hours * 3_600_000],
      },
    ]);
    if (chat.closedAt === null) await handling.close(chat, { outcome: 'spam', disposition: 'spam' });
  }

  async function blocks() {
    const rows = await database.read(
      'SELECT user_id, agent_id, reason, at, until_at FROM desk_block WHERE until_at > $1 ORDER BY at DESC',
      [clock.now()],
    );
    return rows.map((row) => ({
      shopper: String(row.user_id),
      by: String(row.agent_id),
      reason: String(row.reason),
      at: Number(row.at),
      until: Number(row.until_at),
    }));
  }

  async function unblock(userId: string): Promise<void> {
    await database.write([{ sql: 'DELETE FROM desk_block WHERE user_id = $1', params: [userId] }]);
  }

  async function changed(chat: Chat, how: string): Promise<Chat> {
    if (chat.agent) announcer.chat(chat.agent.id, chat.id, how);
    announcer.board();
    return cases.need(chat.id);
  }

  /** The whole conversation as plain text. @param forDesk notes and marks, too. */
  async function transcript(chat: Chat, forDesk: boolean): Promise<string> {
    const entries = await conversations.read(chat.id, {
      limit: 10_000,
      ...(!forDesk && { audience: 'all' }),
    });
    return writeDeskTranscript(spoken(chat).id, entries);
  }

  return {
    assign,
    mayListen,
    transfer,
    takeOver,
    close,
    backToQueue,
    snooze,
    wake,
    flag,
    label,
    block,
    blocks,
    unblock,
    transcript,
  };
}

/** The agent who has the chat, or a supervisor; what waits is anybody's. */
export function mayMove(chat: Chat, by: Pick<Agent, 'id' | 'role'>): void {
  if (by.role !== 'agent' || chat.status === 'waiting' || chat.agent?.id === by.id) return;
  throw new ShopdeskError('chat.forbidden', 'Only the agent who has this chat may do that.');
}

const nobodyThere = (message: string) => new ShopdeskError('agent.conflict', message);
