/**
 * What each table keeps of persons: declared once by the room that owns it, so that export, erasure and retention reach
 * every table, and a table that nobody declared is found by a test.
 */
import type { Row, Statement, Value } from './database.ts';

/** Everything a person is known by in the tables. */
export interface DataSubject {
  /** Ids of their records in `customer`. */
  readonly customer: readonly string[];
  /** The shop's own ids of the customer, as orders name them. */
  readonly shopCustomer: readonly string[];
  /** Addresses that they proved to be theirs, in lower case. */
  readonly email: readonly string[];
  /** `CHANNEL:USER` of every channel they wrote on. */
  readonly user: readonly string[];
  /** The same without the channel. */
  readonly userId: readonly string[];
  readonly conversation: readonly string[];
}

export const nobody: DataSubject = {
  customer: [],
  shopCustomer: [],
  email: [],
  user: [],
  userId: [],
  conversation: [],
};

/** How long a kind of data is kept, in days; see the settings RETENTION_…. */
export interface RetentionDays {
  readonly conversations: number;
  readonly traces: number;
  readonly events: number;
  readonly customers: number;
}

export interface TableOfPersons {
  readonly table: string;
  /** What it holds of a person, one line; the export says it to them. */
  readonly holds: string;
  /**
   * Which rows are a person's, as SQL with lists: `customer_id IN ($customer)`, `email IN ($email)`. Those of
   * `DataSubject`; an empty list fits no row.
   */
  readonly whose: string;
  /** `delete`, or the SET clause that leaves a row without a person: `email = NULL, customer_id = NULL`. */
  readonly erase: 'delete' | { readonly set: string };
  /** A statement to run when a person was erased here, such as one that tells copies in memory that they are old. */
  readonly afterwards?: string;
  /** Columns by which an import names people, with the kind of name: whoever was erased is erased again. */
  readonly namesFromOutside?: Readonly<Record<string, 'shop' | 'email'>>;
  /** Columns that are not told: hashes of codes, the machinery. */
  readonly hidden?: readonly string[];
  /** Rows that are deleted every day: a condition with `$1`, the time (Unix ms) before which data of that kind goes. */
  readonly retain?: {
    readonly kind: keyof RetentionDays | { readonly days: number };
    readonly where: string;
  };
}

/** Files in the data folder that are persons' own. */
export interface FilesOfPersons {
  /** Below the data folder. */
  readonly folder: string;
  readonly holds: string;
  /** A person's files; asked for before their rows are erased. */
  of(subject: DataSubject): Promise<readonly PersonalFile[]>;
  /** Deletes them; those that are gone already are no error. */
  erase(files: readonly PersonalFile[]): Promise<void>;
  /** Deletes every day what belongs to no row any more, or is too old. */
  sweep(now: number): Promise<void>;
}

export interface PersonalFile {
  /** As its owner knows it. */
  readonly name: string;
  readonly path: string;
}

/** A table that holds nothing of persons, with the reason why that is so. */
export interface TableWithoutPersons {
  readonly table: string;
  readonly withoutPersons: string;
}

export type TableData = TableOfPersons | TableWithoutPersons;

export function isOfPersons(data: TableData): data is TableOfPersons {
  return 'whose' in data;
}

/** The rows of a person, for their export. */
export function selectRows(
  { table, whose }: TableOfPersons,
  subject: DataSubject,
): { sql: string; params: Value[] } {
  const { sql, params } = expand(whose, subject);
  return { sql: `SELECT * FROM ${table} WHERE ${sql}`, params };
}

/** A row as it is told to the person. */
export function shownRow({ hidden = [] }: TableOfPersons, row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !hidden.includes(column)));
}

export function eraseRows({ table, whose, erase }: TableOfPersons, subject: DataSubject): Statement {
  const { sql, params } = expand(whose, subject);
  const what = erase === 'delete' ? `DELETE FROM ${table}` : `UPDATE ${table} SET ${erase.set}`;
  return { sql: `${what} WHERE ${sql}`, params };
}

/** What retention deletes of a table at `now`; undefined for a table whose rows go with their person only. */
export function expiredRows(
  { table, retain }: TableOfPersons,
  days: RetentionDays,
  now: number,
): Statement | undefined {
  if (!retain) return undefined;
  const kept = typeof retain.kind === 'string' ? days[retain.kind] : retain.kind.days;
  return { sql: `DELETE FROM ${table} WHERE ${retain.where}`, params: [now - kept * 86_400_000] };
}

function expand(template: string, subject: DataSubject): { sql: string; params: Value[] } {
  const params: Value[] = [];
  const sql = template.replace(
    /\$(customer|shopCustomer|email|userId|user|conversation)\b/g,
    (_, name: keyof DataSubject) => {
      const list = subject[name];
      if (list.length === 0) return 'NULL';
      return list
        .map((value) => {
          params.push(value);
          return `$${params.length}`;
        })
        .join(', ');
    },
  );
  return { sql, params };
}
