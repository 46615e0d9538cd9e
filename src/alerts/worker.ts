/** Keeps the alerts of one process going: sends what is due every second, looks for news every few minutes. */
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
  readonly sendMs?: number;
  readonly lookMs?: number;
}

export interface AlertWorker {
  /** From now on looks for news every few minutes; until then it only sends. */
  beginLooking(): void;
  /** Looks now, not at the next time; resolves when what it found has been sent. */
  nudge(): Promise<void>;
  /** Resolves when nothing is under way. */
  stop(): Promise<void>;
}

export function startAlertWorker(parts: WorkParts): AlertWorker {
  const { clock, log, send, look, recover, sendMs = 1_000, lookMs = 300_000 } = parts;
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

  function planSend(delay: number): void {
    if (stopped) return;
    cancelSend = clock.after(delay, () => {
      sending = sendOnce().finally(() => planSend(sendMs));
    });
  }

  function planLook(delay: number): void {
    if (stopped) return;
    cancelLook = clock.after(delay, () => {
      looking = looking.then(lookOnce).finally(() => planLook(lookMs));
    });
  }

  planSend(sendMs);
  return {
    beginLooking() {
      cancelLook();
      planLook(sendMs);
    },
    async nudge() {
      looking = looking.then(lookOnce);
      await looking;
      await sending;
      await sendOnce();
    },
    async stop() {
      stopped = true;
      cancelSend();
      cancelLook();
      await Promise.allSettled([sending, looking]);
    },
  };
}
