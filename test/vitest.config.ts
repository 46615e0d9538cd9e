import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: more workers would only make the browser and PostgreSQL wait for each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes at once on an idle machine, and late on a busy one: neither says anything of it.
    expect: { poll: { timeout: 15_000 } },
    // A busy machine is late at moments that no test can foresee: what fails is tried once more, and the report says so.
    retry: 1,
    globalSetup: ['test/support/global-setup.ts'],
  },
});
