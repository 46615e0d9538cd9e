/** A knowledge folder of a test's own: the demo's replies, hours and rules with a handful of answers, quick to learn. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const demo = fileURLToPath(new URL('../../knowledge', import.meta.url));

export interface SmallShop {
  readonly folder: string;
  remove(): Promise<void>;
}

/** The Markdown of an entry. */
export function faqText(
  { en, zh }: { en?: readonly string[]; zh?: readonly string[] },
  answers: { en?: string; zh?: string },
  header = 'owner: Team\n',
): string {
  const section = (language: string, wordings: readonly string[] = [], answer = '') => {
    const [question, ...others] = wordings;
    return question
      ? `# ${language}: ${question}\n${others.map((text) => `- ${text}\n`).join('')}\n${answer}\n`
      : '';
  };
  return `---\n${header}---\n${[section('en', en, answers.en), section('zh', zh, answers.zh)].filter(Boolean).join('\n')}`;
}

/** Answers about parking, gifts and repairs. */
export const smallFaq: Readonly<Record<string, string>> = {
  parking: faqText(
    {
      en: [
        'Where can I park?',
        'is there a car park',
        'parking spaces near the shop',
        'where do I leave my car',
        'do you have parking',
      ],
      zh: ['哪里可以停车？', '有停车场吗', '附近能停车吗', '停车位在哪里'],
    },
    { en: 'Behind the shop.', zh: '店后面。' },
  ),
  'gift-wrapping': faqText(
    {
      en: [
        'Do you wrap gifts?',
        'gift wrapping',
        'can you wrap it as a present',
        'is wrapping paper free',
        'do you do gift paper',
      ],
    },
    { en: 'Yes, for free.' },
  ),
  repairs: faqText(
    {
      en: [
        'Do you repair turntables?',
        'my turntable is broken',
        'fix my record player',
        'repair service for turntables',
        'workshop for broken turntables',
      ],
    },
    { en: 'Yes, in our workshop.' },
  ),
};

export async function makeSmallShop(faq: Readonly<Record<string, string>> = smallFaq): Promise<SmallShop> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-small-'));
  for (const part of ['replies', 'rules', 'synonyms', 'hours.yaml']) {
    await cp(join(demo, part), join(folder, part), { recursive: true });
  }
  await mkdir(join(folder, 'faq'));
  for (const [id, text] of Object.entries(faq)) await writeFile(join(folder, 'faq', `${id}.md`), text);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
