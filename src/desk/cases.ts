/** Cases: each time a conversation goes to people there is one, from the handover to its closing. */
import type { Draft } from '../conversations/index.ts';
import type { Activity } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import { ShopdeskError } from '../core/errors.ts';
import { namesOfUsers, vouchedUsers } from '../customers/index.ts';
import type { OpeningHours } from '../knowledge/index.ts';
import { type Database, placesFor, type Row, type Statement, type Value } from '../store/index.ts';
import { listOf } from './agents.ts';
import { createClaimable } from './claimable.ts';
import type { DeskSettings } from './settings.ts';
import type { Agent, Chat } from './shapes.ts';
import { slaClock } from './sla.ts';

/** A case that begins; the rest of its row has defaults. */
export interface NewCase {
  readonly id: string;
  readonly conversationId: string;
  readonly kind: 'chat' | 'message';
  readonly status: 'waiting' | 'active';
  readonly reason: string;
  readonly reasonDetail?: string | undefined;
  readonly channel: string;
  readonly userId: string;
  readonly userName?: string | undefined;
  readonly language: string;
  readonly skills?: readonly string[] | undefined;
  readonly priority?: number | undefined;
  readonly weight?: number | undefined;
  readonly at: number;
  readonly agentId?: string | undefined;
  readonly email?: string | undefined;
  readonly dueAt?: number | undefined;
  readonly mood?: string | undefined;
  /** What the shopper last wrote. */
  readonly preview?: string | undefined;
}

export function insertCase(wanted: NewCase): Statement {
  const at = wanted.at;
  return {
    sql: `INSERT INTO desk_case (id, conversation_id, kind, status, reason, reason_detail, channel, user_id, user_name,
            language, skills, priority, place, weight, opened_at, queued_at, agent_id, accepted_at, waiting_since, email,
            due_at, mood, preview, preview_from, preview_at, unread)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $13, $15, $16, $13, $17, $18, $19,
            $20, 'shopper', $13, 1)`,
    params: [
      wanted.id,
      wanted.conversationId,
      wanted.kind,
      wanted.status,
      wanted.reason,
      wanted.reasonDetail ?? null,
      wanted.channel,
      wanted.userId,
      wanted.userName ?? null,
      wanted.language,
      JSON.stringify(wanted.skills ?? []),
      wanted.priority ?? 0,
      at,
      wanted.weight ?? 1,
      wanted.agentId ?? null,
      wanted.agentId ? at : null,
      wanted.email ?? null,
      wanted.dueAt ?? null,
      wanted.mood ?? null,
      preview(wanted.preview ?? ''),
    ],
  };
}

/** What a shopper sent to people: their clock runs, and it is unread. Costs one look-up where there is no case. */
function heardStatement(conversationId: string, text: string, now: number): Statement {
  return {
    sql: `UPDATE desk_case SET waiting_since = COALESCE(waiting_since, $2), unread = unread + 1, preview = $3,
            preview_from = 'shopper', preview_at = $2 WHERE conversation_id = $1 AND closed_at IS NULL`,
    params: [conversationId, now, preview(text)],
  };
}

/** The statements that go with each entry of a shopper's, whoever has the conversation. */
export function heardByDesk(conversationId: string, draft: Draft, now: number): Statement[] {
  if (draft.type !== 'message') return [];
  const { text, attachments }: Pick<Activity, 'text' | 'attachments'> = JSON.parse(draft.body);
  return [heardStatement(conversationId, text || (attachments?.[0]?.name ?? ''), now)];
}

export const preview = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 160);

export interface CaseFilter {
  readonly status?: 'waiting' | 'active' | 'snoozed' | 'closed' | 'open' | undefined;
  readonly agentId?: string | undefined;
  readonly userId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly tag?: string | undefined;
  /** Words of the shopper's name, the case's number, its last text or its tags. */
  readonly words?: string | undefined;
  /** Only cases opened before this moment, for the next page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export function createCases({
  database,
  settings,
  hours,
  agents,
  clock,
}: {
  database: Database;
  settings: () => DeskSettings;
  hours: () => OpeningHours | undefined;
  agents: () => Promise<readonly Agent[]>;
  clock: Clock;
}) {
  /** The newest case of a conversation, open or closed. @throws ShopdeskError `chat.unknown` */
  async function need(conversationId: string): Promise<Chat> {
    const [row] = await database.read(
      `${select} WHERE c.conversation_id = $1 ORDER BY CASE WHEN c.closed_at IS NULL THEN 0 ELSE 1 END, c.opened_at DESC
       LIMIT 1`,
      [conversationId],
    );
    if (!row) throw new ShopdeskError('chat.unknown', 'There is no such chat at the desk.');
    const [chat] = await shaped([row]);
    if (!chat) throw new ShopdeskError('chat.unknown', 'There is no such chat at the desk.');
    if (chat.status === 'waiting' && chat.kind === 'chat')
      return { ...chat, position: await positionOf(chat) };
    return chat;
  }

