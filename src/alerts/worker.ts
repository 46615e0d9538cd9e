/** Keeps the alerts of one process going: sends each thing when it is due, looks for news every few minutes. */
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';

export interface WorkParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Makes messages of what is due, and sends them. */
  readonly send: () => Promise<void>;
  readonly look: () => Promise<unknown>;
  /** Looks after what a process that is gone left behind. */
  readonly recover: () => Promise<void>;
  /** In how many ms something is due, below 1 for now; undefined when nothing waits at all. */
  readonly nextDue: () => Promise<number | undefined>;
  /** How long at most until it asks again what is due: another process may have added something. */
  readonly sendMs?: number;
  readonly lookMs?: number;
}

export interface AlertWorker {
  /** From now on looks for news every few minutes; until then it only sends. */
  beginLooking(): void;
  /** Looks now, not at the next time; resolves when what it found has been sent. */
  nudge(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Begins nothing more, and resolves when nothing is under way. */
  stop(): Promise<void>;
}

const pauseMs = 1_000;

export function startAlertWorker(parts: WorkParts): AlertWorker {
  const { clock, log, send, look, recover, nextDue, sendMs = 2_000, lookMs = 300_000 } = parts;
  let stopped = false;
  let sending: Promise<void> = Promise.resolve();
  let looking: Promise<void> = Promise.resolve();
  let [cancelSend, cancelLook] = [() => {}, () => {}];

  const guarded = (what: string, work: () => Promise<unknown>) => async () => {
    if (stopped) return;
    try {
      await work();
    } catch (error) {
      if (!stopped) log.warn({ error: messageOf(error) }, `${what}; trying again`);
    }
  };
  const sendOnce = guarded('alerts could not be sent', async () => {
    await recover();
    await send();
  });
  const lookOnce = guarded('alerts could not be looked for', look);

  /** Asks what is due, which is one small question, and works only when something is. */
  async function sendWhatIsDue(): Promise<void> {
    let delay = sendMs;
    await guarded('what is due could not be read', async () => {
      let due = await nextDue();
      if (due !== undefined && due < 1) {
        await sendOnce();
        due = await nextDue();
        // What could not be sent now is not tried without a pause.
        if (due !== undefined && due < 1) due = pauseMs;
      }
      delay = Math.min(due ?? sendMs, sendMs);
    })();
    planSend(delay);
  }

  function planSend(delay: number): void {
    cancelSend();
    if (stopped || delay === Number.POSITIVE_INFINITY) return;
    cancelSend = clock.after(delay, () => {
      sending = sendWhatIsDue();
    });
  }

  function planLook(delay: number): void {
    if (stopped) return;
    cancelLook = clock.after(delay, () => {
      looking = looking.then(lookOnce).finally(async () => {
        await sending;
        // What it found is due, most of it.
        planSend(0);
        planLook(lookMs);
      });
    });
  }

  const idle = async () => {
    await Promise.allSettled([looking, sending]);
  };

  planSend(Math.min(sendMs, pauseMs));
  return {
    beginLooking() {
      cancelLook();
      planLook(Math.min(sendMs, pauseMs));
    },
    async nudge() {
      looking = looking.then(lookOnce);
      await looking;
      await sending;
      await sendOnce();
    },
    idle,
    async stop() {
      stopped = true;
      cancelSend();
      cancelLook();
      await idle();
    },
  };
}
