/** A database whose answers come late and in another order than they were made, as over a network. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../src/store/database.ts';

/** @param ms how long to wait; asked before and after each operation. */
export function jittery(database: Database, ms: () => number): Database {
  const wait = () => delay(ms());
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
