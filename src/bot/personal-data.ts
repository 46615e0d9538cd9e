/** What the bot keeps of persons. */
import type { TableData } from '../store/index.ts';

const silentTooLong = 'conversation_id IN (SELECT id FROM conversation WHERE last_at < $1)';

export const botTables: readonly TableData[] = [
  {
    table: 'trace',
    holds: 'How the bot understood what you asked.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    retain: { kind: 'traces', where: 'at < $1' },
  },
  {
    table: 'feedback',
    holds: 'Your thumbs and comments on answers.',
    whose: 'conversation_id IN ($conversation)',
    erase: { set: 'comment = NULL' },
    retain: { kind: 'conversations', where: silentTooLong },
  },
  {
    table: 'request',
    holds: 'What you asked our people to do.',
    whose: 'conversation_id IN ($conversation)',
    erase: { set: `user_id = 'erased', fields = '{}'` },
    retain: { kind: 'conversations', where: silentTooLong },
  },
];
