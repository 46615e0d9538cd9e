/** What the channels keep of persons. */
import type { TableData } from '../store/index.ts';

export const channelTables: readonly TableData[] = [
  {
    // The files themselves lie in the data folder, under uploads/ by their ids.
    table: 'attachment',
    holds: 'Files you sent.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    hidden: ['sha256'],
    retain: {
      kind: 'conversations',
      where: 'conversation_id IN (SELECT id FROM conversation WHERE last_at < $1)',
    },
  },
];
