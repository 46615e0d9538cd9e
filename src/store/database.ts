/** What every room sees of the store: reads, and all-or-nothing writes, in one SQL text for both engines. */

/** Ids are TEXT, times BIGINT milliseconds, JSON is TEXT, booleans are 0 or 1. */
export type Value = string | number | null;
export type Row = Record<string, Value>;

export interface Statement {
  /** Portable SQL with parameters `$1`, `$2` …; PostgreSQL takes it as it is, SQLite reads `$n` as `?n`. */
  readonly sql: string;
  readonly params?: readonly Value[];
  /**
   * `'one'`: exactly one row must be changed (or returned by RETURNING), else the whole write is undone and
   * rejected with `store.conflict`. This is how a fencing number or an expected version is checked.
   */
  readonly expect?: 'one';
}

export interface Database {
  readonly engine: 'sqlite' | 'postgres';

  /** Rows of one SELECT, as committed. Sees every write that has resolved before the call. */
  read(sql: string, params?: readonly Value[]): Promise<Row[]>;

  /**
   * Runs the statements in order in one transaction and resolves when it is durable on disk, with the rows
   * that each statement returned (empty without RETURNING). Independent writes may share one commit, but
   * each fails alone.
   *
   * Rejects with `store.conflict` (an expectation failed), `store.duplicate` (a unique constraint),
   * `store.closed`, or `store.failed` (anything else; `cause` has the driver's error). After a rejection
   * nothing of the write is visible.
   */
  write(statements: readonly Statement[]): Promise<Row[][]>;

  /** Tells other processes on the same store (a hint: it may be lost). A no-op on SQLite. ≤ 7,000 bytes. */
  notify(topic: string, payload: string): void;

  /** Hears hints that other processes sent, never its own. Returns the function that stops listening. */
  listen(topic: string, heard: (payload: string) => void): () => void;

  /**
   * Leaves no byte of rows that were deleted before the call in SQLite's files; to be called when people were erased.
   * PostgreSQL sees to its files itself. Rejects with `store.failed` when another program holds the file for too long.
   */
  scrub(): Promise<void>;

  /** Waits for writes under way, then closes. Later calls reject with `store.closed`. */
  close(): Promise<void>;
}
