/**
 * Runs once per test run: starts PostgreSQL, learns the banks of the suite's servers, and tells each test file where they are;
 * compiles the program that the tests start, as the first `npm start` would.
 */
import type { TestProject } from 'vitest/node';
import { compiled } from '../../src/compile.mjs';
import { learnBank } from './learnt-bank.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Empty when PostgreSQL cannot run on this machine. */
    postgresUrl: string;
    /** Folder with what was learnt of the suite's banks. */
    learntFolder: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [learnt, postgres] = await Promise.all([
    learnBank(),
    startPostgres().catch(skipPostgres),
    compiled('src/main.ts'),
  ]);
  project.provide('learntFolder', learnt.folder);
  project.provide('postgresUrl', postgres?.url ?? '');
  return async () => {
    await Promise.all([learnt.remove(), postgres?.stop()]);
  };
}

function skipPostgres(error: unknown): undefined {
  console.warn(`PostgreSQL tests are skipped: ${error instanceof Error ? error.message : error}`);
}
