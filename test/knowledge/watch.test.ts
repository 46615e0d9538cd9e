/** A folder that is edited while it serves, by people and by programs. */
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import {
  type JudgeRules,
  type Knowledge,
  type KnowledgeWatch,
  loadKnowledge,
  watchKnowledge,
} from '../../src/knowledge/index.ts';

let folder: string;
let watch: KnowledgeWatch | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'knowledge-'));
  for (const sub of ['faq', 'replies', 'synonyms']) await mkdir(path.join(folder, sub));
  await put('faq/hours.md', faq('Open?', 'At ten.'));
});

afterEach(async () => {
  await watch?.close();
  watch = undefined;
  await rm(folder, { recursive: true, force: true });
});

const faq = (question: string, answer: string) => `---\nowner: Ann\n---\n# en: ${question}\n\n${answer}\n`;
const put = (file: string, text: string) => writeFile(path.join(folder, file), text);
/** All of it at once, so that nobody reads half of it. */
async function swap(file: string, text: string): Promise<void> {
  const unfinished = path.join(folder, 'unfinished');
  await writeFile(unfinished, text);
  await rename(unfinished, path.join(folder, file));
}
const answers = (knowledge: Knowledge) =>
  Object.fromEntries(knowledge.faq.map((entry) => [entry.id, entry.texts.en?.answer]));
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

/** A clock that moves only by `tick`. */
function handClock() {
  let now = 0;
  const tasks = new Set<{ due: number; task: () => void }>();
  const clock: Clock = {
    now: () => now,
    after(delayMs, task) {
      const entry = { due: now + delayMs, task };
      tasks.add(entry);
      return () => tasks.delete(entry);
    },
  };
  return {
    clock,
    pending: () => tasks.size,
    tick(milliseconds: number) {
      now += milliseconds;
      for (const entry of tasks) {
        if (entry.due > now) continue;
        tasks.delete(entry);
        entry.task();
      }
    },
  };
}

describe('loading once', () => {
  test('reads all kinds of files, in order of id, frozen', async () => {
    await put('faq/address.md', faq('Where?', 'Here.'));
    await put('replies/a.yaml', 'greet:\n  en: Hello\n  zh: 您好\n');
    await put('synonyms/zh.txt', '功放, 放大器\n');
    await put('hours.yaml', `time-zone: UTC\nweek: {${days('0:00-24:00')}}\n`);
    const knowledge = await loadKnowledge(folder);
    expect(knowledge.problems).toEqual([]);
    expect(knowledge.faq.map(({ id }) => id)).toEqual(['address', 'hours']);
    expect(knowledge.replies.get('greet')).toEqual({ en: ['Hello'], zh: ['您好'] });
    expect(knowledge.synonyms).toEqual([{ language: 'zh', words: ['功放', '放大器'] }]);
    expect(knowledge.hours?.timeZone).toBe('UTC');
    expect(Object.isFrozen(knowledge) && Object.isFrozen(knowledge.faq[0]?.texts.en?.phrasings)).toBe(true);
  });

  test('a broken file is left out and named; the rest serves', async () => {
    await put('faq/broken.md', '---\nowner: Ann\n---\n# en: Why?\n');
    await writeFile(path.join(folder, 'faq/latin.md'), Buffer.from([0xe9]));
    await mkdir(path.join(folder, 'faq/folder.md'));
    await put('faq/large.md', 'x'.repeat(70_000));
    const knowledge = await loadKnowledge(folder);
    expect(answers(knowledge)).toEqual({ hours: 'At ten.' });
    expect(knowledge.problems.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'faq/broken.md:4',
      'faq/folder.md:1',
      'faq/large.md:1',
      'faq/latin.md:1',
    ]);
  });

  test('what editors and people leave beside the entries is not read', async () => {
    for (const name of [
      '.hours.md.swp',
      '.#hours.md',
      'hours.md~',
      '4913',
      'README.md',
      '.hidden.md',
      'notes.txt',
    ]) {
      await put(`faq/${name}`, 'x');
    }
    expect(await loadKnowledge(folder)).toMatchObject({ faq: [{ id: 'hours' }], problems: [] });
  });

  test('a reply in two files is said from the first, and the second is named', async () => {
    await put('replies/a.yaml', '# first\ngreet: { en: One, zh: 一 }\n');
    await put('replies/b.yaml', 'bye: { en: Bye, zh: 再见 }\ngreet: { en: Two, zh: 二 }\n');
    const knowledge = await loadKnowledge(folder);
    expect(knowledge.replies.get('greet')?.en).toEqual(['One']);
    expect(knowledge.replies.get('bye')?.en).toEqual(['Bye']);
    expect(knowledge.problems).toEqual([
      {
        file: 'replies/b.yaml',
        line: 2,
        reason: '"greet" is already in replies/a.yaml, line 2, which is used',
      },
    ]);
  });

  test('a folder that is not there is an error with a code', async () => {
    await expect(loadKnowledge(path.join(folder, 'none'))).rejects.toMatchObject({
      code: 'knowledge.folder-unreadable',
    });
    await rm(path.join(folder, 'replies'), { recursive: true });
    expect((await loadKnowledge(folder)).faq).toHaveLength(1);
  });
});