  async function positionOf({ priority, caseId }: Chat): Promise<number> {
    const [row] = await database.read(
      `SELECT COUNT(*) AS ahead FROM desk_case WHERE status = 'waiting' AND kind = 'chat' AND (priority > $1
         OR (priority = $1 AND (place < (SELECT place FROM desk_case WHERE id = $2)
           OR (place = (SELECT place FROM desk_case WHERE id = $2) AND id < $2))))`,
      [priority, caseId],
    );
    return Number(row?.ahead ?? 0) + 1;
  }

  /** The queue in its order, at most `limit`. */
  async function waiting(limit: number, everybody?: readonly Agent[]): Promise<Chat[]> {
    const rows = await database.read(
      `${select} WHERE c.status = 'waiting' ORDER BY c.priority DESC, c.place, c.id LIMIT ${Math.trunc(limit)}`,
    );
    let position = 0;
    return (await shaped(rows, everybody)).map((chat) =>
      chat.kind === 'chat' ? { ...chat, position: ++position } : chat,
    );
  }

  async function countWaiting(): Promise<{ count: number; oldest: number | null }> {
    const [row] = await database.read(
      `SELECT COUNT(*) AS count, MIN(queued_at) AS oldest FROM desk_case WHERE status = 'waiting'`,
    );
    return {
      count: Number(row?.count ?? 0),
      oldest: row?.oldest === null || row?.oldest === undefined ? null : Number(row.oldest),
    };
  }

  /** In the queue stands what a shopper came with, and not that they call for a person, as all who wait there do. */
  async function showTopic(chat: Chat, question: string | undefined): Promise<void> {
    if (!question || !chat.last || preview(question) === chat.last.text) return;
    await database.write([
      {
        sql: `UPDATE desk_case SET preview = $2 WHERE id = $1 AND status = 'waiting' AND preview = $3`,
        params: [chat.caseId, preview(question), chat.last.text],
      },
    ]);
  }

  /** Chats that the agent holds. */
  async function ofAgent(agentId: string, everybody?: readonly Agent[]): Promise<Chat[]> {
    const rows = await database.read(
      `${select} WHERE c.agent_id = $1 AND c.closed_at IS NULL ORDER BY c.opened_at`,
      [agentId],
    );
    return shaped(rows, everybody);
  }

