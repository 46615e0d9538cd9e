/** The real server as a process of its own, so that a test can kill it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { hasErrorCode } from '../../src/core/errors.ts';
import { directLineSecret } from './app.ts';
import { bringLearnt } from './learnt-bank.ts';
import { smallKnowledge } from './small-knowledge.ts';

export interface ServerProcess {
  readonly base: string;
  readonly port: number;
  readonly pid: number | undefined;
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
  for (const child of alive) endAtOnce(child);
});

/** With all that it started; what is gone already is no matter. */
function endAtOnce({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!hasErrorCode(error, 'ESRCH')) throw error;
  }
}

/** Starts `npm start`'s program; resolves when it serves. Rejects with its output when it ends before that. */
export async function startServer(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  return serving(spawnServer(environment));
}

/** The same below a shell that waits for it, as npm has it; the shell is what is asked to end. */
export async function startServerInShell(
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  return serving(spawnServer({ ...environment, npm_lifecycle_event: 'start' }, true));
}

async function serving({ child, output, ended }: ReturnType<typeof spawnServer>): Promise<ServerProcess> {
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
    pid: child.pid,
    output,
    async kill() {
      endAtOnce(child);
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

/** Runs `shopdesk` on the command line; resolves with its exit code and what it said. */
export async function runShopdesk(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  const { output, ended } = spawnProgram(['shopdesk', ...words], environment);
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

function spawnServer(environment: Readonly<Record<string, string>>, inShell = false) {
  return spawnProgram(['serve'], environment, inShell);
}

function spawnProgram(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  inShell = false,
) {
  const program = ['src/launch.mjs', ...words];
  const [first, options] = inShell
    ? ['sh', ['-c', '"$0" "$@"; exit', process.execPath, ...program]]
    : [process.execPath, program];
  const child = spawn(first, options, {
    cwd: root,
    // A group of its own, so that it can be ended with all that it started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      TMPDIR: process.env.TMPDIR,
      PORT: '0',
      HOST: 'localhost',
      DIRECT_LINE_SECRET: directLineSecret,
      WIDGET_TOKENS_PER_MINUTE: '1000000',
      SENDS_PER_TEN_SECONDS: '1000000',
      UPLOADS_PER_HOUR: '1000000',
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
