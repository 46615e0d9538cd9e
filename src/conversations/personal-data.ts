/** What the log keeps of persons. */
import type { TableData } from '../store/index.ts';

const silentTooLong = 'conversation_id IN (SELECT id FROM conversation WHERE last_at < $1)';

export const conversationTables: readonly TableData[] = [
  {
    table: 'activity',
    holds: 'Everything that was said in your chats.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    hidden: ['dedupe_key'],
    retain: { kind: 'conversations', where: silentTooLong },
  },
  {
    // The row stays for the counts, and so that the last answer finds its reader, without a word of whom it was with.
    table: 'conversation',
    holds: 'Your chats: when they began, by which channel, what the bot keeps in mind.',
    whose: 'id IN ($conversation)',
    erase: {
      set: `ended_at = last_at, user_id = 'erased:' || id, user_name = NULL, locale = NULL, state = '{}', reference = NULL`,
    },
    hidden: ['turn_holder', 'turn_until', 'fence', 'state_version'],
    retain: { kind: 'conversations', where: 'last_at < $1' },
  },
];
