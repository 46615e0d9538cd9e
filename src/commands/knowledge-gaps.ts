/** `shopdesk knowledge gaps`: what could not be answered, alike questions together, most asked first. */
import { z } from 'zod';
import type { Database } from '../store/index.ts';

export interface Gap {
  readonly count: number;
  readonly conversations: number;
  /** The shoppers' own words, the latest first, at most five. */
  readonly examples: readonly string[];
  /** The entry that came nearest, and how sure the bot was of it. */
  readonly nearest: { readonly entry: string; readonly confidence: number } | undefined;
  /** ISO time of the latest. */
  readonly last: string;
}

interface Question {
  readonly conversation: string;
  readonly at: number;
  readonly text: string;
  readonly nearest: Gap['nearest'];
  readonly tokens: ReadonlySet<string>;
}

/** Two questions are one gap when they share this much of their words. */
const alike = 0.4;
const mostExamples = 5;
const traceSchema = z.object({ text: z.string() });

/**
 * @param sinceMs Unix ms.
 * Reads the traces of questions that were declined, or only offered a choice, or answered and given a thumb down.
 */
export async function findGaps(database: Database, sinceMs: number): Promise<Gap[]> {
  const rows = await database.read(
    `SELECT trace.conversation_id, trace.at, trace.top_id, trace.confidence, trace.body FROM trace
     WHERE trace.at >= $1 AND (trace.zone <> 'answer' OR EXISTS (
       SELECT 1 FROM feedback WHERE feedback.conversation_id = trace.conversation_id
       AND feedback.verdict = 'down' AND feedback.answer_id = trace.top_id))
     ORDER BY trace.at DESC`,
    [sinceMs],
  );
  const questions = rows.map((row): Question => {
    const { text } = traceSchema.parse(JSON.parse(String(row.body)));
    return {
      conversation: String(row.conversation_id),
      at: Number(row.at),
      text,
      nearest: row.top_id ? { entry: String(row.top_id), confidence: Number(row.confidence) } : undefined,
      tokens: tokensOf(text),
    };
  });
  return group(questions)
    .map(gapOf)
    .sort((one, other) => other.count - one.count || other.last.localeCompare(one.last));
}

/** Each question joins the group whose first one it is most like, or begins one. */
function group(questions: readonly Question[]): Question[][] {
  const groups: [Question, ...Question[]][] = [];
  for (const question of questions) {
    const likes = groups.map(([first]) => likeness(first.tokens, question.tokens));
    const best = likes.indexOf(Math.max(...likes));
    const joined = groups[best];
    if (joined && (likes[best] ?? 0) >= alike) joined.push(question);
    else groups.push([question]);
  }
  return groups;
}

function gapOf(questions: readonly Question[]): Gap {
  const texts = [...new Set(questions.map(({ text }) => text))];
  return {
    count: questions.length,
    conversations: new Set(questions.map(({ conversation }) => conversation)).size,
    examples: texts.slice(0, mostExamples),
    nearest: questions[0]?.nearest,
    last: new Date(questions[0]?.at ?? 0).toISOString(),
  };
}

/** Words of Latin scripts, pairs of Han characters. */
function tokensOf(text: string): Set<string> {
  const folded = text.normalize('NFKC').toLowerCase();
  const words = folded.match(/[\p{Script=Latin}\p{N}']{2,}/gu) ?? [];
  const han = folded.match(/\p{Script=Han}+/gu) ?? [];
  const pairs = han.flatMap((run) =>
    Array.from({ length: Math.max(1, run.length - 1) }, (_, at) => run.slice(at, at + 2)),
  );
  return new Set([...words.map((word) => word.replace(/(?:ing|ed|es|s)$/, '')), ...pairs]);
}

/** Jaccard: what they share of all they have. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const token of one) if (other.has(token)) shared++;
  const all = one.size + other.size - shared;
  return all === 0 ? 1 : shared / all;
}
