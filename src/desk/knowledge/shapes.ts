/** The knowledge as the desk's API shows it; every type of it is inferred from here. Times are Unix ms, UTC. */
import { z } from 'zod';
import { languages } from '../../core/language.ts';

export const gapStates = ['new', 'drafted', 'done', 'ignored'] as const;

/** Control characters but line breaks and tabs, lone surrogates, separators, and overrides of direction. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
export const plainText = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !invisible.test(text), 'has an invisible control character');

const time = z.number().int();
const entryName = z.string().describe('Such as faq:returns, or intent:…');

export const entryId = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,99}$/u, 'only letters, digits and hyphens, at most 100');

const textShape = z.object({
  question: plainText(300),
  phrasings: z.array(plainText(300)).max(1_000).default([]).describe('Other ways to ask it'),
  counterExamples: z.array(plainText(300)).max(200).default([]).describe('Alike, but not this question'),
  answer: plainText(20_000).describe('Markdown'),
});

/** What an entry says, as a form holds it. Whether it can be an entry is judged by the format of the files. */
export const contentShape = z.object({
  owner: plainText(100).describe('Who keeps this answer true'),
  validUntil: plainText(10).nullable().default(null).describe('Last day, such as 2027-01-31'),
  links: z
    .array(
      z.object({
        title: z.union([plainText(100), z.object({ en: plainText(100), zh: plainText(100) })]),
        url: plainText(2_000),
      }),
    )
    .max(10)
    .default([]),
  texts: z.object({ en: textShape.optional(), zh: textShape.optional() }),
});
export type Content = z.output<typeof contentShape>;

export const problemShape = z.object({
  file: z.string(),
  line: z.number().int().describe('From 1'),
  reason: z.string(),
});

export const entrySummaryShape = z.object({
  id: z.string(),
  questions: z.object({ en: z.string().optional(), zh: z.string().optional() }),
  languages: z.array(z.enum(languages)),
  owner: z.string(),
  validUntil: z.string().nullable(),
  state: z
    .enum(['good', 'expiring', 'expired', 'stale'])
    .describe('expiring: within two weeks. stale: nobody has touched it for a year.'),
  phrasings: z.number().int(),
  up: z.number().int().describe('Thumbs of the last 90 days'),
  down: z.number().int(),
  asked: z.number().int().describe('How often it was the answer in the last 90 days'),
  changedAt: time,
});
export type EntrySummary = z.infer<typeof entrySummaryShape>;

export const entryDetailShape = entrySummaryShape.extend({
  content: contentShape,
  text: z.string().describe('The Markdown file'),
  version: z.string().describe('Of the text; to be given back when it is saved'),
  place: z
    .enum(['file', 'desk'])
    .describe('Where the text lies: in the folder, or in the store that all share'),
});
export type EntryDetail = z.infer<typeof entryDetailShape>;

/** An edit, as a form or as the file itself. */
export const editShape = z
  .object({ content: contentShape.optional(), text: z.string().max(70_000).optional() })
  .refine(({ content, text }) => (content === undefined) !== (text === undefined), 'give content or text');
export type Edit = z.output<typeof editShape>;

const outcomeShape = z.object({
  zone: z.enum(['answer', 'offer', 'decline']),
  entry: entryName.nullable(),
});

export const previewShape = z.object({
  problems: z.array(problemShape).describe('When there are any, nothing else is computed'),
  text: z.string().nullable().describe('The file as it would be'),
  before: z.string().nullable().describe('The file as it is'),
  questions: z.number().int().describe('How many questions of shoppers were asked of both'),
  changed: z.array(
    z.object({
      text: z.string(),
      language: z.enum(languages),
      times: z.number().int().describe('How often it was asked lately; 0 for a phrasing that is taken out'),
      before: outcomeShape,
      after: outcomeShape,
    }),
  ),
  stolen: z.array(z.object({ phrasing: z.string(), from: entryName, by: entryName })),
  duplicates: z.array(z.object({ phrasing: z.string(), entry: entryName })),
});
export type Preview = z.infer<typeof previewShape>;

export const changeShape = z.object({
  id: z.string(),
  at: time,
  who: z.string(),
  entry: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  undoOf: z.string().nullable(),
});
export type KnowledgeChange = z.infer<typeof changeShape>;

export const thumbShape = z.object({
  chat: z.string(),
  message: z.string(),
  at: time,
  entry: entryName.nullable(),
  verdict: z.enum(['up', 'down']),
  comment: z.string().nullable(),
  question: z.string().nullable(),
  answer: z.string().nullable(),
});
export type Thumb = z.infer<typeof thumbShape>;

export const gapShape = z.object({
  id: z.string(),
  state: z.enum(gapStates),
  question: z.string().describe('The question it began with'),
  count: z.number().int(),
  conversations: z.number().int(),
  examples: z.array(z.string()).describe('The latest first, at most five'),
  language: z.enum(languages),
  askedIn: z.string().nullable().describe('The chat in which it was first asked'),
  nearest: z.object({ entry: entryName, confidence: z.number() }).nullable(),
  last: time,
  reopened: z.boolean().describe('It was done, and is asked again'),
  note: z.string().nullable(),
  draft: z.string().nullable(),
  entry: z.string().nullable().describe('What answers it since'),
});
export type DeskGap = z.infer<typeof gapShape>;

export const draftShape = z.object({
  id: z.string(),
  entry: z.string(),
  isNew: z.boolean().describe('There is no such entry yet'),
  version: z.string().nullable().describe('Of the entry as it is; to be given when it is published'),
  content: contentShape,
  problems: z.array(problemShape).describe('What keeps it from being published'),
  chat: z.string().nullable(),
  gap: z.string().nullable(),
  by: z.string(),
  at: time,
});
export type KnowledgeDraft = z.infer<typeof draftShape>;
