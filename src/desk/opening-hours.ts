/**
 * Opening hours as they are settled at the desk: one JSON in the store, which lies over `hours.yaml` in every process
 * until it is taken away again.
 */
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { messageOf, ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Knowledge, OpeningHours, OpeningWindow } from '../knowledge/index.ts';
import type { Database } from '../store/index.ts';
import { minutesOf, openingHoursShape, type SettledHours } from './opening-hours-shape.ts';

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
