/** What an operator sees of a conversation: what was said, and why the bot said it. */
import { activityOf, type ConversationLog, createConversationLog } from './conversations/index.ts';
import { systemClock } from './core/clock.ts';
import { ShopdeskError } from './core/errors.ts';
import { silentLog } from './core/log.ts';
import type { Settings } from './settings.ts';
import { type Database, openDatabase } from './store/index.ts';

/**
 * The same for the command line, beside a server that runs or without one.
 * @throws ShopdeskError `conversation.unknown`
 */
export async function traceConversation(settings: Settings, id: string): Promise<object> {
  const { databaseUrl: url, dataFolder } = settings;
  const database = await openDatabase({ url, dataFolder, log: silentLog });
  try {
    const conversations = createConversationLog({ database, clock: systemClock, holder: 'command-line' });
    const found = await inspectConversation(database, conversations, id);
    if (found) return found;
    throw new ShopdeskError('conversation.unknown', `There is no conversation ${id}.`);
  } finally {
    await database.close();
  }
}

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
