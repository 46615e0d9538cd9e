/**
 * Keeps what the shop knows in step with its folder. File events make a change live at once; a look at the
 * folder every second catches what file systems without events (network mounts, some containers) do not tell.
 */
import { watch } from 'chokidar';
import { type Clock, systemClock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { EntrySource, ReadEdits } from './edits.ts';
import { houseReplies } from './house-replies.ts';
import type { Knowledge, KnowledgeProblem } from './knowledge.ts';
import type { JudgeRules } from './rules.ts';
import { createShelf, type Shelf } from './shelf.ts';

export interface WatchOptions {
  /**
   * Called whenever something else serves, never twice at a time; not at first, which `current()` gives. A mistake in a
   * file whose last good version serves changes nothing but `problems`.
   */
  readonly onChange: (knowledge: Knowledge) => void;
  readonly log: Log;
  readonly clock?: Clock;
  /** False: only look every second. */
  readonly events?: boolean;
  /** Entries that were edited elsewhere, to be laid over the files; looked at every second, too. */
  readonly edits?: ReadEdits;
  /** What is wrong with a file of rules; nothing if left out. */
  readonly judge?: JudgeRules;
}

export interface KnowledgeWatch {
  current(): Knowledge;
  /** What serves as the FAQ file `file`; see `entryFile`. */
  sourceOf(file: string): EntrySource | undefined;
  /** Version of the file in the folder, whatever serves. */
  fileVersionOf(file: string): string | undefined;
  /** Looks now; resolves when `current()` is what lay there at the call. */
  refresh(): Promise<void>;
  /** No `onChange` is called after it resolves. */
  close(): Promise<void>;
}

/** Milliseconds. An editor or a checkout writes many times in a row; all of it is one change. */
const settleMs = 200;
const lookEveryMs = 1000;

/**
 * Reads `folder` and watches it.
 *
 * @throws ShopdeskError `knowledge.folder-unreadable` when the folder cannot be read at the start; later that
 * is only logged, and the last good version keeps serving.
 */
export async function watchKnowledge(folder: string, options: WatchOptions): Promise<KnowledgeWatch> {
  const { log, clock = systemClock } = options;
  const shelf = createShelf(folder, { ...options, house: await houseReplies(folder) });
  await shelf.refresh();
  const { lentReplies: lent = [] } = shelf.current();
  if (lent.length > 0) {
    log.warn(
      { missing: lent.length, first: lent.slice(0, 5).join(', ') },
      "some sentences are not in the replies; the demo shop's are said",
    );
  }
  const tellProblems = problemTeller(shelf, log);
  tellProblems(shelf.current().problems);

  const looking = startLooking(shelf, clock, log, (what) => {
    const knowledge = shelf.current();
    tellProblems(knowledge.problems);
    if (what === 'content') options.onChange(knowledge);
  });
  const watcher = options.events === false ? undefined : watch(folder, { ignoreInitial: true, depth: 1 });
  watcher?.on('all', () => looking.nudge());
  watcher?.on('error', (error) => {
    log.warn({ folder, error: messageOf(error) }, 'file events failed; looking every second instead');
  });

  return {
    current: () => shelf.current(),
    sourceOf: shelf.sourceOf,
    fileVersionOf: shelf.fileVersionOf,
    refresh: looking.now,
    async close() {
      await Promise.all([watcher?.close(), looking.stop()]);
    },
  };
}

interface Looker {
  /** Something may have changed: looks once it has been quiet for a moment, in any case within a second. */
  nudge(): void;
  now(): Promise<void>;
  stop(): Promise<void>;
}

/** Looks every second and when nudged, one look at a time; a nudge during a look leads to another one. */
function startLooking(
  shelf: Shelf,
  clock: Clock,
  log: Log,
  onChange: (what: 'problems' | 'content') => void,
): Looker {
  let stopped = false;
  let cancel = () => {};
  let running: Promise<void> | undefined;
  let nudged = false;
  let latest = 0;

  function schedule(delayMs: number): void {
    cancel();
    if (stopped) return;
    cancel = clock.after(delayMs, () => {
      running = look().finally(afterLook);
    });
  }

  function afterLook(): void {
    running = undefined;
    latest = clock.now() + lookEveryMs;
    schedule(nudged || shelf.missing > 0 ? settleMs : lookEveryMs);
    nudged = false;
  }

  async function look(): Promise<void> {
    try {
      const found = await shelf.refresh();
      if (found !== 'same' && !stopped) onChange(found);
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the knowledge could not be read; its last good version serves');
    }
  }

  afterLook();
  return {
    nudge() {
      if (running) nudged = true;
      else schedule(Math.max(0, Math.min(settleMs, latest - clock.now())));
    },
    /** What is gone is only believed at a second look. */
    async now() {
      for (let looks = 0; looks < 1 + Number(shelf.missing > 0); looks++) {
        while (running) await running;
        if (stopped) return;
        cancel();
        running = look().finally(afterLook);
        await running;
      }
    },
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}

/** Logs each problem once for each version of its file: who saved it with the mistake still in it is told again. */
function problemTeller(shelf: Shelf, log: Log): (problems: readonly KnowledgeProblem[]) => void {
  let told = new Set<string>();
  return (problems) => {
    const now = new Set<string>();
    for (const problem of problems) {
      const name = JSON.stringify([problem, shelf.fingerprintOf(problem.file)]);
      now.add(name);
      if (told.has(name)) continue;
      log.warn({ ...problem }, `a knowledge file has an error; ${serving[shelf.serves(problem.file)]}`);
    }
    told = now;
  };
}

const serving = {
  this: 'the rest of it serves',
  'last good': 'its last good version serves',
  nothing: 'nothing of it serves until it is mended',
};
