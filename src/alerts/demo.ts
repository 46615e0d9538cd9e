/** The demo shop's sources of events, whose dates move with the day on which they were first read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { parse } from 'yaml';
import { z } from 'zod';
import { hasErrorCode, messageOf, ShopdeskError } from '../core/errors.ts';
import type { Database } from '../store/index.ts';
import type { EventSource } from './events/event-sources.ts';
import { eventKinds } from './events/local-event.ts';

const sourcesFile = z.array(
  z.strictObject({
    id: z.string(),
    kind: z.enum(eventKinds),
    file: z.string(),
    timeZone: z.string(),
    schedule: z.string(),
    /** First published so many days after the day the files are of, at this time of that place. */
    opens: z.strictObject({ day: z.number().int(), at: z.string() }).optional(),
  }),
);
const shopsFile = z.looseObject({ asOf: z.iso.date() });

/**
 * The sources in `folder`/events; empty where the store has no demo shop.
 * @throws ShopdeskError `demo.invalid`
 */
export async function demoEventSources(
  database: Database,
  folder: string,
  now: number,
): Promise<EventSource[]> {
  const [isDemo] = await database.read(`SELECT value FROM setting WHERE name = 'demo-shop'`);
  if (!isDemo) return [];
  const file = join(folder, 'events', 'sources.yaml');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (text === undefined) return [];
  try {
    const sources = sourcesFile.parse(parse(text));
    const { asOf } = shopsFile.parse(parse(await readFile(join(folder, 'shops.yaml'), 'utf8')));
    const today = await firstDay(database, now);
    const shiftDays = Math.round(DateTime.fromISO(today).diff(DateTime.fromISO(asOf), 'days').days);
    return sources.map(({ id, kind, file: name, timeZone, schedule, opens }) => ({
      id: `demo/${id}`,
      kind,
      location: join(folder, 'events', name),
      timeZone,
      schedule,
      shiftDays,
      ...(opens && {
        opensAt: DateTime.fromISO(`${today}T${opens.at}`, { zone: timeZone })
          .plus({ days: opens.day })
          .toMillis(),
      }),
    }));
  } catch (cause) {
    throw new ShopdeskError('demo.invalid', `${file} cannot be used: ${messageOf(cause)}`, { cause });
  }
}

/** Kept, so that the concert of the demo does not move a day further with each start. */
async function firstDay(database: Database, now: number): Promise<string> {
  const name = 'demo-events-day';
  await database.write([
    {
      sql: 'INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING',
      params: [name, new Date(now).toISOString().slice(0, 10)],
    },
  ]);
  const [row] = await database.read('SELECT value FROM setting WHERE name = $1', [name]);
  return String(row?.value);
}
