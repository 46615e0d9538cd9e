/** How long to wait before a message is tried again, and when to stop trying. */

const firstPauseMs = 1_000;
const longestPauseMs = 300_000;

/** What could not be delivered for a day is no longer an answer to anything. */
export const giveUpAfter = 86_400_000;

/** Twice as long each time, from a second to five minutes. */
export function pauseAfter(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts, 20));
}
