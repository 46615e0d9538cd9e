/** Several processes on one store: what one of them saves, all of them answer, each from its own copy of the files. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { randomIds } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { createKnowledgeDesk, createSharedEdits } from '../../src/desk/index.ts';
import { type KnowledgeWatch, watchKnowledge } from '../../src/knowledge/index.ts';
import type { Database } from '../../src/store/index.ts';
import { createUnderstanding } from '../../src/understanding/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { eachDatabase } from '../support/databases.ts';
import { firstAdmin } from '../support/desk.ts';
import { until } from '../support/direct-line-client.ts';
import { makeSmallShop, type SmallShop, smallFaq } from '../support/small-shop.ts';
import { startTalk } from '../support/talk.ts';

const ann = { id: 'ann', name: 'Ann' };
const repairs = smallFaq.repairs ?? '';
const edited = repairs.replace('in our workshop', 'by the old master');

/** What one process has of the knowledge. */
async function processOn(database: Database, shop: SmallShop) {
  const shared = createSharedEdits(database);
  const knowledge = await watchKnowledge(shop.folder, {
    onChange: () => {},
    log: silentLog,
    events: false,
    edits: shared.read,
  });
  const understanding = await createUnderstanding({ entries: [], synonyms: [] });
  const desk = createKnowledgeDesk({
    database,
    knowledge,
    folder: shop.folder,
    shared,
    understanding,
    bankOf: () => [],
    changed: () => {},
    clock: systemClock,
    ids: randomIds,
  });
  return { ...desk, knowledge, version: () => knowledge.sourceOf('faq/repairs.md')?.version ?? null };
}

let shops: SmallShop[] = [];
let watches: KnowledgeWatch[] = [];
let apps: TestApp[] = [];
const newShop = async () => {
  const shop = await makeSmallShop();
  shops.push(shop);
  return shop;
};

eachDatabase((engine, open, address) => {
  // Declared here, so that it runs before the store itself is taken away.
  afterEach(async () => {
    await Promise.all([...watches.map((watch) => watch.close()), ...apps.map((app) => app.stop())]);
    await Promise.all(shops.map((shop) => shop.remove()));
    [shops, watches, apps] = [[], [], []];
  });

  const twoProcesses = async () => {
    const database = await open();
    const [here, there] = [
      await processOn(database, await newShop()),
      await processOn(engine === 'postgres' ? await open() : database, await newShop()),
    ] as const;
    watches.push(here.knowledge, there.knowledge);
    return { here, there };
  };

  test('an edit is laid over the files of every process, which stay as they are', async () => {
    const { here, there } = await twoProcesses();
    await here.entries.save(ann, 'repairs', here.version(), { text: edited });
    await until(() => (there.knowledge.sourceOf('faq/repairs.md')?.text === edited ? true : undefined));
    expect(there.knowledge.sourceOf('faq/repairs.md')).toMatchObject({ place: 'desk' });
    expect(await readFile(join(shops[0]?.folder ?? '', 'faq', 'repairs.md'), 'utf8')).toBe(repairs);

    await there.entries.remove(ann, 'repairs', there.version() ?? '');
    await here.knowledge.refresh();
    expect(here.knowledge.current().faq.map(({ id }) => id)).toEqual(['gift-wrapping', 'parking']);
    const [deleted] = await here.entries.changes({ limit: 1 });
    await here.entries.undo(ann, deleted?.id ?? '');
    await there.knowledge.refresh();
    expect(there.knowledge.sourceOf('faq/repairs.md')?.text).toBe(edited);
    await here.entries.save(ann, 'brushes', null, { text: repairs.replaceAll('turntable', 'brush') });
    await there.knowledge.refresh();
    expect(there.knowledge.current().faq.map(({ id }) => id)).toContain('brushes');
  });

  test('of two who save the same text at once one wins, and the other is told', async () => {
    const { here, there } = await twoProcesses();
    for (let round = 0; round < 5; round++) {
      const version = here.version();
      const saves = await Promise.allSettled(
        [here, there].map(({ entries }, index) =>
          entries.save(ann, 'repairs', version, { text: `${repairs}\n${round} ${index}` }),
        ),
      );
      expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(saves.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'knowledge.conflict' },
      });
      await Promise.all([here.knowledge.refresh(), there.knowledge.refresh()]);
      expect(here.version()).toBe(there.version());
    }
    expect(await here.entries.changes({ entry: 'repairs', limit: 50 })).toHaveLength(5);
  });

  test('what the merchant writes into the file afterwards is the later word, and is told as such', async () => {
    const { here } = await twoProcesses();
    await here.entries.save(ann, 'repairs', here.version(), { text: edited });
    const theirs = repairs.replace('in our workshop', 'on Mondays');
    await writeFile(join(shops[0]?.folder ?? '', 'faq', 'repairs.md'), theirs);
    await here.knowledge.refresh();
    expect(here.knowledge.sourceOf('faq/repairs.md')).toMatchObject({ text: theirs, place: 'file' });
    expect(here.knowledge.current().problems).toMatchObject([
      { file: 'faq/repairs.md', reason: expect.stringContaining('in the history') },
    ]);
    await here.entries.save(ann, 'repairs', here.version(), { text: edited });
    expect(here.knowledge.sourceOf('faq/repairs.md')).toMatchObject({ text: edited, place: 'desk' });
    expect(here.knowledge.current().problems).toEqual([]);
  });

  if (engine === 'postgres') {
    test('two servers: saved at one over HTTP, answered at the other', async () => {
      const environment = async () => ({
        DATABASE_URL: await address(),
        DEMO_SHOP: 'off',
        SHOPDESK_KNOWLEDGE: (await newShop()).folder,
      });
      await open();
      const here = await startTestApp(await environment());
      apps.push(here);
      const admin = await firstAdmin(here);
      const there = await startTestApp(await environment());
      apps.push(there);
      const { version } = await admin.call<{ version: string }>('GET', '/api/desk/knowledge/entries/repairs');
      const saved = await admin.call('PUT', '/api/desk/knowledge/entries/repairs', { version, text: edited });
      expect(saved).toMatchObject({ place: 'desk' });
      const talk = await startTalk(there.base);
      await until(async () =>
        (await talk('fix my record player')).texts.join().includes('old master') ? true : undefined,
      );
    });
  }
});
