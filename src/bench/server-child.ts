/** A server in a process of its own, so that its processor time and memory are measured apart from the clients'. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../../test/support/postgres.ts';
import { compiled } from '../compile.mjs';
import type { Measured, ServerKind } from './server-kinds.ts';

export interface BenchServer {
  readonly port: number;
  /** Processor time since its start, user and system, all threads. */
  cpuMicros(): Promise<number>;
  /** Resident memory after a garbage collection, bytes. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Longer than any server here waits before it begins to learn in the background. */
const idleWindowMs = 5_000;
/** Of one processor. */
const idleShare = 0.02;

/** @param postgresUrl of a server on which it gets a database of its own; without it, SQLite in a new folder. */
export async function spawnServer(kind: ServerKind, postgresUrl?: string): Promise<BenchServer> {
  const store = postgresUrl === undefined ? undefined : await createDatabase(postgresUrl);
  const server = await spawnServerOn(kind, store?.url);
  return {
    ...server,
    async stop() {
      await server.stop();
      await store?.drop();
    },
  };
}

/** @param databaseUrl of the database itself, so that several processes can share it. */
export async function spawnServerOn(kind: ServerKind, databaseUrl?: string): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-bench-'));
  // Compiled as what `npm start` runs is, all contenders alike.
  const child = fork(await compiled('src/bench/serve.ts'), [kind], {
    execArgv: ['--expose-gc', ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [])],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      SHOPDESK_DATA: folder,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'close');
  const ended = gone.then(([code]) => {
    throw new Error(`A server of the benchmark ended with code ${code}.`);
  });
  ended.catch(() => {});
  const { port }: { port: number } = await next(child, ended);
  const measure = async (what: 'cpu' | 'memory'): Promise<Measured> => {
    child.send(what);
    return next(child, ended);
  };
  const cpuMicros = async () => (await measure('cpu')).cpuMicros;
  await untilIdle(cpuMicros);
  return {
    port,
    cpuMicros,
    memory: async () => (await measure('memory')).memory,
    async stop() {
      child.send('stop');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A server may go on learning behind its first answers; that is part of its start, not of a message. */
async function untilIdle(cpuMicros: () => Promise<number>): Promise<void> {
  const giveUpAt = performance.now() + 180_000;
  let before = await cpuMicros();
  while (performance.now() < giveUpAt) {
    await delay(idleWindowMs);
    const now = await cpuMicros();
    if (now - before < idleWindowMs * 1_000 * idleShare) return;
    before = now;
  }
}

/** The next message of the child; each is the answer to one of ours. */
function next<T>(child: ChildProcess, ended: Promise<never>): Promise<T> {
  const message = once(child, 'message').then(([answer]) => answer);
  return Promise.race([message, ended]);
}
