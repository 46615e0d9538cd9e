/** What the bot could not answer, as work for the desk: found in the log, or reported from a chat; with a state each. */
import type { Clock } from '../../core/clock.ts';
import { ShopdeskError } from '../../core/errors.ts';
import { languages } from '../../core/language.ts';
import type { Database, Row, Statement } from '../../store/index.ts';
import { type Gap, gapId, groupGaps, type KnownGap, readUnanswered } from '../../understanding/index.ts';
import type { Actor } from '../audit.ts';
import { answeredBy } from './said.ts';
import type { DeskGap, gapStates } from './shapes.ts';

export type GapState = (typeof gapStates)[number];

interface KeptGap extends KnownGap {
  readonly state: GapState;
  readonly note: string | null;
  readonly draft: string | null;
  readonly entry: string | null;
  readonly changedAt: number;
  readonly reported: boolean;
}

const usualDays = 30;

export function createGaps({
  database,
  changed,
  clock,
}: {
  database: Database;
  changed: () => void;
  clock: Clock;
}) {
  /** Most asked first; `state` chooses among them, `counts` are of all. */
  async function list({ state, days }: { state?: GapState | undefined; days: number }): Promise<{
    gaps: DeskGap[];
    counts: Record<GapState, number>;
  }> {
    const gaps = await all(days);
    const count = (wanted: GapState) => gaps.filter((gap) => gap.state === wanted).length;
    return {
      gaps: state === undefined ? gaps : gaps.filter((gap) => gap.state === state),
      counts: {
        new: count('new'),
        drafted: count('drafted'),
        done: count('done'),
        ignored: count('ignored'),
      },
    };
  }

  async function all(days: number): Promise<DeskGap[]> {
    const [kept, questions] = await Promise.all([
      readKept(),
      readUnanswered(database, clock.now() - days * 86_400_000),
    ]);
    const byId = new Map(kept.map((gap) => [gap.id, gap]));
    return groupGaps(questions, kept).map((gap) => shown(gap, byId.get(gap.id)));
  }

  /** @throws ShopdeskError `gap.unknown` */
  async function need(id: string): Promise<DeskGap> {
    const gap = (await all(usualDays)).find((each) => each.id === id);
    if (!gap) throw new ShopdeskError('gap.unknown', 'There is no such question any more.');
    return gap;
  }

  async function setState(
    actor: Actor,
    id: string,
    { state, note }: { state: GapState; note?: string | null | undefined },
  ): Promise<DeskGap> {
    const gap = await need(id);
    await database.write([
      keep(actor, { ...gap, state, note: note === undefined ? gap.note : note, conversation: null }),
    ]);
    changed();
    return need(id);
  }

  /**
   * A bad answer of the bot's, by the id of its message: its question becomes a gap.
   * @throws ShopdeskError `message.unknown`
   */
  async function report(
    actor: Actor,
    conversationId: string,
    messageId: string,
    note: string | null,
  ): Promise<DeskGap> {
    const { question, language, answerId } = await answeredBy(database, conversationId, messageId);
    const id = gapId(question);
    await database.write([
      keep(actor, {
        id,
        state: 'new',
        question,
        language,
        nearest: answerId === undefined ? null : { entry: answerId, confidence: 1 },
        note,
        entry: null,
        askedIn: conversationId,
        conversation: conversationId,
      }),
    ]);
    changed();
    return need(id);
  }

  /** The statement that gives a gap a state; the gap need not be kept yet. */
  function keep(
    actor: Actor,
    gap: Pick<
      DeskGap,
      'id' | 'state' | 'question' | 'language' | 'nearest' | 'note' | 'entry' | 'askedIn'
    > & {
      readonly conversation: string | null;
    },
  ): Statement {
    const now = clock.now();
    return {
      sql: `INSERT INTO knowledge_gap (id, state, question, language, conversation_id, nearest, note, entry_id,
              changed_by, at, changed_at, asked_in) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, note = COALESCE(excluded.note, knowledge_gap.note),
              entry_id = COALESCE(excluded.entry_id, knowledge_gap.entry_id),
              nearest = COALESCE(excluded.nearest, knowledge_gap.nearest),
              conversation_id = COALESCE(excluded.conversation_id, knowledge_gap.conversation_id),
              asked_in = COALESCE(knowledge_gap.asked_in, excluded.asked_in),
              changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
      params: [
        gap.id,
        gap.state,
        gap.question,
        gap.language,
        gap.conversation,
        gap.nearest?.entry ?? null,
        gap.note,
        gap.entry,
        actor.name,
        now,
        gap.askedIn,
      ],
    };
  }

  async function readKept(): Promise<KeptGap[]> {
    const rows = await database.read(
      `SELECT g.id, g.state, g.question, g.language, g.nearest, g.note, g.entry_id, g.at, g.changed_at,
         g.conversation_id, g.asked_in,
         (SELECT MIN(d.id) FROM knowledge_draft d WHERE d.gap_id = g.id) AS draft FROM knowledge_gap g
       ORDER BY g.at`,
    );
    return rows.map(keptOf);
  }

  return { list, need, setState, report, keep };
}

export type Gaps = ReturnType<typeof createGaps>;

/** What was done and is asked again is new. */
function shown(gap: Gap, kept: KeptGap | undefined): DeskGap {
  const reopened = kept?.state === 'done' && gap.last > kept.changedAt;
  return {
    id: gap.id,
    state: reopened ? 'new' : (kept?.state ?? 'new'),
    question: gap.question,
    // A reported one was answered, only badly, so the log does not count it.
    count: Math.max(gap.count, Number(kept?.reported ?? false)),
    conversations: Math.max(gap.conversations, Number(kept?.reported ?? false)),
    examples: [...gap.examples],
    language: gap.language,
    askedIn: gap.askedIn ?? null,
    nearest: gap.nearest ?? null,
    last: gap.last,
    reopened,
    note: kept?.note ?? null,
    draft: kept?.draft ?? null,
    entry: kept?.entry ?? null,
  };
}

function keptOf(row: Row): KeptGap {
  const optional = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const nearest = optional(row.nearest);
  return {
    id: String(row.id),
    state: stateOf(row.state),
    question: String(row.question),
    language: languages.find((language) => language === row.language) ?? 'en',
    nearest: nearest === null ? undefined : { entry: nearest, confidence: 1 },
    askedIn: optional(row.asked_in) ?? undefined,
    at: Number(row.at),
    note: optional(row.note),
    draft: optional(row.draft),
    entry: optional(row.entry_id),
    changedAt: Number(row.changed_at),
    reported: row.conversation_id !== null,
  };
}

function stateOf(value: unknown): GapState {
  return value === 'drafted' || value === 'done' || value === 'ignored' ? value : 'new';
}
