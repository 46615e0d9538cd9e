/** Keeps what the bot understands in step with the knowledge and with the calendar: answers expire at midnight. */
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type Knowledge, shopDay } from '../knowledge/index.ts';
import type { Understanding } from '../understanding/index.ts';
import { bankOf } from './bank.ts';
import type { LoadedIntent } from './intents.ts';

export interface BankKeeper {
  /** To be called when the knowledge has changed. */
  refresh(): void;
  close(): void;
}

const lookAtCalendarMs = 60_000;

export function keepBank({
  understanding,
  knowledge,
  intents,
  clock,
  log,
}: {
  understanding: Understanding;
  knowledge: () => Knowledge;
  intents: ReadonlyMap<string, LoadedIntent>;
  clock: Clock;
  log: Log;
}): BankKeeper {
  let day = shopDay(knowledge(), clock.now());
  let replacing = false;
  let again = false;
  let stop = clock.after(lookAtCalendarMs, lookAtCalendar);

  /** One replacement at a time; changes during one lead to exactly one more. */
  async function replace(): Promise<void> {
    again = true;
    if (replacing) return;
    replacing = true;
    try {
      while (again) {
        again = false;
        const current = knowledge();
        await understanding.replace(bankOf(current, intents.values(), clock.now()), current.synonyms);
        log.info({ answers: current.faq.length }, 'The new knowledge is live');
      }
    } catch (error) {
      log.error(
        { error: messageOf(error) },
        'The new knowledge could not be learned; the old one keeps serving',
      );
    } finally {
      replacing = false;
    }
  }

  function lookAtCalendar(): void {
    const today = shopDay(knowledge(), clock.now());
    if (today !== day) void replace();
    day = today;
    stop = clock.after(lookAtCalendarMs, lookAtCalendar);
  }

  return { refresh: () => void replace(), close: () => stop() };
}
