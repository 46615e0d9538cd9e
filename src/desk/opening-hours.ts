/**
 * Opening hours as they are settled at the desk: one JSON in the store, which lies over `hours.yaml` in every process
 * until it is taken away again.
 */
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { messageOf, ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Knowledge, OpeningHours, OpeningWindow } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
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

const keptShape = z.object({ version: z.string(), hours: openingHoursShape });
const settingName = 'opening-hours';
const rereadMs = 1_000;

export type OpeningHoursKeeper = Awaited<ReturnType<typeof keepOpeningHours>>;

export async function keepOpeningHours({
  database,
  files,
  clock,
  ids,
  log,
}: {
  database: Database;
  /** What the merchant's files say. */
  files: () => Knowledge;
  clock: Clock;
  ids: Ids;
  log: Log;
}) {
  let stored: string | undefined;
  let kept: { version: string; hours: SettledHours; opening: OpeningHours } | undefined;
  let laid: { over: Knowledge; hours: OpeningHours | undefined; known: Knowledge } | undefined;
  let stop = () => {};
  await reread();

  async function reread(): Promise<void> {
    const [row] = await database.read('SELECT value FROM setting WHERE name = $1', [settingName]);
    const value = row && String(row.value);
    if (value === stored) return;
    stored = value;
    const parsed = value === undefined ? undefined : keptShape.safeParse(JSON.parse(value));
    if (parsed?.success === false)
      log.error({ problem: parsed.error.message }, 'The opening hours in the store cannot be read');
    kept = parsed?.data && { ...parsed.data, opening: openingOf(parsed.data.hours) };
  }

  /** What the files say with the hours of the desk laid over; the same object while neither changed. */
  function knowledge(): Knowledge {
    const over = files();
    const hours = kept?.opening;
    if (laid?.over !== over || laid.hours !== hours) {
      laid = { over, hours, known: hours ? { ...over, hours } : over };
    }
    return laid.known;
  }

  function read() {
    const inFile = files().hours;
    const file = inFile ? settledOf(inFile) : null;
    return {
      hours: kept?.hours ?? file,
      source: kept ? ('desk' as const) : file ? ('file' as const) : ('none' as const),
      version: kept?.version ?? '',
      file,
    };
  }

  /** @throws ShopdeskError `hours.conflict` when somebody else changed them since `version`. */
  async function settle(version: string, hours: SettledHours): Promise<void> {
    await reread();
    if (version !== (kept?.version ?? '')) throw conflict();
    const value = JSON.stringify({ version: ids.next(), hours });
    const [rows = []] = await database.write([
      {
        sql: `INSERT INTO setting (name, value) VALUES ($1, $2)
              ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE setting.value = $3 RETURNING value`,
        params: [settingName, value, stored ?? ''],
      },
    ]);
    await reread();
    if (rows.length === 0) throw conflict();
  }

  /** The file counts again. */
  async function reset(): Promise<void> {
    await database.write([{ sql: 'DELETE FROM setting WHERE name = $1', params: [settingName] }]);
    await reread();
  }

  function keepReading(): void {
    stop = clock.after(rereadMs, () => {
      reread()
        .catch((error: unknown) =>
          log.warn({ error: messageOf(error) }, 'The opening hours could not be read again'),
        )
        .finally(keepReading);
    });
  }
  keepReading();

  return { knowledge, read, settle, reset, reread, close: () => stop() };
}

const conflict = () =>
  new ShopdeskError('hours.conflict', 'Somebody else changed the opening hours meanwhile.', {
    remedy: 'Read them again and make the change there.',
  });

function isDay(date: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(date) && DateTime.fromISO(date).isValid;
}

function openingOf({ timeZone, week, specialDays }: SettledHours): OpeningHours {
  return {
    timeZone,
    week: week.map((day) => day.map(minutesOf)),
    specialDays: specialDays.map(({ date, name, windows }) => ({
      date,
      ...(name && { name }),
      windows: windows.map(minutesOf),
    })),
  };
}

/** Minutes since midnight; a window whose end is not after its beginning ends on the next day. */
function minutesOf({ from, to }: z.infer<typeof windowShape>): OpeningWindow {
  const begin = minuteOf(from);
  const end = minuteOf(to);
  return { from: begin, to: end > begin ? end : end + 1440 };
}

function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

function settledOf({ timeZone, week, specialDays }: OpeningHours): SettledHours {
  const written = ({ from, to }: OpeningWindow) => ({
    from: timeOf(from),
    to: to === 1440 ? '24:00' : timeOf(to % 1440),
  });
  return {
    timeZone,
    week: week.map((day) => day.map(written)),
    specialDays: specialDays.map(({ date, name, windows }) => ({
      date,
      ...(name && { name: { ...(name.en && { en: name.en }), ...(name.zh && { zh: name.zh }) } }),
      windows: windows.map(written),
    })),
  };
}

function timeOf(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
