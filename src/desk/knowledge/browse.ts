/** The entries as the desk looks through them: what they say, how they fare with shoppers, which need a look. */
import type { Clock } from '../../core/clock.ts';
import { ShopdeskError } from '../../core/errors.ts';
import { languages } from '../../core/language.ts';
import {
  entryFile,
  type FaqEntry,
  holdsOn,
  type KnowledgeProblem,
  type KnowledgeWatch,
  shopDay,
} from '../../knowledge/index.ts';
import type { Database, Row } from '../../store/index.ts';
import { findEntries, type Understander } from '../../understanding/index.ts';
import { contentOf } from './content.ts';
import type { EntryDetail, EntrySummary, Thumb } from './shapes.ts';

const dayMs = 86_400_000;
const figuresDays = 90;
const soonDays = 14;
const staleDays = 365;

export interface BrowseFilter {
  readonly words?: string | undefined;
  readonly show: 'all' | 'expiring' | 'stale' | 'disliked';
  readonly limit: number;
  readonly offset: number;
}

export interface ThumbFilter {
  readonly entry?: string | undefined;
  readonly verdict?: 'up' | 'down' | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

interface Figures {
  readonly asked: ReadonlyMap<string, number>;
  readonly up: ReadonlyMap<string, number>;
  readonly down: ReadonlyMap<string, number>;
}

export function createBrowse({
  database,
  knowledge,
  understander,
  clock,
}: {
  database: Database;
  knowledge: Pick<KnowledgeWatch, 'current' | 'sourceOf' | 'refresh'>;
  understander: Understander;
  clock: Clock;
}) {
  /** Found by words: the likeliest first; else in order of id, those with most thumbs down first where these are shown. */
  async function list({ words, show, limit, offset }: BrowseFilter): Promise<{
    entries: EntrySummary[];
    total: number;
    problems: KnowledgeProblem[];
  }> {
    const { faq, problems } = knowledge.current();
    const figures = await readFigures();
    const byId = new Map(faq.map((entry) => [entry.id, entry]));
    const found = words
      ? findEntries(faq, words, understander).flatMap((id) => byId.get(id) ?? [])
      : [...faq];
    const shown = found.map((entry) => summaryOf(entry, figures)).filter(fits[show]);
    if (show === 'disliked') shown.sort((one, other) => other.down - one.down);
    return {
      entries: shown.slice(offset, offset + limit),
      total: shown.length,
      problems: [...problems],
    };
  }

  /** As it lies there now, so that an edit begins from that. @throws ShopdeskError `knowledge.unknown` */
  async function need(id: string): Promise<EntryDetail> {
    await knowledge.refresh();
    const entry = knowledge.current().faq.find((each) => each.id === id);
    const source = knowledge.sourceOf(entryFile(id));
    if (!entry || !source) throw new ShopdeskError('knowledge.unknown', `There is no entry "${id}".`);
    const { text, version, place } = source;
    return { ...summaryOf(entry, await readFigures()), content: contentOf(entry), text, version, place };
  }

  function summaryOf(entry: FaqEntry, { asked, up, down }: Figures): EntrySummary {
    const answerId = `faq:${entry.id}`;
    const spoken = languages.filter((language) => entry.texts[language]);
    const changedAt = knowledge.sourceOf(entry.file)?.changedAt ?? 0;
    return {
      id: entry.id,
      questions: Object.fromEntries(spoken.map((language) => [language, entry.texts[language]?.question])),
      languages: spoken,
      owner: entry.owner,
      validUntil: entry.validUntil ?? null,
      state: stateOf(entry, changedAt),
      phrasings: spoken.reduce((sum, language) => sum + (entry.texts[language]?.phrasings.length ?? 0), 0),
      up: up.get(answerId) ?? 0,
      down: down.get(answerId) ?? 0,
      asked: asked.get(answerId) ?? 0,
      changedAt,
    };
  }

  function stateOf(entry: FaqEntry, changedAt: number): EntrySummary['state'] {
    const current = knowledge.current();
    if (!holdsOn(entry, shopDay(current, clock.now()))) return 'expired';
    if (!holdsOn(entry, shopDay(current, clock.now() + soonDays * dayMs))) return 'expiring';
    return changedAt < clock.now() - staleDays * dayMs ? 'stale' : 'good';
  }

  async function readFigures(): Promise<Figures> {
    const since = clock.now() - figuresDays * dayMs;
    const [answers, thumbs] = await Promise.all([
      database.read(
        `SELECT top_id, COUNT(*) AS count FROM trace WHERE zone = 'answer' AND at >= $1 GROUP BY top_id`,
        [since],
      ),
      database.read(
        `SELECT answer_id, verdict, COUNT(*) AS count FROM feedback WHERE at >= $1 GROUP BY answer_id, verdict`,
        [since],
      ),
    ]);
    const counted = (rows: readonly Row[], name: string) =>
      new Map(rows.map((row) => [String(row[name]), Number(row.count)]));
    return {
      asked: counted(answers, 'top_id'),
      up: counted(
        thumbs.filter(({ verdict }) => verdict === 'up'),
        'answer_id',
      ),
      down: counted(
        thumbs.filter(({ verdict }) => verdict === 'down'),
        'answer_id',
      ),
    };
  }

  /** Single thumbs with what was asked and answered, newest first. */
  async function thumbs({ entry, verdict, before, limit }: ThumbFilter): Promise<Thumb[]> {
    const rows = await database.read(
      `SELECT f.conversation_id, f.activity_id, f.at, f.answer_id, f.verdict, f.comment, a.body FROM feedback f
       LEFT JOIN activity a ON a.conversation_id = f.conversation_id AND a.id = f.activity_id
       WHERE f.at < $1 AND (CAST($2 AS TEXT) IS NULL OR f.answer_id = $2) AND (CAST($3 AS TEXT) IS NULL OR f.verdict = $3)
       ORDER BY f.at DESC LIMIT ${Math.trunc(limit)}`,
      [before ?? Number.MAX_SAFE_INTEGER, entry ?? null, verdict ?? null],
    );
    return Promise.all(rows.map(thumbOf));
  }

  async function thumbOf(row: Row): Promise<Thumb> {
    const answer = saidIn(row.body);
    const [asked] = answer.replyToId
      ? await database.read('SELECT body FROM activity WHERE conversation_id = $1 AND id = $2', [
          String(row.conversation_id),
          answer.replyToId,
        ])
      : [];
    return {
      chat: String(row.conversation_id),
      message: String(row.activity_id),
      at: Number(row.at),
      entry: row.answer_id === null ? null : String(row.answer_id),
      verdict: row.verdict === 'up' ? 'up' : 'down',
      comment: row.comment === null ? null : String(row.comment),
      question: saidIn(asked?.body).text ?? null,
      answer: answer.text ?? null,
    };
  }

  return { list, need, thumbs };
}

const fits: Readonly<Record<BrowseFilter['show'], (entry: EntrySummary) => boolean>> = {
  all: () => true,
  expiring: ({ state }) => state === 'expiring' || state === 'expired',
  stale: ({ state }) => state === 'stale',
  disliked: ({ down }) => down > 0,
};

/** The words of a stored activity, and what it answers. */
export function saidIn(body: unknown): { text?: string; replyToId?: string } {
  if (typeof body !== 'string') return {};
  const { text, replyToId }: { text?: string; replyToId?: string } = JSON.parse(body);
  return { ...(text && { text }), ...(replyToId && { replyToId }) };
}
