/** The commands with which a merchant tests the knowledge, on a small folder of the test's own. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askBot } from '../../src/commands/ask.ts';
import { checkKnowledge } from '../../src/commands/knowledge-check.ts';
import { diffKnowledge, readSavedQuestions } from '../../src/commands/knowledge-diff.ts';
import { withStore } from '../../src/inspect.ts';
import { readSettings } from '../../src/settings.ts';
import { findGaps } from '../../src/understanding/index.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startTalk } from '../support/talk.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

const parking = [
  'Where can I park?',
  'is there a car park',
  'parking spaces near the shop',
  'where do I leave my car',
  'can I park outside',
  'do you have parking',
];
const gifts = [
  'Do you wrap gifts?',
  'gift wrapping',
  'can you wrap it as a present',
  'is wrapping paper free',
  'wrapped for a birthday',
  'do you do gift paper',
];

function entry(phrasings: readonly string[], answer: string, header = ''): string {
  const [question, ...others] = phrasings;
  return `---\nowner: Team\n${header}---\n# en: ${question}\n${others.map((text) => `- ${text}\n`).join('')}\n${answer}\n`;
}

describe('knowledge commands', () => {
  let folder: string;
  const write = (name: string, text: string, below = 'shop') =>
    writeFile(join(folder, below, 'faq', name), text);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shopdesk-commands-'));
    for (const each of ['shop', 'edited']) await mkdir(join(folder, each, 'faq'), { recursive: true });
    for (const each of ['shop', 'edited']) {
      await write('parking.md', entry(parking, 'Behind the shop.'), each);
      await write('gifts.md', entry(gifts, 'Yes, for free.'), each);
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('ask answers from a folder that holds nothing but answers', async () => {
    const asked = await askBot('is there a car park?', join(folder, 'shop'));
    expect(asked.answer).toEqual(['Behind the shop.']);
    const lost = await askBot('flurble grommet', join(folder, 'shop'));
    expect(lost.zone).toBe('decline');
    expect(lost.answer).not.toEqual([]);
  });

  it('check finds doubled, expired, expiring and unreadable entries', async () => {
    await write(
      'old.md',
      entry(['Is there a summer sale?', 'summer sale dates'], 'In July.', 'valid-until: 2026-08-01\n'),
    );
    await write(
      'soon.md',
      entry(['Is there a winter sale?', 'do you wrap gifts'], 'Until December.', 'valid-until: 2026-12-01\n'),
    );
    await write('broken.md', 'no front matter');
    await mkdir(join(folder, 'shop', 'rules'), { recursive: true });
    const rules = {
      alerts: 'campaigns: [{ id: fair, kind: anouncement }]',
      handoff: '- decline: 2',
      bundles: '- id: deck-tapes\n  whn: {}',
    };
    for (const [name, text] of Object.entries(rules))
      await writeFile(join(folder, 'shop', 'rules', `${name}.yaml`), text);
    const check = await checkKnowledge(join(folder, 'shop'), now);
    await rm(join(folder, 'shop', 'rules'), { recursive: true });
    expect(check.duplicates).toEqual([{ text: 'do you wrap gifts', entries: ['faq:gifts', 'faq:soon'] }]);
    expect(check.expired).toEqual(['faq:old']);
    expect(check.expiring).toEqual([{ entry: 'faq:soon', validUntil: '2026-12-01' }]);
    const [broken, ...ofRules] = check.problems;
    expect(broken).toEqual(expect.objectContaining({ file: 'faq/broken.md', line: 1 }));
    expect([...new Set(ofRules.map(({ file }) => file))].sort()).toEqual([
      'rules/alerts.yaml',
      'rules/bundles.yaml',
      'rules/handoff.yaml',
    ]);
    expect(JSON.stringify(ofRules)).toContain('campaigns › 0 › kind');
    expect(check.unfound).not.toContain('faq:parking');
    for (const name of ['old.md', 'soon.md', 'broken.md']) await rm(join(folder, 'shop', 'faq', name));
  });

  it('diff shows what an edit would change, and which expectations break', async () => {
    await rm(join(folder, 'edited', 'faq', 'gifts.md'));
    const saved = join(folder, 'saved.jsonl');
    await writeFile(
      saved,
      '{"text":"gift wrapping","expect":"faq:gifts"}\n{"text":"where can I park","expect":"faq:parking"}\n',
    );
    const questions = await readSavedQuestions(saved);
    const diff = await diffKnowledge(join(folder, 'shop'), join(folder, 'edited'), questions, now);
    expect(diff).toMatchObject({
      questions: 2,
      changed: [{ text: 'gift wrapping' }],
      broken: [{ text: 'gift wrapping' }],
    });
    const same = await diffKnowledge(join(folder, 'shop'), join(folder, 'shop'), questions, now);
    expect(same).toMatchObject({ questions: 2, changed: [], broken: [] });
  });

  it('diff says which line of the saved questions is wrong', async () => {
    const saved = join(folder, 'wrong.jsonl');
    await writeFile(saved, '{"text":"a"}\nnot json\n');
    await expect(readSavedQuestions(saved)).rejects.toThrow(/line 2/);
  });
});

describe('gaps', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('are questions nobody could answer, alike ones together', async () => {
    const talk = await startTalk(app.base);
    const another = await startTalk(app.base);
    await talk('zxqv blorb frumious bandersnatch');
    await another('zxqv blorb frumious bandersnatches');
    await talk('what are your opening hours?');
    const gaps = await withStore(readSettings({ SHOPDESK_DATA: app.dataFolder }), (database) =>
      findGaps(database, 0),
    );
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ count: 2, conversations: 2 });
    expect(gaps[0]?.examples).toContain('zxqv blorb frumious bandersnatch');
  });
});
