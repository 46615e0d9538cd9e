/** Keeps the catalogue in memory as new as the store, whichever process imported. */
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Database } from '../../store/index.ts';
import { type CatalogueSnapshot, catalogueVersion, loadSnapshot } from './snapshot.ts';

/** The hint that other processes get after a change. */
export const catalogueTopic = 'catalogue';

export interface CatalogueKeeper {
  /** Never changes under the hands of who holds it; ask again for each answer. */
  current(): CatalogueSnapshot;
  /** Resolves when `current` is at least as new as the store was at the call. */
  refresh(): Promise<void>;
  close(): void;
}

export interface KeepCatalogueOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with each new snapshot after the first. */
  readonly onChange?: (snapshot: CatalogueSnapshot) => void;
  /** How often to look for changes that no hint told of. */
  readonly pollMs?: number;
}

/** Loads the catalogue, then follows it. */
export async function keepCatalogue(options: KeepCatalogueOptions): Promise<CatalogueKeeper> {
  const { database, clock, log, onChange, pollMs = 3_000 } = options;
  let snapshot = await loadSnapshot(database);
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  let cancel = () => {};
  let closed = false;

  function refresh(): Promise<void> {
    // Who asks while one is running gets the next one: the running one may have looked too early.
    waiting ??= running.then(() => {
      waiting = undefined;
      running = update();
      return running;
    });
    return waiting;
  }

  async function update(): Promise<void> {
    if (closed) return;
    try {
      if ((await catalogueVersion(database)) === snapshot.version) return;
      snapshot = await loadSnapshot(database, snapshot);
      log.debug({ version: snapshot.version, offers: snapshot.offers.length }, 'catalogue loaded');
      onChange?.(snapshot);
    } catch (error) {
      if (!closed)
        log.warn({ error: messageOf(error) }, 'the catalogue could not be refreshed; the last one stays');
    }
  }

  function plan(): void {
    if (closed) return;
    cancel = clock.after(pollMs, () => void refresh().finally(plan));
  }

  const stopListening = database.listen(catalogueTopic, () => void refresh());
  plan();
  return {
    current: () => snapshot,
    refresh,
    close() {
      closed = true;
      stopListening();
      cancel();
    },
  };
}
