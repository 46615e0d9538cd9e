/** `shopdesk knowledge diff`: which saved questions an edited folder would answer differently. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ShopdeskError } from '../core/errors.ts';
import { languages } from '../core/language.ts';
import { createUnderstanding, type Understander, type Understood } from '../understanding/index.ts';
import { loadShopBank } from './shop-bank.ts';

export interface KnowledgeDiff {
  readonly questions: number;
  readonly changed: readonly Change[];
  /** Questions whose saved expectation the edited folder does not meet. */
  readonly broken: readonly Change[];
}

export interface Change {
  readonly text: string;
  readonly before: Outcome;
  readonly after: Outcome;
  readonly expect?: string;
}

interface Outcome {
  readonly zone: Understood['zone'];
  /** The best entry; absent when nothing came near. */
  readonly entry?: string;
}

export interface SavedQuestion {
  readonly text: string;
  readonly language?: (typeof languages)[number] | undefined;
  /** The entry that must answer it, or `none` when the bot must not answer. */
  readonly expect?: string | undefined;
}

const savedQuestion = z.object({
  text: z.string().min(1),
  language: z.enum(languages).optional(),
  expect: z.string().optional(),
});

/** Reads saved questions, JSON lines `{"text", "expect"?, "language"?}`. */
export async function readSavedQuestions(file: string): Promise<SavedQuestion[]> {
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = savedQuestion.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    throw new ShopdeskError(
      'cli.questions',
      `${file}, line ${index + 1} is not {"text", "expect"?, "language"?}.`,
    );
  });
}

/** @param nowMs Unix ms, at which both folders are compared. */
export async function diffKnowledge(
  folder: string,
  edited: string,
  questions: readonly SavedQuestion[],
  nowMs: number,
): Promise<KnowledgeDiff> {
  const [before, after] = await Promise.all([understand(folder, nowMs), understand(edited, nowMs)]);
  try {
    const all = questions.map(({ text, language, expect }): Change => {
      const hints = language ? { language } : {};
      return {
        text,
        before: outcomeOf(before.understand(text, hints)),
        after: outcomeOf(after.understand(text, hints)),
        ...(expect && { expect }),
      };
    });
    return {
      questions: all.length,
      changed: all.filter((each) => answerOf(each.before) !== answerOf(each.after)),
      broken: all.filter(({ after: now, expect }) => expect !== undefined && answerOf(now) !== expect),
    };
  } finally {
    await Promise.all([before.close(), after.close()]);
  }
}

async function understand(folder: string, nowMs: number): Promise<Understander & { close(): Promise<void> }> {
  return createUnderstanding(await loadShopBank(folder, nowMs));
}

function outcomeOf({ zone, candidates }: Understood): Outcome {
  const entry = candidates[0]?.id;
  return { zone, ...(entry && { entry }) };
}

/** What the shopper gets: the entry, or `none`; a "did you mean" is not an answer yet. */
function answerOf({ zone, entry }: Outcome): string {
  return zone === 'answer' && entry ? entry : 'none';
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
