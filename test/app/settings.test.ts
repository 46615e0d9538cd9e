import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readSettings, settingsTable } from '../../src/settings.ts';

describe('settings', () => {
  it('have defaults with which the demo shop runs', () => {
    expect(readSettings({})).toMatchObject({ port: 3978, knowledgeFolder: 'knowledge', allowedOrigins: [] });
  });

  it('name every bad one and what it should be', () => {
    const bad = () =>
      readSettings({
        PORT: 'many',
        DATABASE_URL: 'mysql://x',
        LOG_LEVEL: 'loud',
        DIRECT_LINE_SECRET: 'short',
      });
    expect(bad).toThrow(/PORT: must be a whole number from 0 to 65535/);
    expect(bad).toThrow(/DATABASE_URL: must be an address such as postgres:/);
    expect(bad).toThrow(/LOG_LEVEL: must be one of debug/);
    expect(bad).toThrow(/DIRECT_LINE_SECRET: must have at least 16 characters/);
  });

  it('take an empty variable as unset', () => {
    expect(readSettings({ PORT: ' ', PUBLIC_URL: '' })).toMatchObject({ port: 3978, publicUrl: undefined });
  });

  it('read lists and addresses without their trailing slash', () => {
    const settings = readSettings({
      ALLOWED_ORIGINS: 'https://shop.example.com/, https://www.example.com',
      PUBLIC_URL: 'https://desk.example.com/',
    });
    expect(settings.allowedOrigins).toEqual(['https://shop.example.com', 'https://www.example.com']);
    expect(settings.publicUrl).toBe('https://desk.example.com');
  });

  it('are listed in the README as they are declared', async () => {
    const readme = await readFile(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
    expect(readme).toContain(settingsTable());
  });
});
