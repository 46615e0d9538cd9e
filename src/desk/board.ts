/** What an agent sees at a glance: the queue, their own chats, who is there, and what they must not miss. */
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { OpeningHours } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
import type { Agents } from './agents.ts';
import { type Cases, optionalText } from './cases.ts';
import type { DeskSettings } from './settings.ts';
import type { Board, BoardChange, Chat, Notice, SharedBoard } from './shapes.ts';
import { createSharedBoard } from './shared-board.ts';
import type { Waiting } from './waiting.ts';

const mostWaiting = 200;
const mostNotices = 50;

export function createBoard({
  database,
  agents,
  cases,
  waiting,
  settings,
  hours,
  tell,
  clock,
  log,
}: {
  database: Database;
  agents: Agents;
  cases: Cases;
  waiting: Waiting;
  settings: () => DeskSettings;
  hours: () => OpeningHours | undefined;
  /** To all browsers of this process; undefined: they must fetch the board. */
  tell: (change: BoardChange | undefined) => void;
  clock: Clock;
  log: Log;
}) {
  const shared = createSharedBoard({ read: readShared, tell, clock, log });

  async function read(agentId: string): Promise<Board> {
    const board = await shared.current();
    const [me, mine, notices] = await Promise.all([
      agents.need(agentId),
      cases.ofAgent(agentId, board.agents),
      noticesOf(agentId),
    ]);
    return { ...board, now: clock.now(), me, mine, notices };
  }

  async function readShared(): Promise<Omit<SharedBoard, 'version'>> {
    const now = clock.now();
    const everybody = await agents.all();
    const [queue, counted] = await Promise.all([
      cases.waiting(mostWaiting, everybody).then(withLines),
      cases.countWaiting(),
    ]);
    return {
      now,
      waiting: queue,
      waitingCount: counted.count,
      oldestWaiting: counted.oldest,
      agents: everybody.filter(({ disabled }) => !disabled),
      opening: opening(),
      autoAssign: settings().autoAssign,
    };
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

  return { read, changed: shared.changed, forget: shared.forget, opening, readNotices, botConversations };
}
