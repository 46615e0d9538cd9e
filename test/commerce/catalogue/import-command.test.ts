/** The command line's import: kind from the content, a shop made on the way, the same file twice. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { importIntoStore, reportText } from '../../../src/commerce/catalogue/import-command.ts';

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))));

async function place(feed: string) {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-import-'));
  folders.push(folder);
  const path = join(folder, 'feed.txt');
  await writeFile(path, feed);
  const said: string[] = [];
  const run = (more: object) =>
    importIntoStore(
      { dataFolder: folder },
      { locations: [path], shop: 'north', match: false, say: (line) => said.push(line), ...more },
    );
  return { run, said };
}

describe('shopdesk import', () => {
  it('tells the kind, makes the shop, and reports row by row', async () => {
    const { run, said } = await place(
      'id\ttitle\tlink\tprice\n1\tOrrin C5\thttps://north.example/1\t279.00 USD\n2\tBroken\thttps://north.example/2\t1e309\n',
    );
    const report = await run({ currency: 'USD' });
    expect(report).toMatchObject({ kind: 'google-table', rows: 2, added: 1, refusedCount: 1 });
    expect(said.join()).toContain('google-table');
    expect(reportText(report)).toContain('row 2:');
    expect(await run({})).toMatchObject({ added: 0, unchanged: 1 });
  });

  it('says what is missing', async () => {
    const { run } = await place('id\ttitle\tlink\tprice\n');
    await expect(run({})).rejects.toMatchObject({ code: 'catalogue.unknown-shop' });
    await expect(run({ kind: 'paper' })).rejects.toMatchObject({ code: 'import.kind' });
    await expect(run({ currency: 'USD' })).rejects.toMatchObject({ code: 'import.nothing' });
    await expect(run({ locations: ['http://127.0.0.1/feed.xml'] })).rejects.toMatchObject({
      code: 'fetch.private',
    });
  });
});
