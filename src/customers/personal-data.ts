/** What the customers' room keeps of persons. */
import type { TableData } from '../store/index.ts';

const theirs = 'customer_id IN ($customer)';

export const customerTables: readonly TableData[] = [
  { table: 'consent', holds: 'What you agreed to.', whose: theirs, erase: 'delete' },
  {
    table: 'consent_proof',
    holds: 'Every yes and no of yours, with its words.',
    whose: theirs,
    erase: 'delete',
  },
  {
    table: 'customer_interest',
    holds: 'What we think you like, and why.',
    whose: theirs,
    erase: 'delete',
  },
  {
    table: 'customer_event',
    holds: 'What the shop told us of your visits, carts and orders.',
    whose: theirs,
    erase: 'delete',
    retain: { kind: 'events', where: 'at < $1' },
  },
  {
    table: 'email_proof',
    holds: 'Codes we sent to prove an address.',
    whose: 'customer_id IN ($customer) OR user_key IN ($user) OR email IN ($email)',
    erase: 'delete',
    hidden: ['code_hash'],
    retain: { kind: { days: 8 }, where: 'created_at < $1' },
  },
  {
    table: 'customer_merge',
    holds: 'When records of you were joined.',
    whose: 'from_id IN ($customer) OR into_id IN ($customer)',
    erase: 'delete',
  },
  { table: 'customer_identity', holds: 'What you are known by.', whose: theirs, erase: 'delete' },
  { table: 'customer', holds: 'Your record.', whose: 'id IN ($customer)', erase: 'delete' },
  {
    table: 'erased_identity',
    withoutPersons: 'Keyed hashes that tell an import whom to leave out; nobody can be told from them.',
  },
  {
    table: 'used_link',
    holds: 'Hashes of links that work once and were used.',
    whose: '1 = 0',
    erase: 'delete',
    retain: { kind: { days: 8 }, where: 'used_at < $1' },
  },
  { table: 'daily_job', withoutPersons: 'When daily work was done.' },
];
