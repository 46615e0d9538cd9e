/** Senders are killed again and again: nobody gets the same alert twice, and none is lost that was never sent. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { compiled } from '../../src/compile.mjs';
import { root } from '../../src/core/built-files.mjs';
import type { Database } from '../../src/store/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { until } from '../support/direct-line-client.ts';
import { seededRandom } from '../support/random.ts';
import { customerWithAlert, startReceiver, states } from './support/world.ts';

/** Noon in Boston. */
const noon = '2026-11-23T17:00:00Z';
const customers = 90;

eachDatabase((engine, open, address) => {
  const senders = engine === 'sqlite' ? 1 : 2;
  it(`with ${senders} at a time`, async () => {
    const database = await open();
    const random = seededRandom(20_261_123);
    const receiver = await startReceiver(() => random() * 300);
    const now = Date.parse(noon);
    const began = Date.now();
    for (let at = 0; at < customers; at += 1) {
      const channel = at % 3 === 0 ? 'push' : 'email';
      await database.write(customerWithAlert(`c${at}`, channel, now, `${receiver.pushUrl}/c${at}`));
    }
    const store = await address();
    const start = () =>
      startSender([store, receiver.smtpUrl, new Date(now + Date.now() - began).toISOString()]);
    let running = await Promise.all(Array.from({ length: senders }, start));
    try {
      for (let kill = 0; kill < 5; kill += 1) {
        // In the middle of the work: when some more have arrived than at the kill before.
        const before = sum(receiver.taken);
        await until(
          async () => sum(receiver.taken) >= before + 4 || (await unfinished(database)) === 0 || undefined,
          60_000,
        );
        const [victim, ...others] = running;
        victim?.kill('SIGKILL');
        if (victim && victim.exitCode === null) await once(victim, 'exit');
        running = [...others, await start()];
      }
      await until(async () => (await unfinished(database)) === 0 || undefined, 60_000);
    } finally {
      for (const child of running) child.kill('SIGKILL');
    }
    const rows = await database.read('SELECT customer_id, status FROM alert_message');
    expect(rows).toHaveLength(customers);
    for (const { customer_id, status } of rows) {
      const got =
        (receiver.taken.get(`${customer_id}@example.com`) ?? 0) +
        (receiver.taken.get(`/${customer_id}`) ?? 0);
      // Who was being sent to at the kill may or may not have it; nobody is sent it again.
      expect([status, got]).toEqual(status === 'unknown' ? ['unknown', Math.min(got, 1)] : ['sent', 1]);
    }
    await receiver.close();
  }, 180_000);
});

async function startSender(args: readonly string[]): Promise<ChildProcess> {
  const program = await compiled('test/alerts/support/sender.ts');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function unfinished(database: Database): Promise<number> {
  const { queued = 0, leased = 0, sending = 0 } = await states(database);
  const [left] = await database.read(`SELECT COUNT(*) AS count FROM alert WHERE status = 'waiting'`);
  return queued + leased + sending + Number(left?.count);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
