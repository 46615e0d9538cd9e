/** `npm run bench -- events`: how many events a second one core takes in, over HTTP, on SQLite. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startApp } from '../app.ts';
import { silentLog } from '../core/log.ts';
import { readSettings } from '../settings.ts';

const secret = 'a-secret-of-the-bench-only';
const customers = 500;
const perCall = 500;
const calls = 60;
const agreed = { purpose: 'personalisation', channel: 'all', granted: true, wording: 'I agree.' };

/** Page views and carts of 500 customers who agreed to them, in batches as a shop's back end sends them. */
export async function benchEvents(): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'shopdesk-bench-'));
  const settings = readSettings({
    HOST: 'localhost',
    PORT: '0',
    SHOPDESK_DATA: dataFolder,
    DIRECT_LINE_SECRET: secret,
  });
  const app = await startApp(settings, { log: silentLog });
  try {
    const call = (method: string, path: string, body: object) =>
      fetch(`http://localhost:${app.port}${path}`, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        body: JSON.stringify(body),
      });
    await call('PUT', '/api/customers', {
      customers: Array.from({ length: customers }, (_, i) => ({ id: `b-${i}`, consents: [agreed] })),
    });
    await call('POST', '/api/events', { events: batch(-1) });
    const cpu = process.cpuUsage();
    const since = performance.now();
    let accepted = 0;
    for (let n = 0; n < calls; n++) {
      const answer = await call('POST', '/api/events', { events: batch(n) });
      accepted += z.object({ accepted: z.number() }).parse(await answer.json()).accepted;
    }
    const seconds = (performance.now() - since) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const cpuSeconds = (user + system) / 1_000_000;
    process.stdout.write(
      `${accepted} events in ${seconds.toFixed(2)} s: ${Math.round(accepted / seconds)} a second, ` +
        `${Math.round(accepted / cpuSeconds)} for each second of a core (sender, server and store together)\n`,
    );
  } finally {
    await app.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

function batch(n: number): object[] {
  return Array.from({ length: perCall }, (_, i) => ({
    id: `${n}-${i}`,
    at: Date.now(),
    kind: 'page-view',
    customerId: `b-${(i * 7) % customers}`,
    page: { url: `https://shop.example/products/${i % 50}`, title: `Product ${i % 50}` },
    product: { id: `p-${i % 50}`, title: `Product ${i % 50}`, artist: `Artist ${i % 20}`, category: 'vinyl' },
  }));
}
