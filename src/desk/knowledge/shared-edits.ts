/**
 * Where several processes share one shop, entries that were edited at the desk lie in the store, and each process lays
 * them over its own copy of the files: a folder on one machine would be unknown to the others.
 */
import type { EntryEdit } from '../../knowledge/index.ts';
import type { Database, Statement } from '../../store/index.ts';

interface SharedEdit extends EntryEdit {
  readonly revision: string;
}

/** Names the last change in `setting`, so that looking every second costs one row. */
const lastChange = 'knowledge-edits';

export function createSharedEdits(database: Database) {
  let known: readonly SharedEdit[] = [];
  let seen = '';

  /** The same array again while nothing has changed. */
  async function read(): Promise<readonly SharedEdit[]> {
    const [row] = await database.read('SELECT value FROM setting WHERE name = $1', [lastChange]);
    const now = String(row?.value ?? '');
    if (now === seen) return known;
    const rows = await database.read(
      'SELECT file, text, base, revision, at FROM knowledge_edit ORDER BY entry_id',
    );
    known = rows.map((each) => ({
      file: String(each.file),
      text: each.text === null ? undefined : String(each.text),
      base: each.base === null ? undefined : String(each.base),
      revision: String(each.revision),
      at: Number(each.at),
    }));
    seen = now;
    return known;
  }

  /** Writes one edit over the one that was read last; fails when another process was faster. */
  function statements(entryId: string, edit: SharedEdit): Statement[] {
    const before = known.find(({ file }) => file === edit.file)?.revision ?? '';
    return [
      {
        sql: `INSERT INTO knowledge_edit (entry_id, file, text, base, revision, at) VALUES ($1, $2, $3, $4, $5, $6)
              ON CONFLICT (entry_id) DO UPDATE SET text = excluded.text, base = excluded.base,
                revision = excluded.revision, at = excluded.at
              WHERE knowledge_edit.revision = $7 RETURNING entry_id`,
        params: [entryId, edit.file, edit.text ?? null, edit.base ?? null, edit.revision, edit.at, before],
        expect: 'one',
      },
      {
        sql: `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        params: [lastChange, edit.revision],
      },
    ];
  }

  return { read, statements };
}

export type SharedEdits = ReturnType<typeof createSharedEdits>;
