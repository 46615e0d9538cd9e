/** The knowledge screen's API over HTTP: found, previewed, saved into the merchant's files, taken back, refused. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntryDetail, EntrySummary, KnowledgeChange, Preview } from '../../src/desk/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { firstAdmin, invite, type Person } from '../support/desk.ts';
import { until } from '../support/direct-line-client.ts';
import { faqText, makeSmallShop, type SmallShop, smallFaq } from '../support/small-shop.ts';
import { startTalk } from '../support/talk.ts';

describe('the knowledge at the desk', () => {
  let shop: SmallShop;
  let app: TestApp;
  let admin: Person;
  let agent: Person;
  let boss: Person;
  beforeAll(async () => {
    shop = await makeSmallShop();
    app = await startTestApp({ SHOPDESK_KNOWLEDGE: shop.folder, DEMO_SHOP: 'off' });
    admin = await firstAdmin(app);
    agent = await invite(app.base, admin, { name: 'Ann' });
    boss = await invite(app.base, admin, { name: 'Sue', role: 'supervisor' });
  });
  afterAll(async () => {
    await app.stop();
    await shop.remove();
  });

  const find = async (query: string) => {
    const { entries } = await agent.call<{ entries: EntrySummary[] }>('GET', `/api/desk/knowledge?${query}`);
    return entries.map(({ id }) => id);
  };
  const entry = (id: string) => agent.call<EntryDetail>('GET', `/api/desk/knowledge/entries/${id}`);
  const fileOf = (id: string) => readFile(join(shop.folder, 'faq', `${id}.md`), 'utf8');

  it('is browsed and searched in both languages, with typing errors', async () => {
    expect(await find('')).toEqual(['gift-wrapping', 'parking', 'repairs']);
    expect((await find('words=turntbles'))[0]).toBe('repairs');
    expect((await find(`words=${encodeURIComponent('停车')}`))[0]).toBe('parking');
    expect((await find('words=wrapping'))[0]).toBe('gift-wrapping');
    expect(await find('words=%F0%9F%8E%89')).toEqual([]);
    expect(await entry('parking')).toMatchObject({
      questions: { en: 'Where can I park?', zh: '哪里可以停车？' },
      owner: 'Team',
      validUntil: null,
      state: 'good',
      phrasings: 7,
      place: 'file',
      text: smallFaq.parking,
      content: { texts: { en: { answer: 'Behind the shop.' } } },
    });
  });

  it('counts how often an answer was given and liked, and shows each thumb with its question', async () => {
    const talk = await startTalk(app.base);
    await talk('is there a car park');
    await talk.thumb('down');
    const parking = await until(async () => {
      const found = await entry('parking');
      return found.down === 1 ? found : undefined;
    });
    expect(parking).toMatchObject({ asked: 1, up: 0, down: 1 });
    expect(await find('show=disliked')).toEqual(['parking']);
    const { thumbs } = await agent.call<{ thumbs: object[] }>(
      'GET',
      '/api/desk/knowledge/thumbs?entry=faq:parking&verdict=down',
    );
    expect(thumbs).toMatchObject([
      {
        entry: 'faq:parking',
        verdict: 'down',
        question: 'is there a car park',
        answer: 'Behind the shop.',
        chat: talk.session.conversationId,
      },
    ]);
  });

  it('lists what expires and what nobody has touched for a year', async () => {
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const text = faqText(
      { en: ['Is there a winter sale?'] },
      { en: 'Yes.' },
      `owner: T\nvalid-until: ${soon}\n`,
    );
    await boss.call('PUT', '/api/desk/knowledge/entries/sale', { version: null, text });
    expect(await find('show=expiring')).toEqual(['sale']);
    expect(await find('show=stale')).toEqual([]);
    const { version } = await entry('sale');
    await boss.call('DELETE', `/api/desk/knowledge/entries/sale?version=${version}`);
    await expect(entry('sale')).rejects.toMatchObject({ status: 404 });
  });

  it('shows before saving which questions would be answered differently, and whose phrasing is taken', async () => {
    const talk = await startTalk(app.base);
    await talk('gift wrapping');
    const { content } = await entry('parking');
    const { en } = content.texts;
    const greedy = {
      ...content,
      texts: { ...content.texts, en: { ...en, phrasings: [...(en?.phrasings ?? []), 'gift wrapping'] } },
    };
    const preview = await agent.call<Preview>('POST', '/api/desk/knowledge/preview', {
      id: 'parking',
      content: greedy,
    });
    expect(preview.problems).toEqual([]);
    expect(preview.questions).toBeGreaterThanOrEqual(2);
    expect(preview.duplicates).toEqual([{ phrasing: 'gift wrapping', entry: 'faq:gift-wrapping' }]);
    expect(preview.stolen).toContainEqual({
      phrasing: 'gift wrapping',
      from: 'faq:gift-wrapping',
      by: 'faq:parking',
    });
    expect(preview.text).toContain('- gift wrapping');
    expect(preview.before).toBe(await fileOf('parking'));

    const empty = await agent.call<Preview>('POST', '/api/desk/knowledge/preview', {
      id: 'gift-wrapping',
      text: faqText({ en: ['Do you sell vinyl brushes?'] }, { en: 'Yes.' }),
    });
    expect(empty.changed).toContainEqual({
      text: 'can you wrap it as a present',
      language: 'en',
      times: 0,
      before: { zone: 'answer', entry: 'faq:gift-wrapping' },
      after: expect.objectContaining({ zone: expect.not.stringMatching('answer') }),
    });
    expect(await fileOf('gift-wrapping')).toBe(smallFaq['gift-wrapping']);

    // What deleting would leave unanswered, without doing it.
    const gone = await agent.call<Preview>(
      'POST',
      '/api/desk/knowledge/entries/gift-wrapping/deletion-preview',
    );
    expect(gone.changed).toContainEqual({
      text: 'can you wrap it as a present',
      language: 'en',
      times: 0,
      before: { zone: 'answer', entry: 'faq:gift-wrapping' },
      after: expect.objectContaining({ zone: expect.not.stringMatching('answer') }),
    });
    expect(gone.changed.map(({ before }) => before.entry)).not.toContain('faq:parking');
    await expect(
      agent.call('POST', '/api/desk/knowledge/entries/no-such-one/deletion-preview'),
    ).rejects.toMatchObject({ status: 404, code: 'knowledge.unknown' });
    expect(await fileOf('gift-wrapping')).toBe(smallFaq['gift-wrapping']);
  });

  it('is saved into the same Markdown file, live for shoppers, with history and undo', async () => {
    const talk = await startTalk(app.base);
    const { content, version } = await entry('repairs');
    const { en } = content.texts;
    if (!en) throw new Error('no English');
    const edited = { ...content, texts: { en: { ...en, answer: 'Yes, by the **old master**.' } } };
    const path = '/api/desk/knowledge/entries/repairs';
    const desk = await agent.listen();
    await expect(agent.call('PUT', path, { version, content: edited })).rejects.toMatchObject({
      status: 403,
    });
    const saved = await boss.call<EntryDetail>('PUT', path, { version, content: edited });
    expect(saved.version).not.toBe(version);
    await desk.next(({ value }) => JSON.stringify(value) === '{"what":"knowledge"}');
    desk.close();
    expect(await fileOf('repairs')).toContain('old master');
    await until(async () =>
      (await talk('fix my record player')).texts.join().includes('old master') ? true : undefined,
    );

    // Two people who began from the same text: the second one is told.
    await expect(boss.call('PUT', path, { version, content })).rejects.toMatchObject({
      status: 409,
      code: 'knowledge.conflict',
    });
    const { changes } = await agent.call<{ changes: KnowledgeChange[] }>(
      'GET',
      '/api/desk/knowledge/changes?entry=repairs',
    );
    expect(changes).toMatchObject([
      { who: 'Sue', before: smallFaq.repairs, after: saved.text, undoOf: null },
    ]);
    const undo = `/api/desk/knowledge/changes/${changes[0]?.id}/undo`;
    await boss.call('POST', undo);
    expect(await fileOf('repairs')).toBe(smallFaq.repairs);
    await expect(boss.call('POST', undo)).rejects.toMatchObject({ status: 409 });
  });

  it('keeps an edit that its merchant makes in the file meanwhile', async () => {
    const { version } = await entry('parking');
    const file = join(shop.folder, 'faq', 'parking.md');
    await writeFile(file, (smallFaq.parking ?? '').replace('Behind the shop.', 'In the street.'));
    await expect(
      boss.call('PUT', '/api/desk/knowledge/entries/parking', { version, text: smallFaq.parking }),
    ).rejects.toMatchObject({ status: 409 });
    await writeFile(file, 'half of a file');
    const good = await entry('parking');
    await expect(
      boss.call('PUT', '/api/desk/knowledge/entries/parking', {
        version: good.version,
        text: smallFaq.parking,
      }),
    ).rejects.toMatchObject({ status: 409 });
    expect(await fileOf('parking')).toBe('half of a file');
    await writeFile(file, smallFaq.parking ?? '');
  });

  it('deletes an entry, and takes that back', async () => {
    const { version } = await entry('parking');
    await boss.call('DELETE', `/api/desk/knowledge/entries/parking?version=${version}`);
    expect(await find('')).not.toContain('parking');
    const { changes } = await agent.call<{ changes: KnowledgeChange[] }>(
      'GET',
      '/api/desk/knowledge/changes?entry=parking&limit=1',
    );
    expect(changes[0]).toMatchObject({ after: null });
    const { entry: back } = await boss.call<{ entry: EntryDetail | null }>(
      'POST',
      `/api/desk/knowledge/changes/${changes[0]?.id}/undo`,
    );
    expect(back?.text).toBe(smallFaq.parking);
  });

  it('names file, line and reason of what cannot be an entry, and writes nothing', async () => {
    const refused = async (id: string, body: object) => {
      const response = await fetch(`${app.base}/api/desk/knowledge/entries/${id}`, {
        method: 'PUT',
        headers: { cookie: boss.cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const { error }: { error: { code: string; issues?: object[] } } = await response.json();
      return { status: response.status, ...error };
    };
    const text = '---\nowner: T\n---\n# en: Where?\n-here\n\nThere.\n';
    expect(await refused('new-one', { version: null, text })).toMatchObject({
      status: 400,
      code: 'knowledge.invalid',
      issues: [{ path: 'faq/new-one.md:5', message: 'put a space after "-"' }],
    });
    const control = { version: null, text: text.replace('-here', '- h\u0001ere') };
    expect(await refused('new-one', control)).toMatchObject({ status: 400, code: 'knowledge.invalid' });
    // No text with a NUL goes beyond the edge: the store cannot hold it.
    const nul = { version: null, text: text.replace('-here', '- h\u0000ere') };
    expect(await refused('new-one', nul)).toMatchObject({ status: 400, code: 'request.invalid' });
    const long = { version: null, text: `${text}${'a'.repeat(66_000)}` };
    expect(await refused('new-one', long)).toMatchObject({ status: 400, code: 'knowledge.invalid' });
    expect(await refused('new-one', { version: null, text: 'a'.repeat(500_000) })).toMatchObject({
      status: 413,
    });
    expect(await refused('new-one', { version: null })).toMatchObject({ status: 400 });
    for (const id of ['..%2F..%2Fpackage', '%2Fetc%2Fpasswd', 'readme', 'a%00b', 'a.md', 'a'.repeat(101)]) {
      expect(await refused(id, { version: null, text: smallFaq.repairs }), id).toMatchObject({ status: 400 });
    }
    // The file system may not tell the two apart.
    expect(await refused('REPAIRS', { version: null, text: smallFaq.repairs })).toMatchObject({
      status: 409,
    });
    const preview = await agent.call<Preview>('POST', '/api/desk/knowledge/preview', { id: 'new-one', text });
    expect(preview).toMatchObject({
      problems: [{ file: 'faq/new-one.md', line: 5 }],
      text: null,
      changed: [],
    });
    expect(await find('')).toEqual(['gift-wrapping', 'parking', 'repairs']);
  });
});
