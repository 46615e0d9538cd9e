/** What an agent sees at a glance: the queue, their own chats, who is there, and what they must not miss. */
import type { Clock } from '../core/clock.ts';
import type { OpeningHours } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
import type { Agents } from './agents.ts';
import { type Cases, optionalText } from './cases.ts';
import type { DeskSettings } from './settings.ts';
import type { Board, Chat, Notice } from './shapes.ts';
import type { Waiting } from './waiting.ts';

const mostWaiting = 200;
const mostNotices = 50;
/** Shorter than the pause after which browsers are told of a change, so that none of them reads what was before it. */
const sharedTrustMs = 200;

export function createBoard({
  database,
  agents,
  cases,
  waiting,
  settings,
  hours,
  clock,
}: {
  database: Database;
  agents: Agents;
  cases: Cases;
  waiting: Waiting;
  settings: () => DeskSettings;
  hours: () => OpeningHours | undefined;
  clock: Clock;
}) {
  let shared: { parts: ReturnType<typeof readShared>; until: number } | undefined;

  async function read(agentId: string): Promise<Board> {
    const { everybody, queue, counted } = await sharedParts();
    const [me, mine, notices] = await Promise.all([
      agents.need(agentId),
      cases.ofAgent(agentId, everybody),
      noticesOf(agentId),
    ]);
    const now = clock.now();
    return {
      me,
      now,
      waiting: queue,
      waitingCount: counted.count,
      oldestWaiting: counted.oldest,
      mine,
      agents: everybody.filter(({ disabled }) => !disabled),
      notices,
      opening: opening(),
      autoAssign: settings().autoAssign,
    };
  }

  /** What is the same for everybody: hundreds of browsers ask for it at the same moment, when they are told to. */
  function sharedParts(): ReturnType<typeof readShared> {
    const now = clock.now();
    if (!shared || shared.until <= now || shared.until > now + sharedTrustMs) {
      shared = { parts: readShared(), until: now + sharedTrustMs };
      shared.parts.catch(forget);
    }
    return shared.parts;
  }

  async function readShared() {
    const everybody = await agents.all();
    const [queue, counted] = await Promise.all([
      cases.waiting(mostWaiting, everybody).then(withLines),
      cases.countWaiting(),
    ]);
    return { everybody, queue, counted };
  }

  /** Something changed here: what was read before is out of date. */
  function forget(): void {
    shared = undefined;
  }

  /** Each chat with what its shopper is told. */
  async function withLines(queue: readonly Chat[]): Promise<Chat[]> {
    const chats = queue.filter(({ kind }) => kind === 'chat');
    const places = await waiting.places(
      chats.map((chat) => ({ ...chat, language: chat.shopper.language, user: '' })),
    );
    const byId = new Map(chats.map(({ id }, at) => [id, places[at]]));
    return queue.map((chat) => {
      const place = byId.get(chat.id);
      if (!place) return chat;
      const { position, wait } = place;
      return { ...chat, line: { position, low: wait?.low ?? null, high: wait?.high ?? null } };
    });
  }

  /** Whether people are there by the opening hours, and until when. */
  function opening(): Board['opening'] {
    const found = waiting.openingOf(clock.now());
    return {
      open: found?.open ?? true,
      changesAt: found?.nextChange ?? null,
      timeZone: hours()?.timeZone ?? 'UTC',
    };
  }

  async function noticesOf(agentId: string): Promise<Notice[]> {
    const rows = await database.read(
      `SELECT id, at, kind, conversation_id, body, read_at FROM desk_notice WHERE agent_id = $1
       ORDER BY CASE WHEN read_at IS NULL THEN 0 ELSE 1 END, at DESC LIMIT ${mostNotices}`,
      [agentId],
    );
    return rows.map((row) => ({
      id: String(row.id),
      at: Number(row.at),
      kind: String(row.kind),
      chat: optionalText(row.conversation_id),
      text: String(row.body),
      read: row.read_at !== null,
    }));
  }

  async function readNotices(agentId: string, noticeIds: readonly string[]): Promise<void> {
    await database.write(
      noticeIds.map((id) => ({
        sql: 'UPDATE desk_notice SET read_at = $3 WHERE id = $1 AND agent_id = $2 AND read_at IS NULL',
        params: [id, agentId, clock.now()],
      })),
    );
  }

  /** Conversations that the bot has alone. */
  async function botConversations(limit: number) {
    const rows = await database.read(
      `SELECT id, channel, user_id, user_name, last_at, watermark FROM conversation
       WHERE owner = 'bot' AND ended_at IS NULL AND watermark > 0 ORDER BY last_at DESC LIMIT ${Math.trunc(limit)}`,
    );
    return rows.map((row) => ({
      id: String(row.id),
      channel: String(row.channel),
      shopper: String(row.user_id),
      name: optionalText(row.user_name),
      lastAt: Number(row.last_at),
      entries: Number(row.watermark),
    }));
  }

  return { read, forget, opening, readNotices, botConversations };
}
