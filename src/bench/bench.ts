/**
 * `npm run bench`: what a message costs us, next to what it costs others, all in one run on one machine.
 * `npm run bench -- answers` measures the understanding instead, `-- events` the intake of events, `-- desk` the routing of chats
 * and a full desk, `-- alerts` the look for news worth telling; any other names pick contenders.
 */
import { parseArgs } from 'node:util';
import { startPostgres } from '../../test/support/postgres.ts';
import { messageOf } from '../core/errors.ts';
import { contenders } from './contenders.ts';
import { measureIdleSockets } from './idle-sockets.ts';
import { type Figures, measureLoad } from './load.ts';
import { spawnServer } from './server-child.ts';
import { goalLines, tableOf } from './table.ts';
import { measureTwoProcesses } from './two-processes.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const wanted = (name: string) => positionals.length === 0 || positionals.some((each) => name.includes(each));

if (positionals[0] === 'answers') {
  const { benchAnswers } = await import('./answers.ts');
  await benchAnswers(positionals.slice(1).map(Number));
} else if (positionals[0] === 'events') {
  const { benchEvents } = await import('./events.ts');
  await benchEvents();
} else if (positionals[0] === 'desk') {
  const { benchDesk } = await import('./desk.ts');
  await benchDesk(positionals.slice(1));
} else if (positionals[0] === 'alerts') {
  const { benchAlerts } = await import('./alerts.ts');
  await benchAlerts(positionals.slice(1).map(Number));
} else {
  await benchMessages();
}
process.exit(0);

async function benchMessages(): Promise<void> {
  const needsPostgres = ['postgres', 'two processes'].some(wanted);
  const postgres = needsPostgres ? await startPostgres().catch(reportMissing) : undefined;
  try {
    const measured = new Map<string, Figures>();
    for (const { name, kind, open, onPostgres } of contenders) {
      if (!wanted(name) || (onPostgres && !postgres)) continue;
      const server = await spawnServer(kind, onPostgres ? postgres?.url : undefined);
      measured.set(name, await measureLoad(server, open).finally(server.stop));
      process.stderr.write(`${name}: done\n`);
    }
    process.stdout.write(`\n${tableOf(measured)}\n\n`);
    process.stdout.write(goalLines(measured));
    if (wanted('idle sockets')) process.stdout.write(await measureIdleSockets());
    if (wanted('two processes') && postgres) process.stdout.write(await measureTwoProcesses(postgres.url));
  } finally {
    await postgres?.stop();
  }
}

function reportMissing(error: unknown): undefined {
  process.stdout.write(`PostgreSQL is left out: ${messageOf(error)}\n`);
}
