/** Which questions two banks answer differently: what an edit of the knowledge would change, before it is made. */
import type { Language } from '../core/language.ts';
import type { Understander, Zone } from './understanding.ts';

export interface AskedQuestion {
  readonly text: string;
  readonly language?: Language | undefined;
}

export interface Outcome {
  readonly zone: Zone;
  /** The best entry; absent when nothing came near. */
  readonly entry?: string;
}

export interface Difference<Question extends AskedQuestion> {
  readonly question: Question;
  readonly before: Outcome;
  readonly after: Outcome;
}

/** So many questions are asked before others get a turn on the event loop. */
const atOnce = 20;

/** Asks all questions of both and keeps those to which a shopper would get another answer. */
export async function compareAnswers<Question extends AskedQuestion>(
  before: Understander,
  after: Understander,
  questions: readonly Question[],
): Promise<Difference<Question>[]> {
  const all = await askBoth(before, after, questions);
  return all.filter((each) => answerOf(each.before) !== answerOf(each.after));
}

/** The outcome of every question in both. */
export async function askBoth<Question extends AskedQuestion>(
  before: Understander,
  after: Understander,
  questions: readonly Question[],
): Promise<Difference<Question>[]> {
  const asked: Difference<Question>[] = [];
  for (const [index, question] of questions.entries()) {
    if (index % atOnce === atOnce - 1) await new Promise((resolve) => setImmediate(resolve));
    asked.push({ question, before: outcomeIn(before, question), after: outcomeIn(after, question) });
  }
  return asked;
}

/** What the shopper gets: the entry, or `none`; a "did you mean" is not an answer yet. */
export function answerOf({ zone, entry }: Outcome): string {
  return zone === 'answer' && entry ? entry : 'none';
}

function outcomeIn(understander: Understander, { text, language }: AskedQuestion): Outcome {
  const { zone, candidates } = understander.understand(text, language ? { language } : {});
  const entry = candidates[0]?.id;
  return { zone, ...(entry && { entry }) };
}
