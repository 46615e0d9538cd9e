/** The merchant's rules of alerts: `knowledge/rules/alerts.yaml`, read whole or not at all. */
import { z } from 'zod';
import { type Reading, readYaml } from '../knowledge/index.ts';
import { eventKinds } from './events/local-event.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time such as "21:00"');
const decimal = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'write an amount such as "2.00"');
const id = z.string().regex(/^[a-z0-9-]{1,64}$/, 'write it in small letters, digits and hyphens');
const texts = z.strictObject({ en: z.string().min(1).max(600), zh: z.string().min(1).max(600) });
const day = z.iso.date();

const segment = z.strictObject({
  silentDays: z.number().positive().optional(),
  boughtCategory: z.array(z.string()).min(1).optional(),
  boughtArtist: z.array(z.string()).min(1).optional(),
  withinKm: z.number().positive().optional(),
  language: z.enum(['en', 'zh']).optional(),
});

const campaign = z.strictObject({
  id,
  kind: z.enum(['win-back', 'announcement']),
  to: segment,
  says: texts,
  /** Ends the sentence "You get this because …". */
  because: texts,
  /** Below the shop's own address, or anywhere. */
  link: z.string().regex(/^(\/|https:\/\/)\S*$/, 'write a path such as /sale or an https address'),
  from: day.optional(),
  until: day,
  /** Once if left out. */
  everyDays: z.number().int().min(1).optional(),
  holdOutPercent: z.number().min(0).max(90).optional(),
  active: z.boolean().default(true),
});

const schema = z.strictObject({
  quietHours: z.strictObject({ from: clockTime, to: clockTime }).default({ from: '21:00', to: '08:00' }),
  caps: z
    .strictObject({ day: z.number().int().min(1), week: z.number().int().min(1) })
    .default({ day: 2, week: 5 }),
  holdOutPercent: z.number().min(0).max(90).default(10),
  boughtWithinDays: z.number().int().min(1).max(120).default(14),
  restDays: z
    .strictObject({ bought: z.number().min(0), complained: z.number().min(0) })
    .default({ bought: 60, complained: 90 }),
  events: z
    .strictObject({
      withinKm: z.number().positive(),
      fromDays: z.number().min(0),
      untilDays: z.number().max(540),
    })
    .default({ withinKm: 80, fromDays: 2, untilDays: 240 }),
  priceDrop: z
    .strictObject({
      percent: z.number().min(0.1).max(90),
      least: decimal,
      steadyHours: z.number().min(1).max(720),
    })
    .default({ percent: 5, least: '2.00', steadyHours: 24 }),
  cart: z
    .strictObject({ afterHours: z.number().min(0.5), untilHours: z.number().min(1) })
    .default({ afterHours: 4, untilHours: 72 }),
  dueAgain: z
    .strictObject({ leastScore: z.number().min(0).max(1), perMonth: z.number().int().min(1) })
    .default({ leastScore: 0.6, perMonth: 1 }),
  costs: z
    .strictObject({ currency: z.string().length(3), chat: decimal, push: decimal, email: decimal })
    .default({ currency: 'USD', chat: '0', push: '0', email: '0' }),
  performers: z.array(z.array(z.string().min(1)).min(2)).default([]),
  eventSources: z
    .array(
      z.strictObject({
        id,
        kind: z.enum(eventKinds),
        location: z.string().min(1),
        timeZone: z.string(),
        schedule: z.string(),
      }),
    )
    .default([]),
  campaigns: z.array(campaign).default([]),
});

export type AlertRules = z.infer<typeof schema>;
export type Campaign = AlertRules['campaigns'][number];

/** What holds where the merchant says nothing. */
export const defaultRules: AlertRules = schema.parse({});

export const alertRulesFile = 'alerts.yaml';

/** Reads the text of the file. */
export function readAlertRules(text: string): Reading<AlertRules> {
  const file = `rules/${alertRulesFile}`;
  const read = readYaml({ file, text }, schema);
  if (!read.ok) return read;
  const { value, lineOf } = read.value;
  const ids = value.campaigns.map((each) => each.id);
  const problems = ids.flatMap((id, at) =>
    ids.indexOf(id) === at
      ? []
      : [{ file, line: lineOf(['campaigns', at, 'id']), reason: `there is already a campaign "${id}"` }],
  );
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}
