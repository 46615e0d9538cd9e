/** `shopdesk knowledge diff`: which saved questions an edited folder would answer differently. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ShopdeskError } from '../core/errors.ts';
import { languages } from '../core/language.ts';
import {
  answerOf,
  askBoth,
  createUnderstanding,
  type Outcome,
  type Understander,
} from '../understanding/index.ts';
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
    const all = (await askBoth(before, after, questions)).map(
      ({ question: { text, expect }, ...outcomes }): Change => ({
        text,
        ...outcomes,
        ...(expect && { expect }),
      }),
    );
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

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
