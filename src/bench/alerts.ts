/**
 * `npm run bench -- alerts [CUSTOMERS …]`: what a look for news costs as the shop grows ten times a step: customers and
 * events near them, price changes and who asked to be told; before that, a year of its schedule. On SQLite, on one thread of JavaScript and two of the store.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchYear } from './year.ts';

const steps = [1_000, 10_000, 100_000];
const goal = { seconds: 60, megabytes: 500 };
const program = fileURLToPath(new URL('./alerts-child.ts', import.meta.url));

/** @param sizes numbers of customers; 1,000, 10,000 and 100,000 if left out. */
export async function benchAlerts(sizes: readonly number[]): Promise<void> {
  await benchYear();
  process.stdout.write(
    `Goal at 100,000 customers, 1,000 events and 100,000 price changes: ≤ ${goal.seconds} s of one core, ≤ ${goal.megabytes} MB.\n`,
  );
  for (const customers of sizes.length > 0 ? sizes : steps) await benchStep(customers);
}

/** The shop is made by one process and looked through by another, whose memory is then that of the look alone. */
async function benchStep(customers: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-bench-'));
  try {
    for (const task of ['fill', 'look']) {
      const child = fork(program, [task, join(folder, 'shop.db'), String(customers)], {
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, NODE_ENV: 'production' },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(`The ${task} of the benchmark ended with code ${code}.`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
