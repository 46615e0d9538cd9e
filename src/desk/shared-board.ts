/**
 * What of the board is the same for everybody: read once for all who ask at the same moment, and told as a small change
 * to those who have what was before. Its states follow one another, so that a browser which misses none needs no other.
 */
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type BoardState, boardChange, boardState } from './board-change.ts';
import type { BoardChange, SharedBoard } from './shapes.ts';

/** Shorter than the pause after which browsers are told of a change, so that none of them has what was before it. */
const trustMs = 200;

export function createSharedBoard({
  read,
  tell,
  clock,
  log,
}: {
  read: () => Promise<Omit<SharedBoard, 'version'>>;
  /** To all browsers of this process. Undefined: they must fetch the board. */
  tell: (change: BoardChange | undefined) => void;
  clock: Clock;
  log: Log;
}) {
  let last: BoardState | undefined;
  let told: BoardState | undefined;
  let running: Promise<BoardState> | undefined;
  let following: Promise<BoardState> | undefined;
  let isStale = true;

  /** The board as it is now, or was a moment ago if nothing is known to have changed since. */
  async function current(): Promise<SharedBoard> {
    const age = last ? clock.now() - last.board.now : -1;
    if (last && !isStale && !running && age >= 0 && age < trustMs) return last.board;
    return (await next()).board;
  }

  /** One reading at a time; who comes when it may have missed something has the one after. */
  function next(): Promise<BoardState> {
    if (!running) return begin();
    if (!isStale) return running;
    const start = () => {
      following = undefined;
      return begin();
    };
    following ??= running.then(start, start);
    return following;
  }

  function begin(): Promise<BoardState> {
    isStale = false;
    const reading = take().finally(() => {
      if (running === reading) running = undefined;
    });
    running = reading;
    return reading;
  }

  async function take(): Promise<BoardState> {
    const state = boardState(await read());
    const before = last;
    last = state;
    if (before && before.board.version !== state.board.version) {
      told = state;
      tell(boardChange(before, state));
    }
    return state;
  }

  /**
   * Somebody, here or in another process, says that something changed. All are told, also when it is none of what they
   * share: the wall of a supervisor shows more.
   */
  function changed(): void {
    isStale = true;
    const isFirst = last === undefined;
    next()
      .then((state) => {
        if (isFirst) tell(undefined);
        else if (told !== state) tell(boardChange(state, state));
        told = state;
      })
      .catch((error: unknown) => {
        log.warn({ error: messageOf(error) }, 'The board could not be read; browsers fetch it themselves');
        tell(undefined);
      });
  }

  return {
    current,
    changed,
    /** Something changed here: what was read before is out of date. */
    forget() {
      isStale = true;
    },
  };
}
