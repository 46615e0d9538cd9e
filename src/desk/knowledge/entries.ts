/**
 * Saves, deletes and takes back entries, with who did it and what was there before. One process keeps them in the
 * merchant's Markdown files; where several share one shop they lie in the store (see `shared-edits.ts`). Either way a
 * change is made to the text that its author saw, or not at all.
 */
import type { Clock } from '../../core/clock.ts';
import { hasCode, ShopdeskError } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import {
  entryFile,
  type KnowledgeProblem,
  type KnowledgeWatch,
  readEntryFile,
  versionOf,
  writeEntryFile,
} from '../../knowledge/index.ts';
import type { Database, Row, Statement } from '../../store/index.ts';
import type { Actor } from '../audit.ts';
import { readEdit } from './content.ts';
import type { Edit, KnowledgeChange } from './shapes.ts';
import type { SharedEdits } from './shared-edits.ts';

export interface EntriesParts {
  readonly database: Database;
  readonly knowledge: Pick<KnowledgeWatch, 'current' | 'sourceOf' | 'fileVersionOf' | 'refresh'>;
  readonly folder: string;
  /** Where edits go instead of the folder. */
  readonly shared: SharedEdits | undefined;
  /** Statements that are committed with each change. */
  readonly alongside: (entryId: string, actor: Actor, what: 'saved' | 'deleted') => readonly Statement[];
  /** Told of each change once it is made. */
  readonly changed: () => void;
  readonly clock: Clock;
  readonly ids: Ids;
}

interface Wish {
  readonly actor: Actor;
  readonly id: string;
  /** Of the text that the author saw; null when there was none. */
  readonly version: string | null;
  /** Undefined deletes. */
  readonly text: string | undefined;
  readonly undoOf?: string | undefined;
}

/** Heard by the other processes: there is something new to read. */
export const knowledgeTopic = 'shopdesk_knowledge';

export function createEntries(parts: EntriesParts) {
  const { database, knowledge, folder, shared, clock, ids } = parts;
  let last: Promise<unknown> = Promise.resolve();

  /** @throws ShopdeskError `knowledge.invalid` with each line and reason, `knowledge.conflict` */
  async function save(actor: Actor, id: string, version: string | null, edit: Edit): Promise<void> {
    const read = readEdit(id, edit);
    if (!read.ok) throw invalid(read.problems);
    await inTurn({ actor, id, version, text: read.value.text });
  }

  async function remove(actor: Actor, id: string, version: string): Promise<void> {
    await inTurn({ actor, id, version, text: undefined });
  }

  /**
   * Puts back what was there before a change, unless the entry was changed again since.
   * @returns the id of the entry.
   */
  async function undo(actor: Actor, changeId: string): Promise<string> {
    const [row] = await database.read(`${selectChanges} WHERE id = $1`, [changeId]);
    if (!row) throw new ShopdeskError('knowledge.unknown', 'There is no such change.');
    const change = changeOf(row);
    const version = change.after === null ? null : versionOf(change.after);
    const text = change.before ?? undefined;
    await inTurn({ actor, id: change.entry, version, text, undoOf: changeId });
    return change.entry;
  }

  /** The changes of one entry or of all, newest first. */
  async function changes(filter: {
    entry?: string | undefined;
    before?: number | undefined;
    limit: number;
  }): Promise<KnowledgeChange[]> {
    const rows = await database.read(
      `${selectChanges} WHERE at < $1${filter.entry === undefined ? '' : ' AND entry_id = $2'}
       ORDER BY at DESC, id LIMIT ${Math.trunc(filter.limit)}`,
      [filter.before ?? Number.MAX_SAFE_INTEGER, ...(filter.entry === undefined ? [] : [filter.entry])],
    );
    return rows.map(changeOf);
  }

  /** One change at a time in this process; between processes the store decides. */
  function inTurn(wish: Wish): Promise<void> {
    const done = last.then(() => put(wish));
    last = done.catch(() => {});
    return done;
  }

  async function put(wish: Wish): Promise<void> {
    const { actor, id, version, text } = wish;
    const file = entryFile(id);
    await knowledge.refresh();
    const source = knowledge.sourceOf(file);
    if ((source?.version ?? null) !== version) throw conflict();
    if (source?.text === text) return;
    const twin = knowledge.current().faq.find((entry) => entry.id.toLowerCase() === id.toLowerCase());
    if (twin && twin.id !== id) throw taken(twin.id);
    const change = ids.next();
    const at = clock.now();
    const history: Statement = {
      sql: `INSERT INTO knowledge_change (id, at, agent_id, agent_name, entry_id, before_text, after_text, undo_of)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      params: [change, at, actor.id, actor.name, id, source?.text ?? null, text ?? null, wish.undoOf ?? null],
    };
    const told = parts.alongside(id, actor, text === undefined ? 'deleted' : 'saved');
    if (shared) {
      const edit = { file, text, base: knowledge.fileVersionOf(file), revision: change, at };
      await database.write([...shared.statements(id, edit), history, ...told]).catch((error: unknown) => {
        throw hasCode(error, 'store.conflict') ? conflict() : error;
      });
      database.notify(knowledgeTopic, id);
    } else {
      await putFile(file, source?.text, text, change, history);
      if (told.length > 0) await database.write(told);
    }
    await knowledge.refresh();
    parts.changed();
  }

  /** The history comes first: a change that nobody can take back must not be. */
  async function putFile(
    file: string,
    before: string | undefined,
    text: string | undefined,
    change: string,
    history: Statement,
  ): Promise<void> {
    // A broken file serves its last good version: saving over it would lose what its author is writing.
    if ((await readEntryFile(folder, file)) !== before) throw conflict();
    await database.write([history]);
    try {
      await writeEntryFile(folder, file, text);
    } catch (error) {
      await database.write([{ sql: 'DELETE FROM knowledge_change WHERE id = $1', params: [change] }]);
      throw error;
    }
  }

  return { save, remove, undo, changes };
}

const selectChanges =
  'SELECT id, at, agent_name, entry_id, before_text, after_text, undo_of FROM knowledge_change';

function changeOf(row: Row): KnowledgeChange {
  const optional = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return {
    id: String(row.id),
    at: Number(row.at),
    who: String(row.agent_name),
    entry: String(row.entry_id),
    before: optional(row.before_text),
    after: optional(row.after_text),
    undoOf: optional(row.undo_of),
  };
}

export function invalid(problems: readonly KnowledgeProblem[]): ShopdeskError {
  const issues = problems.map(({ file, line, reason }) => ({ path: `${file}:${line}`, message: reason }));
  const [first] = problems;
  return new ShopdeskError(
    'knowledge.invalid',
    first ? `${first.file}, line ${first.line}: ${first.reason}.` : 'This cannot be an entry.',
    { issues, remedy: 'Correct it and save again.' },
  );
}

function conflict(): ShopdeskError {
  return new ShopdeskError('knowledge.conflict', 'The entry was changed meanwhile, here or in its file.', {
    remedy: 'Look at it as it is now, and edit that.',
  });
}

function taken(id: string): ShopdeskError {
  return new ShopdeskError('knowledge.conflict', `There is an entry "${id}" already.`, {
    remedy: 'Choose another name.',
  });
}
