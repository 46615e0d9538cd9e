/** Writes an FAQ entry as the file a merchant edits; the inverse of `parseFaqEntry`. */
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { ShopdeskError } from '../core/errors.ts';
import { languages } from '../core/language.ts';
import { parseFaqEntry } from './faq.ts';
import type { FaqEntry, FaqText } from './knowledge.ts';
import { failure, type Reading } from './reading.ts';

/**
 * The text of `entry.file`, such that reading it gives the entry back.
 *
 * @throws ShopdeskError `knowledge.entry-invalid` for an entry the format cannot hold, such as an empty
 * answer or one that begins with a list.
 */
export function formatFaqEntry(entry: FaqEntry): string {
  const written = writeFaqEntry(entry);
  if (written.ok) return written.value;
  throw new ShopdeskError(
    'knowledge.entry-invalid',
    `"${entry.id}" cannot be written: ${written.problems[0]?.reason}`,
    { remedy: 'Correct the entry and save again.' },
  );
}

/** The same, with everything that is wrong at the lines of the file that it would be. */
export function writeFaqEntry(entry: FaqEntry): Reading<string> {
  const settings = {
    owner: entry.owner,
    'valid-until': entry.validUntil,
    links: entry.links.length > 0 ? entry.links : undefined,
  };
  const sections = languages.flatMap((language) => {
    const text = entry.texts[language];
    return text ? [formatSection(language, text)] : [];
  });
  const written = `---\n${stringify(settings, { lineWidth: 0 })}---\n${sections.join('\n')}`;
  const read = parseFaqEntry({ file: entry.file, text: written });
  if (!read.ok) return read;
  const { validUntil, ...rest } = entry;
  if (isDeepStrictEqual(read.value, validUntil === undefined ? rest : entry)) {
    return { ok: true, value: written };
  }
  return failure(
    entry.file,
    1,
    'reading it back gives another entry: look for line breaks and spaces at ends',
  );
}

function formatSection(language: string, text: FaqText): string {
  const items = [...text.phrasings, ...text.counterExamples.map((counter) => `not: ${counter}`)];
  const list = items.map((item) => `- ${item}\n`).join('');
  return `# ${language}: ${text.question}\n${list}\n${text.answer}\n`;
}
