/**
 * Reads one FAQ entry: a Markdown file that a merchant edits.
 *
 *     ---
 *     owner: Shipping team
 *     valid-until: 2027-01-15
 *     links:
 *       - title: { en: Rates by country, zh: 各国运费 }
 *         url: https://shop.example/rates
 *     ---
 *     # en: Do you ship to Canada?
 *     - shipping to canada cost
 *     - not: Where is my parcel to Canada
 *
 *     Yes, we ship to every province.
 *
 *     # zh: 你们送货到加拿大吗？
 *     - 寄到加拿大多少钱
 *
 *     可以，加拿大各省都送。
 *
 * A section begins with `# language: question`. The list under it holds other phrasings, `- not:` marks a
 * counter-example. The first line that is no list item begins the answer, which runs to the next section.
 */
import { z } from 'zod';
import { type Language, languages } from '../core/language.ts';
import { checkSection, type Section } from './faq-section.ts';
import type { FaqEntry } from './knowledge.ts';
import { type Complaints, complaintsAbout, failure, type Reading, type TextFile } from './reading.ts';
import { isoDay, oneLine, webAddress } from './schemas.ts';
import { forbiddenCharacters, normaliseLineEnds } from './text-file.ts';
import { readYaml, type YamlValue } from './yaml.ts';

/** Never throws, whatever the text; a problem's line is always one of the file's. */
export function parseFaqEntry(source: TextFile): Reading<FaqEntry> {
  const text = normaliseLineEnds(source.text);
  const forbidden = forbiddenCharacters(source.file, text);
  if (forbidden.length > 0) return { ok: false, problems: forbidden };
  const lines = text.split('\n');
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === fence);
  if (lines[0]?.trimEnd() !== fence || end === -1) return failure(source.file, 1, noFrontMatter);

  const complaints = complaintsAbout(source.file);
  const id = idOf(source.file);
  if (id === undefined) complaints.add(1, badName);
  const head = readFrontMatter({ file: source.file, text: lines.slice(1, end).join('\n') });
  if (!head.ok) for (const problem of head.problems) complaints.add(problem.line, problem.reason);
  const texts = readSections(lines, end + 1, complaints);
  if (!head.ok || id === undefined || !complaints.none) return complaints.failure();

  const { owner, 'valid-until': validUntil, links } = head.value.value;
  return {
    ok: true,
    value: { id, file: source.file, owner, ...(validUntil && { validUntil }), links, texts },
  };
}

/** The file name without folder and ending; undefined when it cannot be an id. */
export function idOf(file: string): string | undefined {
  return /(?:^|\/)([\p{L}\p{N}][\p{L}\p{N}_-]{0,99})\.md$/iu.exec(file)?.[1];
}

const fence = '---';
const noFrontMatter =
  'the file must begin with a line "---", the settings (at least "owner: …"), and another line "---"';
const badName = 'rename the file: only letters, digits and hyphens before ".md"';

const linkTitle = oneLine.max(100, 'at most 100 characters');
/** One title in each language; a plain text is the title in both. */
const linkTitles = z.strictObject({ en: linkTitle, zh: linkTitle });

const frontMatter = z.strictObject({
  owner: oneLine.max(100, 'at most 100 characters'),
  'valid-until': isoDay.optional(),
  links: z
    .array(z.strictObject({ title: z.union([linkTitle, linkTitles]), url: webAddress }))
    .max(10, 'at most 10 links')
    .default([]),
});

function readFrontMatter(source: TextFile): Reading<YamlValue<z.infer<typeof frontMatter>>> {
  return readYaml(source, frontMatter, 1);
}

function readSections(lines: readonly string[], from: number, complaints: Complaints): FaqEntry['texts'] {
  const texts: { [language in Language]?: NonNullable<FaqEntry['texts'][Language]> } = {};
  const sections = splitSections(lines, from, complaints);
  if (sections.length === 0 && complaints.none) {
    complaints.add(lines.length, 'no question: begin one with "# en: …" or "# zh: …"');
  }
  for (const section of sections) {
    const text = checkSection(section, complaints);
    if (texts[section.language]) {
      complaints.add(section.line, `a second "# ${section.language}:" section; put all in one`);
    }
    texts[section.language] = text;
  }
  return texts;
}

function splitSections(lines: readonly string[], from: number, complaints: Complaints): Section[] {
  const sections: Section[] = [];
  let current: Section | undefined;
  let strayReported = false;
  for (const [index, content] of lines.entries()) {
    if (index < from) continue;
    const line = index + 1;
    if (looksLikeSection(content)) {
      const heading = parseHeading(content);
      if (!heading) complaints.add(line, badHeading);
      current = { language: heading?.language ?? 'en', question: heading?.question ?? '', line, lines: [] };
      if (heading) sections.push(current);
    } else if (current) {
      current.lines.push(content);
    } else if (content.trim() !== '' && !strayReported) {
      complaints.add(line, 'text before the first question; begin with "# en: …" or "# zh: …"');
      strayReported = true;
    }
  }
  return sections;
}

const badHeading =
  'a question begins with "# en: …" or "# zh: …"; for a heading inside an answer use "##" instead of "#"';

/** `# anything`, and slips such as `#en: …` and `## zh: …`, which would otherwise vanish in an answer. */
function looksLikeSection(line: string): boolean {
  return line.startsWith('# ') || line.trimEnd() === '#' || /^#{1,6}\s{0,9}(en|zh)\s{0,9}[:：]/i.test(line);
}

function parseHeading(line: string): { language: Language; question: string } | undefined {
  const colon = line.search(/[:：]/);
  if (!line.startsWith('# ') || colon === -1) return undefined;
  const written = line.slice(2, colon).trim().toLowerCase();
  const language = languages.find((known) => known === written);
  return language && { language, question: line.slice(colon + 1) };
}
