/** The real server as a process of its own, so that a test can kill it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { directLineSecret } from './app.ts';
import { bringLearnt } from './learnt-bank.ts';
import { smallKnowledge } from './small-knowledge.ts';

export interface ServerProcess {
  readonly base: string;
  readonly port: number;
  /** What it has printed so far, both outputs. */
  readonly output: () => string;
  /** Ends it without warning, as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end; resolves with its exit code. */
  terminate(): Promise<number | null>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts `npm start`'s program; resolves when it serves. Rejects with its output when it ends before that. */
export async function startServer(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const { child, output, ended } = spawnServer(environment);
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const [, found] = /http:\/\/localhost:(\d+)\//.exec(output()) ?? [];
      if (found) resolve(Number(found));
    });
    ended.then((code) => reject(new Error(`The server ended with code ${code}:\n${output()}`)), reject);
  });
  return {
    base: `http://localhost:${port}`,
    port,
    output,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    terminate() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Starts the server where it must not come up; resolves with its exit code and what it said. */
export async function failToStart(
  environment: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  const { output, ended } = spawnServer(environment);
  return { code: await ended, output: output() };
}

/** Settings of a server that knows little, in a folder of its own, and has learnt that already. */
export async function smallServer(
  folder: string,
): Promise<{ SHOPDESK_DATA: string; SHOPDESK_KNOWLEDGE: string }> {
  const [knowledge] = await Promise.all([
    smallKnowledge(folder),
    bringLearnt(inject('learntFolder'), folder, 'small'),
  ]);
  return { SHOPDESK_DATA: folder, SHOPDESK_KNOWLEDGE: knowledge };
}

function spawnServer(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['src/launch.mjs', 'serve'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      TMPDIR: process.env.TMPDIR,
      PORT: '0',
      HOST: 'localhost',
      DIRECT_LINE_SECRET: directLineSecret,
      WIDGET_TOKENS_PER_MINUTE: '1000000',
      SENDS_PER_TEN_SECONDS: '1000000',
      ...environment,
    },
  });
  alive.add(child);
  let text = '';
  const hear = (chunk: Buffer) => {
    text = `${text}${chunk}`.slice(-20_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = once(child, 'close').then(([code]: (number | null)[]) => {
    alive.delete(child);
    return code ?? null;
  });
  return { child, output: () => text, ended };
}
