/** What an operator sees of a conversation: what was said, and why the bot said it. */
import {
  activityOf,
  type ConversationLog,
  createConversationLog,
  writeTranscript,
} from './conversations/index.ts';
import { systemClock } from './core/clock.ts';
import { ShopdeskError } from './core/errors.ts';
import { silentLog } from './core/log.ts';
import type { Settings } from './settings.ts';
import { type Database, openDatabase } from './store/index.ts';

export async function inspectConversation(
  database: Database,
  conversations: ConversationLog,
  id: string,
): Promise<object | undefined> {
  const conversation = await conversations.find(id);
  if (!conversation) return undefined;
  const { state, reference: _reference, ...shown } = conversation;
  const entries = await conversations.read(id, { limit: 10_000 });
  const traces = await database.read(
    'SELECT watermark, zone, top_id, confidence, body FROM trace WHERE conversation_id = $1 ORDER BY watermark',
    [id],
  );
  const feedback = await database.read(
    'SELECT activity_id, at, answer_id, verdict, comment FROM feedback WHERE conversation_id = $1 ORDER BY at',
    [id],
  );
  return {
    conversation: { ...shown, memory: JSON.parse(state) },
    entries: entries.map((entry) => ({
      watermark: entry.watermark,
      sender: entry.sender,
      audience: entry.audience,
      activity: activityOf(entry),
    })),
    traces: traces.map(({ watermark, body }) => ({ watermark, ...JSON.parse(String(body)) })),
    feedback,
  };
}

/**
 * The same for the command line, beside a server that runs or without one.
 * @throws ShopdeskError `conversation.unknown`
 */
export function traceConversation(settings: Settings, id: string): Promise<object> {
  return withStore(settings, async (database, conversations) => {
    const found = await inspectConversation(database, conversations, id);
    if (found) return found;
    throw unknown(id);
  });
}

/**
 * A logged conversation as a transcript that `test/conversations` replays.
 * @throws ShopdeskError `conversation.unknown`
 */
export function transcriptOf(settings: Settings, id: string): Promise<string> {
  return withStore(settings, async (_database, conversations) => {
    const entries = await conversations.read(id, { limit: 10_000 });
    if (entries.length === 0) throw unknown(id);
    return `# Logged on ${new Date(entries[0]?.at ?? 0).toISOString()}.\n${writeTranscript(entries)}`;
  });
}

/** Opens the shop's store for one piece of work of the command line. */
export async function withStore<T>(
  { databaseUrl: url, dataFolder }: Settings,
  use: (database: Database, conversations: ConversationLog) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ url, dataFolder, log: silentLog });
  try {
    return await use(
      database,
      createConversationLog({ database, clock: systemClock, holder: 'command-line' }),
    );
  } finally {
    await database.close();
  }
}

function unknown(id: string): ShopdeskError {
  return new ShopdeskError('conversation.unknown', `There is no conversation ${id}.`);
}
