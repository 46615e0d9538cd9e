/** Long work on the event loop in slices, so that whoever waits gets their turn in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Slices {
  /** True when this slice has lasted long enough. */
  isOver(): boolean;
  /** Lets everything else go first, then begins the next slice. */
  pause(): Promise<void>;
}

/** Short against the time in which a message is answered. */
const sliceMs = 4;

export function createSlices(): Slices {
  let begun = performance.now();
  return {
    isOver: () => performance.now() - begun >= sliceMs,
    async pause() {
      await nextTurn();
      begun = performance.now();
    },
  };
}
