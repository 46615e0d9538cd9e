/** Runs once per test run: starts PostgreSQL, and tells each test file where it is. */
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Empty when PostgreSQL cannot run on this machine. */
    postgresUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const server = await startPostgres();
    project.provide('postgresUrl', server.url);
    return server.stop;
  } catch (error) {
    console.warn(`PostgreSQL tests are skipped: ${error instanceof Error ? error.message : error}`);
    project.provide('postgresUrl', '');
    return async () => {};
  }
}
