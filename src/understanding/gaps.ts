/** What could not be answered: questions of shoppers, alike ones together, most asked first. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Language, languages } from '../core/language.ts';
import type { Database } from '../store/index.ts';

export interface UnansweredQuestion {
  readonly conversation: string;
  /** Unix ms. */
  readonly at: number;
  readonly text: string;
  readonly language: Language;
  /** The entry that came nearest, and how sure the bot was of it. */
  readonly nearest: { readonly entry: string; readonly confidence: number } | undefined;
}

export interface Gap {
  /** Of the question it began with; stays while that one is remembered. */
  readonly id: string;
  /** The question it began with. */
  readonly question: string;
  readonly count: number;
  readonly conversations: number;
  /** The shoppers' own words, the latest first, at most five. */
  readonly examples: readonly string[];
  readonly language: Language;
  /** The conversation in which it was first asked; undefined where nobody knows (any more). */
  readonly askedIn: string | undefined;
  readonly nearest: UnansweredQuestion['nearest'];
  /** Unix ms of the latest; of a known gap that nobody asked again when it became known. */
  readonly last: number;
}

/** A gap that is known already: later questions like it join it. */
export interface KnownGap {
  readonly id: string;
  readonly question: string;
  readonly language: Language;
  readonly nearest: UnansweredQuestion['nearest'];
  readonly askedIn?: string | undefined;
  readonly at: number;
}

/** Two questions are one gap when they share this much of their words. */
const alike = 0.4;
const mostExamples = 5;
/** The latest ones say enough, and a shop with very many must not wait for the rest. */
const mostQuestions = 5_000;
const traceSchema = z.object({ text: z.string(), language: z.enum(languages).catch('en') });

/** The gaps since `sinceMs` (Unix ms). */
export async function findGaps(database: Database, sinceMs: number): Promise<Gap[]> {
  return groupGaps(await readUnanswered(database, sinceMs));
}

/** Questions that were declined, or only offered a choice, or answered and given a thumb down; oldest first. */
export async function readUnanswered(database: Database, sinceMs: number): Promise<UnansweredQuestion[]> {
  const rows = await database.read(
    `SELECT trace.conversation_id, trace.at, trace.top_id, trace.confidence, trace.body FROM trace
     WHERE trace.at >= $1 AND (trace.zone <> 'answer' OR EXISTS (
       SELECT 1 FROM feedback WHERE feedback.conversation_id = trace.conversation_id
       AND feedback.verdict = 'down' AND feedback.answer_id = trace.top_id))
     ORDER BY trace.at DESC LIMIT ${mostQuestions}`,
    [sinceMs],
  );
  return rows.reverse().map((row): UnansweredQuestion => {
    const { text, language } = traceSchema.parse(JSON.parse(String(row.body)));
    return {
      conversation: String(row.conversation_id),
      at: Number(row.at),
      text,
      language,
      nearest: row.top_id ? { entry: String(row.top_id), confidence: Number(row.confidence) } : undefined,
    };
  });
}

/** The id of the gap that begins with this question. */
export function gapId(question: string): string {
  const folded = [...tokensOf(question)].sort().join(' ') || question.trim().toLowerCase();
  return createHash('sha256').update(folded).digest('base64url').slice(0, 22);
}

interface Group {
  readonly id: string;
  readonly question: string;
  readonly language: Language;
  readonly tokens: ReadonlySet<string>;
  readonly members: UnansweredQuestion[];
  readonly askedIn: string | undefined;
  readonly known: KnownGap | undefined;
}

/**
 * Each question joins the group whose first one it is most like, or begins one. Oldest first, so that a group keeps
 * its beginning, and with it its id, while more is asked.
 */
export function groupGaps(questions: readonly UnansweredQuestion[], known: readonly KnownGap[] = []): Gap[] {
  const groups = new Map<string, Group>();
  /** Which groups have a word: only they can be like a question with it. */
  const having = new Map<string, Group[]>();
  const begin = (group: Group) => {
    groups.set(group.id, group);
    for (const token of keysOf(group.tokens)) {
      const others = having.get(token) ?? [];
      others.push(group);
      having.set(token, others);
    }
    return group;
  };
  for (const each of known)
    begin({ ...each, askedIn: each.askedIn, tokens: tokensOf(each.question), members: [], known: each });
  for (const question of questions) {
    const tokens = tokensOf(question.text);
    const id = gapId(question.text);
    const group =
      groups.get(id) ??
      mostAlike(tokens, having) ??
      begin({
        id,
        question: question.text,
        language: question.language,
        tokens,
        members: [],
        askedIn: question.conversation,
        known: undefined,
      });
    group.members.push(question);
  }
  return [...groups.values()]
    .map(gapOf)
    .sort((one, other) => other.count - one.count || other.last - one.last);
}

function mostAlike(
  tokens: ReadonlySet<string>,
  having: ReadonlyMap<string, readonly Group[]>,
): Group | undefined {
  let best: Group | undefined;
  let most = alike;
  const candidates = new Set(keysOf(tokens).flatMap((token) => having.get(token) ?? []));
  for (const group of candidates) {
    const share = likeness(group.tokens, tokens);
    if (share < most || (share === most && best)) continue;
    most = share;
    best = group;
  }
  return best;
}

function gapOf({ id, question, language, members, askedIn, known }: Group): Gap {
  const latest = members.toReversed();
  const texts = [...new Set([...latest.map(({ text }) => text), ...(known ? [question] : [])])];
  return {
    id,
    question,
    count: members.length,
    conversations: new Set(members.map(({ conversation }) => conversation)).size,
    examples: texts.slice(0, mostExamples),
    language: latest[0]?.language ?? language,
    askedIn,
    nearest: latest[0]?.nearest ?? known?.nearest,
    last: latest[0]?.at ?? known?.at ?? 0,
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

/** Questions without words, such as "???", are all alike. */
const keysOf = (tokens: ReadonlySet<string>) => (tokens.size > 0 ? [...tokens] : ['']);

/** Jaccard: what they share of all they have. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const token of one) if (other.has(token)) shared++;
  const all = one.size + other.size - shared;
  return all === 0 ? 1 : shared / all;
}
