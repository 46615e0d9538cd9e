/** What an edit would change, before it is made: questions that would get another answer, phrasings that lead elsewhere. */
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ShopdeskError } from '../../core/errors.ts';
import { type Language, languages } from '../../core/language.ts';
import { entryFile, type FaqEntry, type Knowledge, type KnowledgeWatch } from '../../knowledge/index.ts';
import type { Database } from '../../store/index.ts';
import {
  answerOf,
  askBoth,
  type BankEntry,
  compareAnswers,
  duplicatesIn,
  type Outcome,
  type Understander,
  type Understanding,
} from '../../understanding/index.ts';
import { readEdit } from './content.ts';
import type { Edit, Preview } from './shapes.ts';

const loggedDays = 30;
/** Of the log, the latest; and of those the most frequent. */
const mostTraces = 3_000;
const mostQuestions = 500;
/** Entries that come near the edited one; only their phrasings can be stolen. */
const mostRivals = 8;

interface Question {
  readonly text: string;
  readonly language: Language;
  /** How often it was asked. */
  readonly times: number;
}

export function createPreview({
  database,
  knowledge,
  understanding,
  bankOf,
  clock,
}: {
  database: Database;
  knowledge: Pick<KnowledgeWatch, 'current' | 'sourceOf' | 'refresh'>;
  understanding: Pick<Understanding, 'trial'>;
  bankOf: (knowledge: Knowledge) => readonly BankEntry[];
  clock: Clock;
}) {
  return { ofEdit, ofDeletion };

  async function ofEdit(id: string, edit: Edit): Promise<Preview> {
    await knowledge.refresh();
    const read = readEdit(id, edit);
    const before = knowledge.sourceOf(entryFile(id))?.text ?? null;
    const nothing = { questions: 0, changed: [], stolen: [], duplicates: [] };
    if (!read.ok) return { problems: [...read.problems], text: null, before, ...nothing };

    const { text, entry } = read.value;
    const current = knowledge.current();
    const old = current.faq.find((each) => each.id === id);
    const edited = bankOf({ ...current, faq: [...current.faq.filter((each) => each !== old), entry] });
    const trial = await understanding.trial(edited);
    const logged = await loggedQuestions();
    const dropped = phrasingsOf(old).filter((each) => !has(phrasingsOf(entry), each));
    const added = phrasingsOf(entry).filter((each) => !has(phrasingsOf(old), each));
    const differences = await compareAnswers(trial.before, trial.after, [
      ...logged,
      ...dropped.filter((each) => !has(logged, each)),
    ]);
    const answerId = `faq:${id}`;
    return {
      problems: [],
      text,
      before,
      questions: logged.length,
      changed: differences.map(({ question, ...outcomes }) => ({
        ...question,
        before: told(outcomes.before),
        after: told(outcomes.after),
      })),
      stolen: [
        ...(await ownedByOthers(answerId, added, trial.before)),
        ...(await takenFromOthers(answerId, phrasingsOf(entry), edited, trial)),
      ],
      duplicates: duplicatesIn(edited).flatMap(({ text: phrasing, entries }) =>
        entries.includes(answerId)
          ? entries.filter((each) => each !== answerId).map((each) => ({ phrasing, entry: each }))
          : [],
      ),
    };
  }

  /** What would be answered otherwise, or not at all, without this entry. @throws ShopdeskError `knowledge.unknown` */
  async function ofDeletion(id: string): Promise<Preview> {
    await knowledge.refresh();
    const current = knowledge.current();
    const old = current.faq.find((each) => each.id === id);
    if (!old) throw new ShopdeskError('knowledge.unknown', `There is no entry "${id}".`);
    const rest = bankOf({ ...current, faq: current.faq.filter((each) => each !== old) });
    const trial = await understanding.trial(rest);
    const logged = await loggedQuestions();
    const own = phrasingsOf(old).filter((each) => !has(logged, each));
    const differences = await compareAnswers(trial.before, trial.after, [...logged, ...own]);
    return {
      problems: [],
      text: null,
      before: knowledge.sourceOf(entryFile(id))?.text ?? null,
      questions: logged.length,
      changed: differences.map(({ question, ...outcomes }) => ({
        ...question,
        before: told(outcomes.before),
        after: told(outcomes.after),
      })),
      stolen: [],
      duplicates: [],
    };
  }

  /** New phrasings of the entry that the bot answers from another one today. */
  async function ownedByOthers(
    answerId: string,
    added: readonly Question[],
    before: Understander,
  ): Promise<Preview['stolen']> {
    const asked = await askBoth(before, before, added);
    return asked.flatMap(({ question, before: outcome }) => {
      const from = answerOf(outcome);
      return from === 'none' || from === answerId ? [] : [{ phrasing: question.text, from, by: answerId }];
    });
  }

  /** Phrasings of other entries that would lead to the edited one. */
  async function takenFromOthers(
    answerId: string,
    phrasings: readonly Question[],
    bank: readonly BankEntry[],
    { before, after }: { before: Understander; after: Understander },
  ): Promise<Preview['stolen']> {
    const near = new Map<string, number>();
    for (const { text, language } of phrasings) {
      for (const { id } of after.understand(text, { language }).candidates) {
        if (id !== answerId) near.set(id, (near.get(id) ?? 0) + 1);
      }
    }
    const rivals = [...near].sort(([, one], [, other]) => other - one).slice(0, mostRivals);
    const names = new Set(rivals.map(([id]) => id));
    const theirs = bank.flatMap(({ id, phrasings: own }) =>
      names.has(id) ? own.map(({ text, language }) => ({ text, language, times: 0, id })) : [],
    );
    const differences = await compareAnswers(before, after, theirs);
    return differences.flatMap(({ question, after: now }) =>
      answerOf(now) === answerId ? [{ phrasing: question.text, from: question.id, by: answerId }] : [],
    );
  }

  /** What shoppers asked lately, most frequent first. */
  async function loggedQuestions(): Promise<Question[]> {
    const rows = await database.read(
      `SELECT body FROM trace WHERE at >= $1 ORDER BY at DESC LIMIT ${mostTraces}`,
      [clock.now() - loggedDays * 86_400_000],
    );
    const counted = new Map<string, Question>();
    for (const row of rows) {
      const { text, language } = traceShape.parse(JSON.parse(String(row.body)));
      const key = `${language} ${text.toLowerCase()}`;
      counted.set(key, { text, language, times: (counted.get(key)?.times ?? 0) + 1 });
    }
    return [...counted.values()].sort((one, other) => other.times - one.times).slice(0, mostQuestions);
  }
}

const traceShape = z.object({ text: z.string(), language: z.enum(languages).catch('en') });

function phrasingsOf(entry: FaqEntry | undefined): Question[] {
  return languages.flatMap((language) => {
    const text = entry?.texts[language];
    return text ? [text.question, ...text.phrasings].map((each) => ({ text: each, language, times: 0 })) : [];
  });
}

const has = (questions: readonly Question[], { text, language }: Question) =>
  questions.some((each) => each.language === language && each.text === text);

const told = ({ zone, entry }: Outcome) => ({ zone, entry: entry ?? null });
