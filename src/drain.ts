/** Ends one thing after another within one time for all of them: what is still at work then is left to the next start. */

/** Waits for `work`, but for no more than `mostMs` and what is left of the whole time. Never rejects. */
export type Drain = (work: Promise<unknown>, mostMs?: number) => Promise<void>;

/**
 * Real time, not the shop's clock: who ends the process counts it too.
 * @param wholeMs milliseconds for everything that is handed to the returned function.
 */
export function beginDrain(wholeMs: number): Drain {
  const endsAt = performance.now() + wholeMs;
  return (work, mostMs = wholeMs) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, Math.min(mostMs, endsAt - performance.now())));
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      work.then(done, done);
    });
}
