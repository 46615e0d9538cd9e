/** What every part of the customers' room works with. */
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Database } from '../store/index.ts';

export interface CustomerKeeper {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Secret of the installation, at least 32 bytes, the same in every process: signs links, hashes codes. */
  readonly key: Uint8Array;
}
