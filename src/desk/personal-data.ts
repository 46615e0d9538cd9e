/** What the desk keeps of persons. The shop's own people are let go by their admin, not by a shopper's wish. */
import type { TableData } from '../store/index.ts';

const silentTooLong = 'conversation_id IN (SELECT id FROM conversation WHERE last_at < $1)';
const ofNoShopper = '1 = 0';

export const deskTables: readonly TableData[] = [
  {
    // The row stays: a chat that is open must come to an end, and figures must stay right.
    table: 'desk_case',
    holds: 'Each time your chat went to people: why, when, how it ended, and how you liked it.',
    whose: 'conversation_id IN ($conversation) OR user_id IN ($userId)',
    erase: {
      set: `user_id = 'erased:' || id, user_name = NULL, email = NULL, preview = NULL, reason_detail = NULL,
            flag_note = NULL, comment = NULL`,
    },
    hidden: ['warned', 'told', 'place'],
    retain: { kind: 'conversations', where: silentTooLong },
  },
  {
    table: 'desk_mail',
    holds: 'Answers to messages you left, as they were mailed to you.',
    whose: 'conversation_id IN ($conversation) OR email IN ($email)',
    erase: 'delete',
    retain: { kind: 'conversations', where: silentTooLong },
  },
  {
    table: 'desk_suggestion',
    holds: 'Answers that were suggested to the person who helped you.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    retain: { kind: 'conversations', where: silentTooLong },
  },
  {
    table: 'desk_notice',
    holds: 'What the people of the shop were told about your chats.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    retain: { kind: { days: 90 }, where: 'at < $1' },
  },
  {
    table: 'desk_block',
    holds: 'That you were kept from people for a time, and why.',
    whose: 'user_id IN ($userId)',
    erase: 'delete',
    retain: { kind: { days: 1 }, where: 'until_at < $1' },
  },
  {
    table: 'hub_handoff',
    holds: 'That your chat was handed to another desk of the shop.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    retain: { kind: 'conversations', where: silentTooLong },
  },
  {
    table: 'knowledge_draft',
    holds:
      'An answer that you got, or that was written to a question of yours, on its way to become one for everybody.',
    whose: `conversation_id IN ($conversation) OR gap_id IN (SELECT id FROM knowledge_gap
              WHERE asked_in IN ($conversation))`,
    erase: 'delete',
  },
  {
    table: 'knowledge_gap',
    holds: 'A question of yours that was answered badly, or not at all.',
    whose: 'conversation_id IN ($conversation) OR asked_in IN ($conversation)',
    erase: 'delete',
    retain: { kind: 'conversations', where: 'changed_at < $1' },
  },
  {
    table: 'webhook_delivery',
    holds: 'What other systems of the shop were told about your chats.',
    whose: 'conversation_id IN ($conversation)',
    erase: 'delete',
    retain: { kind: { days: 30 }, where: 'at < $1' },
  },
  {
    table: 'desk_agent',
    holds: 'The people who work at the desk.',
    whose: ofNoShopper,
    erase: 'delete',
    hidden: ['password', 'totp', 'totp_pending'],
  },
  {
    table: 'desk_session',
    holds: 'Where the people who work at the desk are signed in.',
    whose: ofNoShopper,
    erase: 'delete',
    hidden: ['token'],
    retain: { kind: { days: 0 }, where: 'expires_at < $1' },
  },
  {
    table: 'desk_link',
    withoutPersons: 'Hashes of sign-in links for the people who work at the desk.',
  },
  { table: 'desk_canned', withoutPersons: 'Texts that the shop wrote beforehand.' },
  { table: 'desk_audit', withoutPersons: 'What the people of the shop settled, kept for good.' },
  { table: 'knowledge_change', withoutPersons: 'How the shop changed its own answers.' },
  { table: 'knowledge_edit', withoutPersons: 'The shop’s own answers, where several processes share them.' },
  { table: 'webhook', withoutPersons: 'Addresses of other systems of the shop.' },
  { table: 'desk_lease', withoutPersons: 'Which process does the common work.' },
];
