/** Between what a form holds and the file of an entry. */
import { type Language, languages } from '../../core/language.ts';
import {
  entryFile,
  type FaqEntry,
  maximumBytes,
  parseFaqEntry,
  type Reading,
  writeFaqEntry,
} from '../../knowledge/index.ts';
import type { Content, Edit } from './shapes.ts';

/** The file that an edit makes, and the entry that is read from it, or everything that is wrong with it. */
export function readEdit(id: string, { content, text }: Edit): Reading<{ text: string; entry: FaqEntry }> {
  const file = entryFile(id);
  const written = content ? writeFaqEntry(entryOf(id, content)) : { ok: true as const, value: text ?? '' };
  if (!written.ok) return written;
  const whole = written.value.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  if (Buffer.byteLength(whole) > maximumBytes) {
    const reason = `the file would have more than ${maximumBytes / 1024} KiB`;
    return { ok: false, problems: [{ file, line: 1, reason }] };
  }
  const entry = parseFaqEntry({ file, text: whole });
  return entry.ok ? { ok: true, value: { text: whole, entry: entry.value } } : entry;
}

/** Spaces and empty lines that a form leaves are not part of an entry. */
export function entryOf(id: string, { owner, validUntil, links, texts }: Content): FaqEntry {
  const spoken = languages.flatMap((language) => {
    const text = texts[language];
    if (!text) return [];
    return [
      [
        language,
        {
          question: onOneLine(text.question),
          phrasings: text.phrasings.map(onOneLine).filter(Boolean),
          counterExamples: text.counterExamples.map(onOneLine).filter(Boolean),
          answer: text.answer.replaceAll('\r\n', '\n').trim(),
        },
      ] as const,
    ];
  });
  return {
    id,
    file: entryFile(id),
    owner: owner.trim(),
    ...(validUntil?.trim() && { validUntil: validUntil.trim() }),
    links: links.map(({ title, url }) => ({
      title:
        typeof title === 'string' ? onOneLine(title) : { en: onOneLine(title.en), zh: onOneLine(title.zh) },
      url: url.trim(),
    })),
    texts: Object.fromEntries(spoken),
  };
}

export function contentOf({ owner, validUntil, links, texts }: FaqEntry): Content {
  const copy = (language: Language) => {
    const text = texts[language];
    return text && { ...text, phrasings: [...text.phrasings], counterExamples: [...text.counterExamples] };
  };
  const [en, zh] = [copy('en'), copy('zh')];
  return {
    owner,
    validUntil: validUntil ?? null,
    links: links.map(({ title, url }) => ({ title: typeof title === 'string' ? title : { ...title }, url })),
    texts: { ...(en && { en }), ...(zh && { zh }) },
  };
}

const onOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
