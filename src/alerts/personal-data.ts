/** What alerts keep of persons. */
import type { TableData } from '../store/index.ts';

const theirs = 'customer_id IN ($customer)';

export const alertTables: readonly TableData[] = [
  {
    table: 'alert_step',
    holds: 'What became of each alert, and why.',
    whose: `alert_id IN (SELECT id FROM alert WHERE ${theirs})`,
    erase: 'delete',
    retain: { kind: 'events', where: 'at < $1' },
  },
  {
    table: 'alert',
    holds: 'What we told you, or had to tell you.',
    whose: theirs,
    erase: 'delete',
    hidden: ['dedupe_key'],
    retain: { kind: 'events', where: `created_at < $1 AND status <> 'waiting'` },
  },
  {
    table: 'alert_message',
    holds: 'Messages in which we told you something.',
    whose: theirs,
    erase: 'delete',
    hidden: ['holder', 'held_until'],
    retain: { kind: 'events', where: `created_at < $1 AND status NOT IN ('queued', 'leased', 'sending')` },
  },
  {
    table: 'alert_wish',
    holds: 'What you asked us to tell you.',
    whose: theirs,
    erase: 'delete',
    retain: { kind: 'events', where: 'ended_at < $1' },
  },
  {
    table: 'alert_channel_off',
    holds: 'Addresses of yours that stopped working.',
    whose: theirs,
    erase: 'delete',
  },
  {
    table: 'push_subscription',
    holds: 'Browsers of yours that we may notify.',
    whose: theirs,
    erase: 'delete',
    hidden: ['auth', 'p256dh'],
  },
  { table: 'event_source', withoutPersons: 'Where public events are read from.' },
  { table: 'local_event', withoutPersons: 'Public events.' },
  { table: 'alert_cursor', withoutPersons: 'How far each kind of alert has looked.' },
];
