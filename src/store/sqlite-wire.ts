/**
 * What travels between the main thread and a SQLite thread: flat arrays of plain values, because cloning those
 * costs half of JSON and a tenth of nested objects.
 *
 * A batch:  [reset 0|1, then per request: statement count, then per statement: SQL, expect 0|1, value count, …values].
 * SQL is the text at first use; both sides number texts in order of appearance, and later the number stands for it.
 * `reset` empties both lists, so that a program that builds ever new texts cannot fill the memory.
 *
 * A reply:  [new shapes, then per request:  0 (no statement returned rows)
 *                                       |  1, then per statement: row count, and unless 0: shape, …values row by row
 *                                       |  2, 'conflict' | 'duplicate' | 'failed', message].
 * A shape is a list of column names, numbered in order of appearance; the new ones come as one JSON array of JSON
 * arrays, else null. They stand apart from the rows, since those of an undone request are dropped.
 */
import type { ShopdeskError } from '../core/errors.ts';
import type { Row, Statement, Value } from './database.ts';
import { conflict, duplicate, failed } from './failures.ts';

/** More distinct texts than the product has; only generated SQL can exceed it. */
const maximumTexts = 1000;

/** Appends requests to batches and remembers which texts the thread already knows. */
export class Encoder {
  #numbers = new Map<string, number>();

  /** A new empty batch. At most one may be open, and it must be sent before the next one is begun. */
  begin(): Value[] {
    const reset = this.#numbers.size >= maximumTexts;
    if (reset) this.#numbers = new Map();
    return [reset ? 1 : 0];
  }

  /** Appends one request. */
  append(batch: Value[], statements: readonly Statement[]): void {
    batch.push(statements.length);
    for (const { sql, params, expect } of statements) {
      const number = this.#numbers.get(sql);
      if (number === undefined) this.#numbers.set(sql, this.#numbers.size);
      batch.push(number ?? sql, expect === 'one' ? 1 : 0, params?.length ?? 0);
      if (params) for (const value of params) batch.push(value);
    }
  }
}

export type Outcome = Row[][] | ShopdeskError;

/** Reads the replies of one thread, in the order in which they come. */
export class Decoder {
  #shapes: string[][] = [];

  /** Calls `settle` once per request with its rows or its error. `sizes` are their statement counts. */
  read(
    batch: Value[],
    reply: Value[],
    sizes: readonly number[],
    settle: (index: number, outcome: Outcome) => void,
  ) {
    if (batch[0] === 1) this.#shapes = [];
    if (typeof reply[0] === 'string') this.#learn(reply[0]);
    let at = 1;
    sizes.forEach((size, index) => {
      const kind = reply[at++];
      if (kind === 0)
        settle(
          index,
          Array.from({ length: size }, () => []),
        );
      else if (kind === 2) settle(index, errorOf(reply[at++], reply[at++]));
      else {
        const results: Row[][] = [];
        for (let i = 0; i < size; i++) {
          const count = Number(reply[at++]);
          const names = (count > 0 && this.#shapes[Number(reply[at++])]) || [];
          const rows: Row[] = [];
          for (let r = 0; r < count; r++) {
            const row: Row = {};
            for (const name of names) row[name] = reply[at++] ?? null;
            rows.push(row);
          }
          results.push(rows);
        }
        settle(index, results);
      }
    });
  }

  #learn(json: string): void {
    const shapes: string[] = JSON.parse(json);
    for (const shape of shapes) this.#shapes.push(JSON.parse(shape));
  }
}

function errorOf(kind: Value | undefined, message: Value | undefined): ShopdeskError {
  const cause = new Error(String(message));
  if (kind === 'conflict') return conflict(cause.message);
  if (kind === 'duplicate') return duplicate('A row with the same key exists already.', cause);
  const isLocked = cause.message.includes('database is locked');
  return failed(
    `SQLite: ${cause.message}`,
    cause,
    isLocked ? 'Another program has held the file for 10 s: end it, then try again.' : undefined,
  );
}
