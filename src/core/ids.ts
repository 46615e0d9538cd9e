/** Where new identifiers come from; injected, so that transcripts in tests are exact. */
import { randomBytes } from 'node:crypto';

export interface Ids {
  /** A new identifier: 128 random bits as 22 URL-safe characters; never begins with `-`. */
  next(): string;
}

/** Identifiers nobody can guess. */
export const randomIds: Ids = {
  next() {
    for (;;) {
      const id = randomBytes(16).toString('base64url');
      if (!id.startsWith('-')) return id;
    }
  },
};
