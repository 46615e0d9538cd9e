/** What the channels keep of persons. */
import type { TableData } from '../store/index.ts';

const silentTooLong = 'conversation_id IN (SELECT id FROM conversation WHERE last_at < $1)';

export const channelTables: readonly TableData[] = [
  {
    table: 'channel_chat',
    holds: 'Where you write to us from: the chats on other platforms, and what it takes to answer there.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    hidden: ['earlier', 'part', 'sending', 'attempts', 'due_at', 'holder'],
    retain: { kind: 'conversations', where: silentTooLong },
  },
  {
    table: 'channel_delivery',
    holds: "The platforms' own numbers of the messages we sent you.",
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    retain: { kind: { days: 30 }, where: 'at < $1' },
  },
  {
    table: 'channel_file',
    holds: 'Files you sent that are still on their way to us.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    hidden: ['message', 'place', 'attempts', 'due_at', 'holder'],
    retain: { kind: { days: 2 }, where: 'at < $1' },
  },
  {
    table: 'channel_move',
    holds: 'Codes with which you can go on elsewhere, good for a quarter of an hour.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    hidden: ['code'],
    retain: { kind: { days: 1 }, where: 'expires_at < $1' },
  },
  {
    // The files themselves lie in the data folder, under uploads/ by their ids.
    table: 'attachment',
    holds: 'Files you sent.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    hidden: ['sha256'],
    retain: { kind: 'conversations', where: silentTooLong },
  },
];
