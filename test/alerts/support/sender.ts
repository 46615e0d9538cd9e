/** A process that sends what the outbox holds, to be killed by a test. Arguments: store, SMTP URL, ISO time it is. */
import { createAlerts } from '../../../src/alerts/index.ts';
import { randomIds } from '../../../src/core/ids.ts';
import { silentLog } from '../../../src/core/log.ts';
import { loadKnowledge } from '../../../src/knowledge/index.ts';
import { createMailer } from '../../../src/mail/index.ts';
import { openPostgres } from '../../../src/store/postgres.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { clockFrom } from '../../support/clock.ts';
import { withoutChat } from './alert-parts.ts';
import { emptyCatalogue } from './world.ts';

const [, , store = '', smtpUrl = '', time = ''] = process.argv;
const clock = clockFrom(time);
const database = store.startsWith('postgres')
  ? await openPostgres({ url: store, log: silentLog })
  : await openSqlite({ file: store, log: silentLog });
const knowledge = await loadKnowledge('knowledge');
const alerts = await createAlerts({
  ...withoutChat,
  database,
  mailer: createMailer({ smtpUrl, mailFrom: 'shop@example.com', dataFolder: '.', clock, ids: randomIds }),
  catalogue: async () => emptyCatalogue,
  knowledge: () => knowledge,
  clock,
  pushRules: { mayConnect: () => true },
  leaseMs: 1_500,
});
alerts.start({ sendMs: 20 });
// The worker's timers keep no process alive.
setInterval(() => {}, 1_000);
process.stdout.write('sending\n');