  /** The open cases of these conversations, in the order of the ids. */
  async function openOf(ids: readonly string[]): Promise<Chat[]> {
    if (ids.length === 0) return [];
    const rows = await database.read(
      `${select} WHERE c.closed_at IS NULL AND c.conversation_id IN (${placesFor(ids)})`,
      ids,
    );
    const found = new Map((await shaped(rows)).map((chat) => [chat.id, chat]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  async function search(filter: CaseFilter): Promise<Chat[]> {
    const wheres: string[] = [];
    const params: Value[] = [];
    const where = (sql: (place: string) => string, value: Value) => {
      params.push(value);
      wheres.push(sql(`$${params.length}`));
    };
    if (filter.status === 'open') wheres.push('c.closed_at IS NULL');
    else if (filter.status) where((at) => `c.status = ${at}`, filter.status);
    if (filter.agentId) where((at) => `c.agent_id = ${at}`, filter.agentId);
    if (filter.userId) where((at) => `c.user_id = ${at}`, filter.userId);
    if (filter.conversationId) where((at) => `c.conversation_id = ${at}`, filter.conversationId);
    if (filter.tag)
      where((at) => `c.tags LIKE ${at} ESCAPE '!'`, `%${likeText(JSON.stringify(filter.tag))}%`);
    if (filter.before !== undefined) where((at) => `c.opened_at < ${at}`, filter.before);
    if (filter.words) {
      where(
        (at) => `(LOWER(COALESCE(c.user_name, '')) LIKE ${at} ESCAPE '!' OR LOWER(c.id) LIKE ${at} ESCAPE '!'
                  OR LOWER(COALESCE(c.preview, '')) LIKE ${at} ESCAPE '!' OR LOWER(c.tags) LIKE ${at} ESCAPE '!'
                  OR LOWER(COALESCE(c.email, '')) LIKE ${at} ESCAPE '!')`,
        `%${likeText(filter.words.toLowerCase())}%`,
      );
    }
    const only = wheres.length > 0 ? `WHERE ${wheres.join(' AND ')}` : '';
    return shaped(
      await database.read(
        `${select} ${only} ORDER BY c.opened_at DESC LIMIT ${Math.trunc(filter.limit)}`,
        params,
      ),
    );
  }

  async function shaped(rows: readonly Row[], everybody?: readonly Agent[]): Promise<Chat[]> {
    if (rows.length === 0) return [];
    const users = [...new Set(rows.map(({ channel, user_id }) => `${channel}:${user_id}`))];
    const unnamed = rows.flatMap(({ channel, user_id, user_name }) =>
      user_name === null ? [`${channel}:${user_id}`] : [],
    );
    const [people, vouched, named] = await Promise.all([
      everybody ?? agents(),
      vouchedUsers(database, users.slice(0, mostUsers)),
      namesOfUsers(database, [...new Set(unnamed)].slice(0, mostUsers)),
    ]);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const viewers = new Map<string, { id: string; name: string }[]>();
    for (const { id, name, viewing } of people) {
      if (!viewing) continue;
      const together = viewers.get(viewing) ?? [];
      together.push({ id, name });
      viewers.set(viewing, together);
    }
    return rows.map((row) => chatOf(row, names, viewers, { vouched, named }));
  }

  function chatOf(
    row: Row,
    names: ReadonlyMap<string, string>,
    viewers: ReadonlyMap<string, { id: string; name: string }[]>,
    known: { vouched: ReadonlySet<string>; named: ReadonlyMap<string, string> },
  ): Chat {
    const agentId = optionalText(row.agent_id);
    const kind = row.kind === 'message' ? ('message' as const) : ('chat' as const);
    const channel = String(row.channel);
    const userId = String(row.user_id);
    const timed = {
      kind,
      openedAt: Number(row.opened_at),
      firstReplyAt: optionalNumber(row.first_reply_at),
      waitingSince: optionalNumber(row.waiting_since),
      closedAt: optionalNumber(row.closed_at),
    };
    const flaggedAt = optionalNumber(row.flagged_at);
    const score = optionalNumber(row.score);
    const lastText = optionalText(row.preview);
    return {
      ...timed,
      id: String(row.conversation_id),
      caseId: String(row.id),
      status: statusOf(row.status),
      agent: agentId === null ? null : { id: agentId, name: names.get(agentId) ?? '—' },
      shopper: {
        id: userId,
        name: optionalText(row.user_name) ?? known.named.get(`${channel}:${userId}`) ?? null,
        language: String(row.language),
        channel,
        verified: known.vouched.has(`${channel}:${userId}`),
        email: optionalText(row.email),
      },
      reason: String(row.reason),
      reasonDetail: optionalText(row.reason_detail),
      skills: listOf(row.skills),
      team: optionalText(row.team),
      priority: Number(row.priority),
      weight: Number(row.weight),
      position: null,
      line: null,
      queuedAt: Number(row.queued_at),
      acceptedAt: optionalNumber(row.accepted_at),
      unread: Number(row.unread),
      last:
        lastText === null
          ? null
          : { text: lastText, from: fromOf(row.preview_from), at: Number(row.preview_at) },
      clock: slaClock({ ...timed, dueAt: optionalNumber(row.due_at) }, settings().sla, hours(), clock.now()),
      snoozedUntil: optionalNumber(row.snoozed_until),
      flag: flaggedAt === null ? null : { at: flaggedAt, note: String(row.flag_note ?? '') },
      mood: optionalText(row.mood),
      tags: listOf(row.tags),
      disposition: optionalText(row.disposition),
      outcome: optionalText(row.outcome),
      satisfaction:
        score === null ? null : { score, comment: optionalText(row.comment), at: Number(row.scored_at) },
      marks: {
        shopperRead: Number(row.shopper_read),
        shopperGot: Number(row.shopper_got),
        agentRead: Number(row.agent_read),
      },
      viewers: viewers.get(String(row.conversation_id)) ?? [],
    };
  }

  return {
    need,
    claimable: createClaimable(database),
    waiting,
    countWaiting,
    showTopic,
    ofAgent,
    openOf,
    search,
  };
}

export type Cases = ReturnType<typeof createCases>;

const select = 'SELECT c.* FROM desk_case c';
const mostUsers = 1_000;

/** `%`, `_` and the escape itself lose their meaning. */
export const likeText = (text: string) => text.replace(/[!%_]/g, (sign) => `!${sign}`);

function statusOf(value: unknown): Chat['status'] {
  return value === 'active' || value === 'snoozed' || value === 'closed' ? value : 'waiting';
}

function fromOf(value: unknown): 'shopper' | 'agent' | 'bot' | 'note' {
  return value === 'agent' || value === 'bot' || value === 'note' ? value : 'shopper';
}

export const optionalText = (value: Value | undefined) =>
  value === null || value === undefined ? null : String(value);
export const optionalNumber = (value: Value | undefined) =>
  value === null || value === undefined ? null : Number(value);