describe('watching', () => {
  async function start(options: { events?: boolean; clock?: Clock; judge?: JudgeRules } = {}) {
    const changes: Knowledge[] = [];
    const warnings: object[] = [];
    const lent: object[] = [];
    const started = await watchKnowledge(folder, {
      ...options,
      onChange: (knowledge) => changes.push(knowledge),
      log: { ...silentLog, warn: (fields) => ('missing' in fields ? lent : warnings).push(fields) },
    });
    watch = started;
    return {
      changes,
      warnings,
      lent,
      now: () => answers(started.current()),
      current: () => started.current(),
    };
  }

  test('an edit, a new file and a deletion are live', async () => {
    const { now, changes, current } = await start();
    expect(now()).toEqual({ hours: 'At ten.' });
    await put('faq/hours.md', faq('Open?', 'At nine.'));
    await eventually(() => expect(now()).toEqual({ hours: 'At nine.' }));
    await put('faq/address.md', faq('Where?', 'Here.'));
    await eventually(() => expect(now()).toEqual({ hours: 'At nine.', address: 'Here.' }));
    await rm(path.join(folder, 'faq/hours.md'));
    await eventually(() => expect(now()).toEqual({ address: 'Here.' }));
    expect(changes.at(-1)).toBe(current());
  });

  test('an editor that renames a new file over the old one never makes the entry vanish', async () => {
    const { now, changes } = await start();
    for (const answer of ['A', 'B', 'C']) {
      await rename(path.join(folder, 'faq/hours.md'), path.join(folder, 'faq/hours.md~'));
      await put('faq/.hours.new', faq('Open?', answer));
      await rename(path.join(folder, 'faq/.hours.new'), path.join(folder, 'faq/hours.md'));
      await eventually(() => expect(now()).toEqual({ hours: answer }));
    }
    expect(changes.map(({ faq: entries }) => entries.length)).not.toContain(0);
  });

  test('a file that breaks keeps its last good version and is told once; repaired, it is fresh', async () => {
    const { now, warnings, current, changes } = await start();
    const broken = '---\nowner: Ann\n---\n# en: Open?\n- when\n';
    await swap('faq/hours.md', broken);
    await eventually(() => expect(current().problems).toHaveLength(1));
    expect(changes).toEqual([]);
    expect(now()).toEqual({ hours: 'At ten.' });
    expect(warnings).toEqual([
      { file: 'faq/hours.md', line: 4, reason: expect.stringContaining('no answer') },
    ]);
    await put('faq/other.md', faq('Else?', 'No.'));
    await eventually(() => expect(now()).toEqual({ hours: 'At ten.', other: 'No.' }));
    expect(warnings).toHaveLength(1);
    await swap('faq/hours.md', `${broken}\n`);
    await eventually(() => expect(warnings).toHaveLength(2));
    await put('faq/hours.md', faq('Open?', 'At eight.'));
    await eventually(() => expect(now()).toEqual({ hours: 'At eight.', other: 'No.' }));
    expect(current().problems).toEqual([]);
  });

  test('a sentence that the folder lacks is said as it comes with the program, and told', async () => {
    await put('replies/a.yaml', 'greet: { en: Ahoy, zh: 喂 }\n');
    const { lent, current } = await start();
    expect(current().replies.get('greet')?.en).toEqual(['Ahoy']);
    expect(current().replies.get('error.turn')?.zh).toBeDefined();
    expect(current().lentReplies).not.toContain('greet');
    expect(lent).toEqual([{ missing: current().lentReplies?.length, first: expect.any(String) }]);
    await put('replies/a.yaml', 'error.turn: { en: Oops, zh: 哎呀 }\n');
    await eventually(() => expect(current().replies.get('error.turn')?.en).toEqual(['Oops']));
    expect(current().replies.get('greet')?.en).not.toEqual(['Ahoy']);
  });

  test("a sentence with a blank that nothing fills is told, and the program's own is said", async () => {
    await put('replies/a.yaml', 'welcome.by-name:\n  en: Ahoy {nam}\n  zh: 喂{nam}\n');
    const { current } = await start();
    expect(current().replies.get('welcome.by-name')?.en[0]).toContain('{name}');
    expect(current().problems).toEqual([
      { file: 'replies/a.yaml', line: 1, reason: expect.stringContaining('{nam}') },
    ]);
    await put('replies/a.yaml', 'welcome.by-name:\n  en: Ahoy {name} of {shop}\n  zh: "{shop}：{name}"\n');
    await eventually(() =>
      expect(current().replies.get('welcome.by-name')?.en).toEqual(['Ahoy {name} of {shop}']),
    );
    expect(current().problems).toEqual([]);
  });

  test('replies, synonyms and hours are live too, and keep their last good version', async () => {
    await put('replies/a.yaml', 'greet: { en: One, zh: 一 }\n');
    const { current } = await start();
    await put('replies/a.yaml', 'greet: { en: Two, zh: 二 }\n');
    await put('synonyms/en.txt', 'amp, amplifier\n');
    await put('hours.yaml', `time-zone: UTC\nweek: {${days('closed')}}\n`);
    await eventually(() => expect(current().replies.get('greet')?.en).toEqual(['Two']));
    await eventually(() => expect(current().synonyms).toHaveLength(1));
    await eventually(() => expect(current().hours?.timeZone).toBe('UTC'));
    await put('replies/a.yaml', 'greet: { en: Three }\n');
    await eventually(() => expect(current().problems).toHaveLength(1));
    expect(current().replies.get('greet')?.en).toEqual(['Two']);
  });

  test('rules are judged as they are saved; part of them serves only where nothing better did', async () => {
    const judge: JudgeRules = ({ file, text }) => ({
      problems: /wrong/.test(text) ? [{ file: `rules/${file}`, line: 1, reason: 'wrong' }] : [],
      restHolds: file !== 'whole.yaml',
    });
    await mkdir(path.join(folder, 'rules'));
    await swap('rules/part.yaml', 'first, partly wrong');
    await swap('rules/whole.yaml', 'first, wrong');
    const { current, warnings } = await start({ judge });
    const rules = () => current().rules.map(({ text }) => text);
    expect(rules()).toEqual(['first, partly wrong']);
    expect(warnings).toMatchObject([{ file: 'rules/part.yaml' }, { file: 'rules/whole.yaml' }]);
    await swap('rules/part.yaml', 'second, partly wrong');
    await eventually(() => expect(rules()).toEqual(['second, partly wrong']));
    await swap('rules/part.yaml', 'third');
    await swap('rules/whole.yaml', 'third');
    await eventually(() => expect(rules()).toEqual(['third', 'third']));
    await swap('rules/part.yaml', 'fourth, wrong');
    await swap('rules/whole.yaml', 'fourth, wrong');
    await eventually(() => expect(current().problems).toHaveLength(2));
    expect(rules()).toEqual(['third', 'third']);
    await swap('rules/part.yaml', 'fifth, wrong');
    await eventually(() => expect(warnings).toHaveLength(6));
    expect(rules()).toEqual(['third', 'third']);
  });

  test('many files at once, as a checkout writes them, all arrive', async () => {
    const { now } = await start();
    const ids = Array.from({ length: 300 }, (_, index) => `entry-${index}`);
    await Promise.all(ids.map((id) => put(`faq/${id}.md`, faq('What?', id))));
    await eventually(() => expect(Object.keys(now())).toHaveLength(301));
  });

  test('without file events a look every second finds the change', async () => {
    const { clock, tick, pending } = handClock();
    const { now, changes } = await start({ events: false, clock });
    await put('faq/hours.md', faq('Open?', 'At noon.'));
    tick(999);
    expect(pending()).toBe(1);
    tick(1);
    await eventually(() => expect(now()).toEqual({ hours: 'At noon.' }));
    await eventually(() => expect(pending()).toBe(1));
    tick(1000);
    await eventually(() => expect(pending()).toBe(1));
    expect(changes).toHaveLength(1);
  });

  test('a file must be missing at two looks before its entry goes', async () => {
    const { clock, tick, pending } = handClock();
    const { now } = await start({ events: false, clock });
    const text = await readFile(path.join(folder, 'faq/hours.md'), 'utf8');
    await rm(path.join(folder, 'faq/hours.md'));
    tick(1000);
    await eventually(() => expect(pending()).toBe(1));
    expect(now()).toEqual({ hours: 'At ten.' });
    await put('faq/hours.md', text);
    tick(200);
    await eventually(() => expect(pending()).toBe(1));
    await rm(path.join(folder, 'faq/hours.md'));
    tick(1000);
    await eventually(() => expect(pending()).toBe(1));
    expect(now()).toEqual({ hours: 'At ten.' });
    tick(200);
    await eventually(() => expect(now()).toEqual({}));
  });

  test('when the folder vanishes the last good version serves, until it is back', async () => {
    const { clock, tick, pending } = handClock();
    const { now, warnings } = await start({ events: false, clock });
    await rename(folder, `${folder}-away`);
    tick(1000);
    await eventually(() => expect(warnings).toHaveLength(1));
    expect(now()).toEqual({ hours: 'At ten.' });
    await rename(`${folder}-away`, folder);
    await put('faq/hours.md', faq('Open?', 'At six.'));
    await eventually(() => expect(pending()).toBe(1));
    tick(1000);
    await eventually(() => expect(now()).toEqual({ hours: 'At six.' }));
  });

  test('a subfolder that cannot be read takes nothing away, for as long as that lasts', async () => {
    const { now, warnings } = await start({ events: false });
    const [faqFolder, aside] = [path.join(folder, 'faq'), path.join(folder, 'aside')];
    await rename(faqFolder, aside);
    await symlink('faq', faqFolder);
    for (let looks = 0; looks < 3; looks++) await watch?.refresh();
    expect(now()).toEqual({ hours: 'At ten.' });
    expect(warnings.length).toBeGreaterThan(0);
    await rm(faqFolder);
    await rename(aside, faqFolder);
    await put('faq/hours.md', faq('Open?', 'At eleven.'));
    await watch?.refresh();
    expect(now()).toEqual({ hours: 'At eleven.' });
  });

  test('after closing nothing is told any more', async () => {
    const { clock, tick, pending } = handClock();
    const { changes } = await start({ events: false, clock });
    await watch?.close();
    await put('faq/hours.md', faq('Open?', 'Never.'));
    expect(pending()).toBe(0);
    tick(5000);
    expect(changes).toEqual([]);
  });
});

function days(windows: string): string {
  return ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    .map((day) => `${day}: "${windows}"`)
    .join(', ');
}
