/** Opening hours as they are settled at the desk and shown by its API. */
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { words } from './shapes.ts';

const windowShape = z.object({
  from: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is a time such as 09:30'),
  to: z
    .string()
    .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'is a time such as 18:00, at most 24:00')
    .describe('Not after `from`: on the next day'),
});
const windowsShape = z
  .array(windowShape)
  .max(12)
  .refine(
    (list) => list.map(minutesOf).every(({ from }, at, all) => at === 0 || from >= (all[at - 1]?.to ?? 0)),
    'the windows must follow one another in time',
  )
  .describe('None: closed');
const specialDayShape = z.object({
  date: z.string().refine(isDay, 'is a day such as 2026-12-25'),
  name: z.object({ en: words(60, 1).optional(), zh: words(60, 1).optional() }).optional(),
  windows: windowsShape,
});

export const openingHoursShape = z.object({
  timeZone: z
    .string()
    .max(60)
    .refine((name) => IANAZone.isValidZone(name), 'is no time zone, such as America/New_York'),
  week: z.array(windowsShape).length(7).describe('Monday first'),
  specialDays: z
    .array(specialDayShape)
    .max(1_000)
    .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, 'a date stands there twice')
    .describe('Each replaces the day of the week'),
});
export type SettledHours = z.infer<typeof openingHoursShape>;

/** In minutes since midnight; a window whose end is not after its beginning ends on the next day. */
export function minutesOf({ from, to }: z.infer<typeof windowShape>): { from: number; to: number } {
  const begin = minuteOf(from);
  const end = minuteOf(to);
  return { from: begin, to: end > begin ? end : end + 1440 };
}

function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

function isDay(date: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(date) && DateTime.fromISO(date).isValid;
}
