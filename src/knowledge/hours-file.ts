/**
 * Reads `hours.yaml`:
 *
 *     time-zone: America/New_York
 *     week:
 *       monday: 10:00-14:00, 15:00-19:00
 *       sunday: closed
 *     special-days:
 *       - date: 2026-12-25
 *         name: {en: Christmas Day, zh: 圣诞节}
 *         open: closed
 *
 * A window whose end is not after its beginning ends on the next day: `18:00-02:00`.
 */
import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { OpeningHours, OpeningWindow } from './hours.ts';
import { complaintsAbout, type Reading, type TextFile } from './reading.ts';
import { isoDay, oneLine } from './schemas.ts';
import { readYaml } from './yaml.ts';

export function parseHours(source: TextFile): Reading<OpeningHours> {
  const read = readYaml(source, hoursFile);
  if (!read.ok) return read;
  const { week, 'time-zone': timeZone, 'special-days': specialDays } = read.value.value;
  const complaints = complaintsAbout(source.file);
  for (const [index, { date }] of specialDays.entries()) {
    const first = specialDays.findIndex((other) => other.date === date);
    if (first === index) continue;
    const line = read.value.lineOf(['special-days', first, 'date']);
    complaints.add(
      read.value.lineOf(['special-days', index, 'date']),
      `${date} stands already in line ${line}`,
    );
  }
  if (!complaints.none) return complaints.failure();
  return {
    ok: true,
    value: {
      timeZone,
      week: dayNames.map((day) => week[day]),
      specialDays: specialDays.map(({ date, name, open }) => ({
        date,
        ...(name && { name }),
        windows: open,
      })),
    },
  };
}

const dayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const windows = z.string().transform((written, context): OpeningWindow[] => {
  if (/^\s*closed\s*$/i.test(written)) return [];
  const found = written.split(',').map(parseWindow);
  const valid = found.filter((window) => window !== undefined);
  if (valid.length < found.length) {
    context.addIssue('write "closed", or windows such as 10:00-14:00, 15:00-19:00');
  } else if (valid.some((window, index) => index > 0 && window.from < (valid[index - 1]?.to ?? 0))) {
    context.addIssue('the windows must follow one another in time');
  }
  return valid;
});

function parseWindow(written: string): OpeningWindow | undefined {
  const found = /^\s{0,9}(\d{1,2}):(\d\d)\s{0,9}[-–—]\s{0,9}(\d{1,2}):(\d\d)\s{0,9}$/.exec(written);
  if (!found) return undefined;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
  if (fromHour > 23 || fromMinute > 59 || toMinute > 59 || toHour * 60 + toMinute > 1440) return undefined;
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  return { from, to: to > from ? to : to + 1440 };
}

const hoursFile = z.strictObject({
  'time-zone': z.string().refine((name) => IANAZone.isValidZone(name), 'no such time zone'),
  week: z.strictObject({
    monday: windows,
    tuesday: windows,
    wednesday: windows,
    thursday: windows,
    friday: windows,
    saturday: windows,
    sunday: windows,
  }),
  'special-days': z
    .array(
      z.strictObject({
        date: isoDay,
        name: z.strictObject({ en: oneLine.optional(), zh: oneLine.optional() }).optional(),
        open: windows,
      }),
    )
    .default([]),
});
