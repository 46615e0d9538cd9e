/** When a customer may be spoken to: never in their own night, wherever they are. */
import { DateTime } from 'luxon';

export interface QuietHours {
  /** `HH:MM`; over midnight when `from` is later than `to`, none when they are equal. */
  readonly from: string;
  readonly to: string;
}

/**
 * The first moment from `at` on that is not quiet in `zone`. A day on which the clocks change has its quiet hours by
 * what the clock on the wall shows.
 */
export function afterQuietHours(at: number, zone: string, hours: QuietHours): number {
  const local = DateTime.fromMillis(at, { zone });
  if (!local.isValid || !isQuiet(local, hours)) return at;
  const [hour = 0, minute = 0] = hours.to.split(':').map(Number);
  const today = local.set({ hour, minute, second: 0, millisecond: 0 });
  // Set by the wall clock; when that time is skipped, luxon gives the one after it.
  const end =
    today > local ? today : local.plus({ days: 1 }).set({ hour, minute, second: 0, millisecond: 0 });
  return end.toMillis();
}

function isQuiet(local: DateTime, { from, to }: QuietHours): boolean {
  const now = local.toFormat('HH:mm');
  if (from === to) return false;
  return from < to ? now >= from && now < to : now >= from || now < to;
}
