/** Entries on their way: begun by an agent from a good answer or from a gap, published by who may. */
import type { Clock } from '../../core/clock.ts';
import { ShopdeskError } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import { comparable, entryFile, type KnowledgeWatch } from '../../knowledge/index.ts';
import type { Database, Row } from '../../store/index.ts';
import { detectLanguage } from '../../understanding/index.ts';
import type { Actor } from '../audit.ts';
import { contentOf, readEdit } from './content.ts';
import type { createEntries } from './entries.ts';
import type { Gaps } from './gaps.ts';
import { answeredBy } from './said.ts';
import { type Content, contentShape, type KnowledgeDraft } from './shapes.ts';

export interface DraftWish {
  /** Id of the agent's message that is the answer. */
  readonly message: string;
  /** The question in own words; the shopper's become a phrasing of it. */
  readonly question?: string | undefined;
  /** An entry that gets the shopper's words as a further phrasing. */
  readonly entry?: string | undefined;
}

interface NewDraft {
  readonly entry: string;
  readonly content: Content;
  readonly chat: string | null;
  readonly gap: string | null;
}

const mostDrafts = 200;

export function createDrafts({
  database,
  knowledge,
  entries,
  gaps,
  changed,
  clock,
  ids,
}: {
  database: Database;
  knowledge: Pick<KnowledgeWatch, 'current' | 'sourceOf' | 'refresh'>;
  entries: Pick<ReturnType<typeof createEntries>, 'save'>;
  gaps: Gaps;
  changed: () => void;
  clock: Clock;
  ids: Ids;
}) {
  /** A good answer of an agent's, with the shopper's own words as phrasing. @throws ShopdeskError `message.unknown` */
  async function fromChat(actor: Actor, conversationId: string, wish: DraftWish): Promise<KnowledgeDraft> {
    const { question, language, answer, sender } = await answeredBy(database, conversationId, wish.message);
    if (sender !== 'agent' || !answer) {
      throw new ShopdeskError('message.unknown', 'Only what an agent answered in words can become an entry.');
    }
    const spoken = wish.question ? detectLanguage(wish.question, language) : language;
    const title = wish.question ?? question;
    const content =
      wish.entry === undefined
        ? newContent(actor, spoken, title, [question], answer)
        : withPhrasing(wish.entry, spoken, title, [question], answer);
    return insert(actor, {
      entry: wish.entry ?? freeId(title),
      content,
      chat: conversationId,
      gap: null,
    });
  }

  /** An entry without an answer yet, with the shoppers' words; the gap is then drafted. */
  async function fromGap(actor: Actor, gapId: string): Promise<KnowledgeDraft> {
    const { gaps: known } = await gaps.list({ days: 90 });
    const gap = known.find(({ id }) => id === gapId);
    if (!gap) throw new ShopdeskError('gap.unknown', 'There is no such question any more.');
    if (gap.draft) return need(gap.draft);
    const content = newContent(actor, gap.language, gap.question, gap.examples, '');
    const draft = { entry: freeId(gap.question), content, chat: null, gap: gap.id };
    return insert(actor, draft, [gaps.keep(actor, { ...gap, state: 'drafted', conversation: null })]);
  }

  function newContent(
    actor: Actor,
    language: 'en' | 'zh',
    question: string,
    words: readonly string[],
    answer: string,
  ): Content {
    const text = { question, phrasings: others(question, words), counterExamples: [], answer };
    return { owner: actor.name, validUntil: null, links: [], texts: { [language]: text } };
  }

  function withPhrasing(
    id: string,
    language: 'en' | 'zh',
    question: string,
    words: readonly string[],
    answer: string,
  ): Content {
    const entry = knowledge.current().faq.find((each) => each.id === id);
    if (!entry) throw new ShopdeskError('knowledge.unknown', `There is no entry "${id}".`);
    const content = contentOf(entry);
    const text = content.texts[language] ?? { question, phrasings: [], counterExamples: [], answer };
    const phrasings = [...text.phrasings, ...others(text.question, words, text.phrasings)];
    return { ...content, texts: { ...content.texts, [language]: { ...text, phrasings } } };
  }

  async function insert(actor: Actor, draft: NewDraft, also: Parameters<Database['write']>[0] = []) {
    const id = ids.next();
    await database.write([
      {
        sql: `INSERT INTO knowledge_draft (id, entry_id, content, conversation_id, gap_id, agent_id, agent_name, at, changed_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
        params: [
          id,
          draft.entry,
          JSON.stringify(draft.content),
          draft.chat,
          draft.gap,
          actor.id,
          actor.name,
          clock.now(),
        ],
      },
      ...also,
    ]);
    changed();
    return need(id);
  }

  /** Newest first. */
  async function list(): Promise<KnowledgeDraft[]> {
    return (await database.read(`${select} ORDER BY at DESC LIMIT ${mostDrafts}`)).map(shown);
  }

  /** @throws ShopdeskError `draft.unknown` */
  async function need(id: string): Promise<KnowledgeDraft> {
    const [row] = await database.read(`${select} WHERE id = $1`, [id]);
    if (!row) throw new ShopdeskError('draft.unknown', 'There is no such draft: published or thrown away.');
    return shown(row);
  }

  async function change(id: string, { entry, content }: { entry: string; content: Content }) {
    await need(id);
    entryFile(entry);
    await database.write([
      {
        sql: 'UPDATE knowledge_draft SET entry_id = $2, content = $3, changed_at = $4 WHERE id = $1',
        params: [id, entry, JSON.stringify(content), clock.now()],
      },
    ]);
    changed();
    return need(id);
  }

  /** Throws it away; its gap is open again. */
  async function discard(actor: Actor, id: string): Promise<void> {
    const { gap } = await need(id);
    await database.write([dropped(id)]);
    if (gap) await gaps.setState(actor, gap, { state: 'new' });
    changed();
  }

  /**
   * Makes it an entry; its gap is then done.
   * @param version of the entry as its publisher saw it; null for a new one.
   * @returns the entry's id.
   */
  async function publish(actor: Actor, id: string, version: string | null): Promise<string> {
    const { entry, content, gap } = await need(id);
    await entries.save(actor, entry, version, { content });
    const known = gap ? (await gaps.list({ days: 90 })).gaps.find((each) => each.id === gap) : undefined;
    await database.write([
      dropped(id),
      ...(known ? [gaps.keep(actor, { ...known, state: 'done', entry, conversation: null })] : []),
    ]);
    changed();
    return entry;
  }

  function shown(row: Row): KnowledgeDraft {
    const entry = String(row.entry_id);
    const content = contentShape.parse(JSON.parse(String(row.content)));
    const read = readEdit(entry, { content });
    const source = knowledge.sourceOf(entryFile(entry));
    return {
      id: String(row.id),
      entry,
      isNew: source === undefined,
      version: source?.version ?? null,
      content,
      problems: read.ok ? [] : [...read.problems],
      chat: row.conversation_id === null ? null : String(row.conversation_id),
      gap: row.gap_id === null ? null : String(row.gap_id),
      by: String(row.agent_name),
      at: Number(row.at),
    };
  }

  /** A name for the file, from the words of the question. */
  function freeId(question: string): string {
    const slug =
      question
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu)
        ?.join('-')
        .slice(0, 60)
        .replace(/-$/, '') || 'answer';
    const used = new Set(knowledge.current().faq.map(({ id }) => id.toLowerCase()));
    for (let number = 1; ; number++) {
      const id = number === 1 && slug !== 'readme' ? slug : `${slug}-${number}`;
      if (!used.has(id)) return id;
    }
  }

  return { fromChat, fromGap, list, need, change, discard, publish };
}

const select = 'SELECT id, entry_id, content, conversation_id, gap_id, agent_name, at FROM knowledge_draft';

const dropped = (id: string) => ({ sql: 'DELETE FROM knowledge_draft WHERE id = $1', params: [id] });

/** The wordings that say something else than the question and one another. */
function others(question: string, words: readonly string[], known: readonly string[] = []): string[] {
  const seen = new Set([question, ...known].map(comparable));
  return words.filter((each) => {
    const key = comparable(each);
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
