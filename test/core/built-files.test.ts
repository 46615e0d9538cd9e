/** What is made of other files is made once, and again as soon as one of them changes. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { built, root } from '../../src/core/built-files.mjs';

const kind = `test-${process.pid}`;
let sources: string;
let made = 0;

async function make(unfinished: string): Promise<void> {
  made++;
  await writeFile(join(unfinished, 'made'), await readFile(join(sources, 'source')));
}

const build = () => built(kind, [relative(root, sources)], make);

beforeAll(async () => {
  sources = await mkdtemp(join(tmpdir(), 'shopdesk-sources-'));
  await writeFile(join(sources, 'source'), 'one');
});
afterAll(async () => {
  await rm(dirname(await build()), { recursive: true });
  await rm(sources, { recursive: true });
});

it('is made once for the same sources', async () => {
  const first = await build();
  expect(await build()).toBe(first);
  expect(made).toBe(1);
});

it('is made again when a source changes, by several at once too, and nothing unfinished is left', async () => {
  await writeFile(join(sources, 'source'), 'another');
  const folders = await Promise.all([build(), build(), build()]);
  expect(new Set(folders).size).toBe(1);
  const [folder = ''] = folders;
  expect(await readFile(join(folder, 'made'), 'utf8')).toBe('another');
  expect((await readdir(dirname(folder))).length).toBe(2);
});

it('fails as the making failed, and keeps nothing', async () => {
  await writeFile(join(sources, 'source'), 'a third');
  const failing = built(kind, [relative(root, sources)], () => Promise.reject(new Error('line 3')));
  await expect(failing).rejects.toThrow('line 3');
  expect(await readFile(join(await build(), 'made'), 'utf8')).toBe('a third');
});
