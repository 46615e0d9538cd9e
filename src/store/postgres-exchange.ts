/**
 * Several statements in one round trip to PostgreSQL, by the extended query protocol: Parse, Bind and Execute of
 * each, and one Sync behind the last (https://www.postgresql.org/docs/current/protocol-flow.html). The client of
 * `pg` would wait for an answer after each statement.
 */
import type { Connection, Submittable } from 'pg';
import type { Row, Statement, Value } from './database.ts';

/** A statement with its values as PostgreSQL reads them: as text. */
export interface TextStatement {
  readonly sql: string;
  readonly values: (string | null)[];
}

/** Rows and the number of rows that a statement changed or returned. */
export interface StatementResult {
  readonly rows: Row[];
  count: number;
}

/** What a connection remembers of a named statement; without `columns` it was sent but perhaps not parsed. */
interface Prepared {
  columns?: readonly Column[];
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => Value;
}

/** More distinct texts than the product has; texts beyond it are parsed each time. */
const maximumNames = 500;

/** Names for the prepared statements of one pool. Only data statements get one; others are seldom repeated. */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #prepared = new WeakMap<Connection, Map<string, Prepared>>();

  nameOf(sql: string): string {
    const known = this.#names.get(sql);
    if (known !== undefined) return known;
    const isRepeated = /^\s*(select|insert|update|delete|with|begin|commit)\b/i.test(sql);
    const name = isRepeated && this.#names.size < maximumNames ? `s${this.#names.size}` : '';
    if (name !== '') this.#names.set(sql, name);
    return name;
  }

  preparedOn(connection: Connection): Map<string, Prepared> {
    let prepared = this.#prepared.get(connection);
    if (!prepared) {
      prepared = new Map();
      this.#prepared.set(connection, prepared);
    }
    return prepared;
  }
}

/** Takes the values as they are now. */
export function asText({ sql, params = [] }: Statement): TextStatement {
  return { sql, values: params.map((value) => (value === null ? null : String(value))) };
}

/**
 * One exchange. Hand it to `client.query`; `done` settles when the server has answered. After an error `results`
 * has the statements that had been completed before.
 */
export class Exchange implements Submittable {
  readonly results: StatementResult[] = [];
  readonly done: Promise<StatementResult[]>;
  readonly #statements: readonly TextStatement[];
  readonly #names: StatementNames;
  readonly #resolve: (results: StatementResult[]) => void;
  readonly #reject: (error: Error) => void;
  #prepared = new Map<string, Prepared>();
  #columns: readonly Column[] | undefined;
  #rows: Row[] = [];
  #failure: Error | undefined;

  constructor(statements: readonly TextStatement[], names: StatementNames) {
    this.#statements = statements;
    this.#names = names;
    const { promise, resolve, reject } = withResolvers<StatementResult[]>();
    this.done = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Called by the client of `pg` when it is this exchange's turn on the connection. */
  submit(connection: Connection): void {
    this.#prepared = this.#names.preparedOn(connection);
    const sent = new Set<string>();
    connection.stream.cork();
    for (const { sql, values } of this.#statements) {
      const name = this.#names.nameOf(sql);
      const known = name === '' || sent.has(name) ? undefined : this.#prepared.get(name);
      if (name === '' || !sent.has(name)) this.#parse(connection, name, sql, known);
      if (name !== '') sent.add(name);
      connection.bind({ portal: '', statement: name, values }, true);
      // The columns of a named statement cannot change: the server would refuse to run it.
      if (!known?.columns) connection.describe({ type: 'P', name: '' }, true);
      connection.execute({ portal: '' }, true);
    }
    connection.sync();
    connection.stream.uncork();
  }

  #parse(connection: Connection, name: string, sql: string, known: Prepared | undefined): void {
    if (known?.columns) return;
    // An earlier exchange failed near this statement: the name may be taken or not.
    if (known) connection.close({ type: 'S', name }, true);
    connection.parse({ name, text: sql, types: [] }, true);
    if (name !== '') this.#prepared.set(name, {});
  }

  handleRowDescription(message: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.#columns = message.fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
  }

  handleDataRow(message: { fields: readonly (string | null)[] }): void {
    const columns = this.#columns ?? this.#current()?.columns ?? [];
    const row: Row = {};
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i];
      const text = message.fields[i];
      if (column) row[column.name] = text === null || text === undefined ? null : column.parse(text);
    }
    this.#rows.push(row);
  }

  handleCommandComplete(message: { text: string }): void {
    const prepared = this.#current();
    if (prepared) prepared.columns ??= this.#columns ?? [];
    this.#complete(Number(message.text.slice(message.text.lastIndexOf(' ') + 1)) || 0);
  }

  handleEmptyQuery(): void {
    this.#complete(0);
  }

  handlePortalSuspended(): void {
    this.#failure ??= new Error('PostgreSQL suspended a portal that has no row limit.');
  }

  handleCopyInResponse(connection: Connection & { sendCopyFail(message: string): void }): void {
    connection.sendCopyFail('COPY is not supported.');
  }

  handleCopyData(): void {}

  handleReadyForQuery(): void {
    if (this.#failure) this.#reject(this.#failure);
    else this.#resolve(this.results);
  }

  /** The client calls nothing more after this; it waits for ReadyForQuery itself. */
  handleError(error: Error): void {
    this.#reject(error);
  }

  #current(): Prepared | undefined {
    const statement = this.#statements[this.results.length];
    return statement && this.#prepared.get(this.#names.nameOf(statement.sql));
  }

  #complete(count: number): void {
    this.results.push({ rows: this.#rows, count });
    this.#rows = [];
    this.#columns = undefined;
  }
}

/** By type number (pg_type.oid): 64-bit, numeric and floating numbers become numbers, booleans 0 or 1, all else text. */
function parserOf(type: number): (text: string) => Value {
  switch (type) {
    case 20:
    case 21:
    case 23:
    case 26:
    case 700:
    case 701:
    case 1700:
      return Number;
    case 16:
      return (text) => (text === 't' ? 1 : 0);
    default:
      return (text) => text;
  }
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
