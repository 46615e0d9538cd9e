/** What everything is built on: the settings, the store, and time, ids and the log, which come from outside. */
import type { Clock } from './core/clock.ts';
import type { Ids } from './core/ids.ts';
import type { Log } from './core/log.ts';
import type { Settings } from './settings.ts';
import type { Database } from './store/index.ts';

export interface Ground {
  readonly settings: Settings;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}
