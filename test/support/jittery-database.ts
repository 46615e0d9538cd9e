/** A database whose answers come late and in another order than they were made, as over a network. */
import type { Database } from '../../src/store/database.ts';

/** @param turns how many turns of the event loop to wait; asked before and after each operation. */
export function jittery(database: Database, turns: () => number): Database {
  const wait = async () => {
    for (let left = turns(); left > 0; left--) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const slowly = async <T>(operation: () => Promise<T>): Promise<T> => {
    await wait();
    try {
      return await operation();
    } finally {
      await wait();
    }
  };
  return {
    ...database,
    read: (sql, params) => slowly(() => database.read(sql, params)),
    write: (statements) => slowly(() => database.write(statements)),
  };
}

/** A database of which each hint to other processes is lost when `loses` says so. */
export function forgetful(database: Database, loses: () => boolean): Database {
  return {
    ...database,
    notify(topic, payload) {
      if (!loses()) database.notify(topic, payload);
    },
  };
}
