/** Where new identifiers come from; injected, so that transcripts in tests are exact. */
import { randomFillSync } from 'node:crypto';

export interface Ids {
  /** A new identifier: 128 random bits as 22 URL-safe characters; never begins with `-`. */
  next(): string;
}

const idBytes = 16;
/** Random bytes are fetched for many identifiers at once: each call to the system costs as much as fifty of them. */
const pool = Buffer.alloc(idBytes * 256);
let used = pool.length;

/** Identifiers nobody can guess. */
export const randomIds: Ids = {
  next() {
    for (;;) {
      if (used === pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      const id = pool.toString('base64url', used, used + idBytes);
      used += idBytes;
      if (!id.startsWith('-')) return id;
    }
  },
};
