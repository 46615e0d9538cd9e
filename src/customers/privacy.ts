/** A person's rights over what is kept of them: told as a whole, erased as a whole, and not kept for ever. */
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import {
  type DataSubject,
  eraseRows,
  expiredRows,
  type FilesOfPersons,
  isOfPersons,
  nobody,
  type RetentionDays,
  type Row,
  selectRows,
  shownRow,
  type TableData,
  type TableOfPersons,
} from '../store/index.ts';
import { erasedAmong, rememberErased } from './erased.ts';
import type { CustomerKeeper } from './keeper.ts';
import { customersPage } from './load.ts';
import { type CustomerProfile, orderCustomerIds } from './profile.ts';
import { type ChannelUser, channelKey } from './records.ts';

export interface PrivacyParts {
  readonly keeper: CustomerKeeper;
  /** Of every room, in the order in which they are erased. */
  readonly tables: readonly TableData[];
  readonly files: readonly FilesOfPersons[];
  /** Ids of the conversations of these users. */
  readonly conversationsOf: (users: readonly ChannelUser[]) => Promise<readonly string[]>;
  readonly days: RetentionDays;
  readonly log: Log;
}

/** Whom it is about: a customer, or a visitor of whom only the channel's user is known. */
export interface Person {
  readonly customer: CustomerProfile | undefined;
  readonly user?: ChannelUser | undefined;
}

/** Everything that is kept of a person, as they get it. */
export interface DataExport {
  readonly exportedAt: string;
  readonly tables: readonly {
    readonly table: string;
    readonly holds: string;
    readonly rows: readonly Row[];
  }[];
  readonly files: readonly { readonly holds: string; readonly names: readonly string[] }[];
}

export function createPrivacy({ keeper, tables, files, conversationsOf, days, log }: PrivacyParts) {
  const { database, clock } = keeper;
  const ofPersons = tables.filter(isOfPersons);

  async function subjectOf({ customer, user }: Person): Promise<DataSubject> {
    const users = [...(customer?.channelUsers ?? []), ...(user ? [user] : [])];
    return {
      customer: customer?.recordIds ?? [],
      shopCustomer: customer ? orderCustomerIds(customer) : [],
      email: customer?.emails.filter(({ proved }) => proved).map(({ address }) => address) ?? [],
      user: users.map(channelKey),
      userId: users.map(({ userId }) => userId),
      conversation: await conversationsOf(users),
    };
  }

  async function exportOf(person: Person): Promise<DataExport> {
    const subject = await subjectOf(person);
    const told = await Promise.all(
      ofPersons.map(async (data) => {
        const { sql, params } = selectRows(data, subject);
        const rows = await database.read(sql, params);
        return { table: data.table, holds: data.holds, rows: rows.map((row) => shownRow(data, row)) };
      }),
    );
    const found = await Promise.all(
      files.map(async ({ holds, of }) => ({ holds, names: (await of(subject)).map(({ name }) => name) })),
    );
    return {
      exportedAt: new Date(clock.now()).toISOString(),
      tables: told.filter(({ rows }) => rows.length > 0),
      files: found.filter(({ names }) => names.length > 0),
    };
  }

  /** How many rows are kept of a person, by table. */
  async function countsOf(person: Person): Promise<ReadonlyMap<string, number>> {
    const { tables: told } = await exportOf(person);
    return new Map(told.map(({ table, rows }) => [table, rows.length]));
  }

  /**
   * Erases a person from every table and file within the call: rows in one write, then the files. Keyed hashes of what
   * the shop's exports call them stay, so that no import brings them back.
   */
  async function forget(person: Person): Promise<void> {
    const subject = await subjectOf(person);
    await eraseSubject(subject);
    await scrub();
  }

  /** Rows that are gone must be gone from the store's files, too; the next day's work tries again. */
  async function scrub(): Promise<void> {
    await database.scrub().catch((error: unknown) => {
      log.error(
        { error: messageOf(error) },
        'Deleted rows could not be scrubbed from the file of the store yet',
      );
    });
  }

  async function eraseSubject(subject: DataSubject): Promise<void> {
    const theirFiles = await Promise.all(files.map(({ of }) => of(subject)));
    await database.write([
      ...subject.shopCustomer.map((value) => rememberErased(keeper, { kind: 'shop', value })),
      ...subject.email.map((value) => rememberErased(keeper, { kind: 'email', value })),
      ...ofPersons.map((data) => eraseRows(data, subject)),
      ...ofPersons.flatMap(({ afterwards }) => (afterwards === undefined ? [] : [{ sql: afterwards }])),
    ]);
    await Promise.all(files.map(({ erase }, index) => erase(theirFiles[index] ?? [])));
  }

  /** What must not be kept any longer goes; what an import brought back of erased people goes again. */
  async function keepRetention(): Promise<void> {
    for (const data of ofPersons) await expire(data);
    await keepErased();
    await forgetSilent();
    for (const { sweep } of files) await sweep(clock.now());
    await scrub();
  }

  /** Each table by itself: one that cannot let go of its rows keeps no other from it. */
  async function expire(data: TableOfPersons): Promise<void> {
    const expired = expiredRows(data, days, clock.now());
    if (!expired) return;
    await database.write([expired]).catch((error: unknown) => {
      log.error({ table: data.table, error: messageOf(error) }, 'Rows that are too old could not be deleted');
    });
  }

  /** The shop may still export people who were erased here. */
  async function keepErased(): Promise<void> {
    const [any] = await database.read('SELECT 1 AS one FROM erased_identity LIMIT 1');
    if (!any) return;
    const named = ofPersons.flatMap(({ table, namesFromOutside = {} }) =>
      Object.entries(namesFromOutside).map(([column, kind]) => ({ table, column, kind })),
    );
    for (const { kind, column, table } of named) {
      for (let after = '', done = false; !done; ) {
        const rows = await database.read(
          `SELECT DISTINCT ${column} AS value FROM ${table} WHERE ${column} > $1 ORDER BY ${column} LIMIT 1000`,
          [after],
        );
        const values = rows.map(({ value }) => String(value));
        const back = await erasedAmong(
          keeper,
          values.map((value) => ({ kind, value })),
        );
        const erased = values.filter((value) => back.has(`${kind} ${value}`));
        const list = kind === 'shop' ? { shopCustomer: erased } : { email: erased };
        if (erased.length > 0) await eraseSubject({ ...nobody, ...list });
        after = values.at(-1) ?? '';
        done = rows.length < 1000;
      }
    }
  }

  /** People whom only we know, and who have not been here for so long, are forgotten. */
  async function forgetSilent(): Promise<void> {
    const before = clock.now() - days.customers * 86_400_000;
    for (let after = '', done = false; !done; ) {
      const page = await customersPage(keeper, { after, limit: 500 });
      for (const customer of page) {
        if (customer.seenAt < before && customer.shopCustomerIds.length === 0) await forget({ customer });
      }
      after = page.at(-1)?.id ?? '';
      done = page.length < 500;
    }
  }

  return { exportOf, countsOf, forget, keepRetention };
}

export type Privacy = ReturnType<typeof createPrivacy>;
