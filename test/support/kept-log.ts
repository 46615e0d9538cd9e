/** Compares what clients sent and heard with what the store kept, line by line. */
import { expect } from 'vitest';
import { activityOf, createConversationLog, type Entry } from '../../src/conversations/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Database } from '../../src/store/database.ts';
import type { StubbornClient } from './stubborn-client.ts';

/**
 * Nothing that was acknowledged is lost, nothing is there twice, the numbers have no gap, the order is the
 * sender's, each message is answered once, and the listener heard exactly the log.
 */
export async function expectNothingLost(
  database: Database,
  clients: readonly StubbornClient[],
): Promise<void> {
  const conversations = createConversationLog({ database, clock: systemClock, holder: 'the test' });
  for (const client of clients) {
    const entries = await readAll(conversations, client.conversationId);
    expect(entries.map(({ watermark }) => watermark)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.every((entry, index) => entry.at > (entries[index - 1]?.at ?? 0))).toBe(true);

    const fromUser = entries.filter(({ sender }) => sender === 'user').map(activityOf);
    expect(fromUser.map(({ id, text }) => ({ id, text }))).toEqual(
      client.sent.map(({ id, text }) => ({ id, text })),
    );
    const answered = entries
      .filter(({ sender }) => sender === 'bot')
      .map((entry) => activityOf(entry).replyToId);
    expect(answered).toEqual(client.sent.map(({ id }) => id));

    expect(client.heard).toEqual(entries.map(activityOf));
    const conversation = await conversations.find(client.conversationId);
    expect(conversation).toMatchObject({ watermark: entries.length, turnHolder: undefined, waiting: 0 });
  }
}

async function readAll(
  conversations: ReturnType<typeof createConversationLog>,
  conversationId: string,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = await conversations.read(conversationId, { after: entries.length });
    entries.push(...page);
    if (page.length === 0) return entries;
  }
}
