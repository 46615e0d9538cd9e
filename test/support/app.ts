/** A whole server for a test: in this process, on a free port, with its own empty store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type App, type AppOptions, startApp } from '../../src/app.ts';
import { silentLog } from '../../src/core/log.ts';
import { readSettings } from '../../src/settings.ts';
import { bringLearnt } from './learnt-bank.ts';

export const directLineSecret = 'a-secret-of-the-test-suite-only';

export interface TestApp {
  /** Such as `http://localhost:40001`. */
  readonly base: string;
  readonly dataFolder: string;
  /** Path that makes the first admin of the desk. */
  readonly deskLink: string | undefined;
  /** Loads ahead what the first question about products needs. */
  warm(): Promise<void>;
  /** Stops the server and starts it again on the same store and port. */
  restart(): Promise<void>;
  /** Stops the server and removes what it stored. */
  stop(): Promise<void>;
}

/** @param environment settings by their variables, over the suite's own. */
export async function startTestApp(
  environment: Readonly<Record<string, string>> = {},
  options: Partial<AppOptions> = {},
): Promise<TestApp> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'shopdesk-test-'));
  await bringLearnt(inject('learntFolder'), dataFolder, 'demo');
  const start = (port: number): Promise<App> => {
    const settings = readSettings({
      HOST: 'localhost',
      PORT: String(port),
      SHOPDESK_DATA: dataFolder,
      DIRECT_LINE_SECRET: directLineSecret,
      WIDGET_TOKENS_PER_MINUTE: '1000000',
      SENDS_PER_TEN_SECONDS: '1000000',
      UPLOADS_PER_HOUR: '1000000',
      ...environment,
    });
    return startApp(settings, { log: silentLog, ...options });
  };
  let app = await start(0);
  const { port } = app;
  return {
    base: `http://localhost:${port}`,
    dataFolder,
    deskLink: app.deskLink,
    warm: () => app.warm(),
    async restart() {
      await app.stop();
      app = await start(port);
    },
    async stop() {
      await app.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
