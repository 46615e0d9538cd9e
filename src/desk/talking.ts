/** What people at the desk say: to the shopper, or to one another beside the chat; and the marks of who read what. */
import type { ConversationLog, Entry, Feeds } from '../conversations/index.ts';
import type { Attachment } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import { hasCode, ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Database, Statement } from '../store/index.ts';
import type { Agents } from './agents.ts';
import type { Announcer } from './announce.ts';
import { type Cases, preview } from './cases.ts';
import { type holderOf, spoken } from './handling.ts';
import type { Agent, Chat } from './shapes.ts';
import type { Speech } from './speech.ts';
import { happeningOf, type Tell } from './webhooks/index.ts';

export interface Said {
  readonly text: string;
  readonly attachments?: readonly Attachment[] | undefined;
  /** The browser's own name for the message: sent again, it is stored once. */
  readonly clientId?: string | undefined;
}

export interface Noted {
  readonly text: string;
  /** Agents who shall be told. */
  readonly mentions?: readonly string[] | undefined;
  readonly clientId?: string | undefined;
}

/** A message is told to other systems up to this length. */
const mostTold = 4_000;

export type Talking = ReturnType<typeof createTalking>;

export function createTalking({
  database,
  conversations,
  feeds,
  agents,
  cases,
  speech,
  announcer,
  clock,
  ids,
  replied,
  tell,
}: {
  database: Database;
  conversations: ConversationLog;
  feeds: Pick<Feeds, 'committed' | 'pass'>;
  agents: Agents;
  cases: Cases;
  speech: Speech;
  announcer: Announcer;
  clock: Clock;
  ids: Ids;
  /** What other systems are told of it, committed with it. */
  tell: Tell;
  /** Statements that go with the answer to a case, such as the mail that brings it. */
  replied: (chat: Chat, agent: Agent, entryId: string, text: string) => readonly Statement[];
}) {
  /**
   * The agent who has the chat answers the shopper.
   * @throws ShopdeskError `chat.forbidden` when it is not theirs (any more).
   */
  async function reply(chat: Chat, agent: Agent, said: Said): Promise<Entry> {
    if (chat.agent?.id !== agent.id || chat.closedAt !== null) throw notYours();
    const draft = speech.fromAgent(spoken(chat), agent, {
      text: said.text,
      attachments: said.attachments,
      locale: chat.shopper.language,
      channelData: said.clientId ? { clientActivityID: said.clientId } : undefined,
    });
    const now = clock.now();
    try {
      const [entry] = await conversations.append(chat.id, [draft], {
        owner: `agent:${agent.id}`,
        dedupeKey: said.clientId && `agent:${agent.id} ${said.clientId}`,
        also: [
          {
            sql: `UPDATE desk_case SET first_reply_at = COALESCE(first_reply_at, $2), waiting_since = NULL, unread = 0,
                    warned = NULL, preview = $3, preview_from = 'agent', preview_at = $2
                  WHERE id = $1 AND closed_at IS NULL`,
            params: [chat.caseId, now, preview(said.text || (said.attachments?.[0]?.name ?? ''))],
            expect: 'one',
          },
          ...replied(chat, agent, draft.id, said.text),
          ...tell(
            'message.sent',
            happeningOf(chat, { message: draft.id, text: said.text.slice(0, mostTold) }),
          ),
        ],
      });
      if (!entry) throw notYours();
      feeds.committed([entry]);
      announcer.chat(agent.id, chat.id, 'message');
      return entry;
    } catch (error) {
      throw hasCode(error, 'conversation.conflict') ? notYours() : error;
    }
  }

  /** Words for the desk alone; those who are mentioned are told, wherever they are. */
  async function note(chat: Chat, author: { id: string; name: string }, noted: Noted): Promise<Entry> {
    const mentioned = [...new Set(noted.mentions ?? [])].filter((id) => id !== author.id).slice(0, 20);
    for (const id of mentioned) await agents.need(id);
    const draft = speech.fromAgent(spoken(chat), author, {
      text: noted.text,
      audience: 'desk',
      channelData: {
        mentions: mentioned,
        ...(noted.clientId && { clientActivityID: noted.clientId }),
      },
    });
    const told = `${author.name}: ${preview(noted.text)}`;
    const [entry] = await conversations.append(chat.id, [draft], {
      dedupeKey: noted.clientId && `agent:${author.id} ${noted.clientId}`,
      also: mentioned.map((id) => noticeStatement(id, 'mention', chat.id, told)),
    });
    if (!entry) throw new ShopdeskError('chat.unknown', 'There is no such chat at the desk.');
    feeds.committed([entry]);
    for (const id of mentioned) {
      announcer.agent(id, { what: 'notice', chat: chat.id, kind: 'mention', text: told });
    }
    if (chat.agent) announcer.chat(chat.agent.id, chat.id, 'note');
    return entry;
  }

  /** Shows the shopper that their agent is writing. Only who has the chat may: of notes nothing is shown. */
  async function typing(chat: Chat, agent: Agent): Promise<void> {
    if (chat.agent?.id !== agent.id || chat.status !== 'active') return;
    feeds.pass(
      chat.id,
      JSON.stringify({
        type: 'typing',
        id: ids.next(),
        timestamp: new Date(clock.now()).toISOString(),
        from: { id: `agent:${agent.id}`, name: agent.name, role: 'agent' },
      }),
    );
  }

  /** The agent has seen everything up to `watermark`; the shopper is shown so when it is their agent. */
  async function agentRead(chat: Chat, agent: Agent, watermark: number): Promise<void> {
    if (chat.agent?.id !== agent.id) return;
    await database.write([
      {
        sql: `UPDATE desk_case SET agent_read = CASE WHEN agent_read < $2 THEN $2 ELSE agent_read END, unread = 0
              WHERE id = $1`,
        params: [chat.caseId, watermark],
      },
    ]);
    const [entry] = await database.read(
      'SELECT at FROM activity WHERE conversation_id = $1 AND watermark = $2',
      [chat.id, watermark],
    );
    // By its time a client finds its messages: it does not keep their numbers.
    passMarks(chat.id, { by: 'agent', read: watermark, at: Number(entry?.at ?? 0) });
    announcer.chat(agent.id, chat.id, 'marks');
  }

  /** The shopper's client has received, or shown, everything up to these watermarks. */
  async function shopperMarks(conversationId: string, marks: { got: number; read: number }): Promise<void> {
    const got = Math.max(marks.got, marks.read);
    const [rows = []] = await database.write([
      {
        sql: `UPDATE desk_case SET shopper_got = CASE WHEN shopper_got < $2 THEN $2 ELSE shopper_got END,
                shopper_read = CASE WHEN shopper_read < $3 THEN $3 ELSE shopper_read END
              WHERE conversation_id = $1 AND closed_at IS NULL AND (shopper_got < $2 OR shopper_read < $3)
              RETURNING agent_id`,
        params: [conversationId, got, marks.read],
      },
    ]);
    if (rows.length > 0) passMarks(conversationId, { by: 'shopper', got, read: marks.read });
  }

  function passMarks(conversationId: string, value: object): void {
    feeds.pass(
      conversationId,
      JSON.stringify({
        type: 'event',
        name: 'desk/marks',
        timestamp: new Date(clock.now()).toISOString(),
        from: { id: 'shopdesk', role: 'bot' },
        value,
      }),
    );
  }

  function noticeStatement(agentId: string, kind: string, chatId: string | null, text: string): Statement {
    return {
      sql: 'INSERT INTO desk_notice (id, agent_id, at, kind, conversation_id, body) VALUES ($1, $2, $3, $4, $5, $6)',
      params: [ids.next(), agentId, clock.now(), kind, chatId, text],
    };
  }

  /** Tells agents something they must not miss, now and when they next look. */
  async function notice(
    agentIds: readonly string[],
    kind: string,
    chatId: string | null,
    text: string,
  ): Promise<void> {
    if (agentIds.length === 0) return;
    await database.write(agentIds.map((id) => noticeStatement(id, kind, chatId, text)));
    for (const id of agentIds) announcer.agent(id, { what: 'notice', chat: chatId, kind, text });
  }

  /** The shopper wrote to people: whoever has the chat is told, and a snoozed one wakes. */
  async function heard(
    conversationId: string,
    owner: ReturnType<typeof holderOf>,
  ): Promise<Chat | undefined> {
    if (owner === undefined) {
      announcer.board();
      return undefined;
    }
    const chat = await cases.need(conversationId);
    announcer.chat(owner, conversationId, 'message', chat);
    return chat.status === 'snoozed' ? chat : undefined;
  }

  return { reply, note, typing, agentRead, shopperMarks, notice, heard };
}

const notYours = () => new ShopdeskError('chat.forbidden', 'Only the agent who has this chat may do that.');
