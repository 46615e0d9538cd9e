/** What the desk's people settle in the desk itself; kept as one JSON in the store, the same for every process. */
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { hasCode, messageOf, ShopdeskError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Database, Statement } from '../store/index.ts';
import { words } from './shapes.ts';

const name = words(60, 1);
const weight = z.number().int().min(1).max(20);
const wholeNumber = (least: number, most: number) => z.number().int().min(least).max(most);

/** Every part has a default, so that an older row can be read by a newer version. */
export const deskSettingsShape = z.object({
  autoAssign: z
    .boolean()
    .default(false)
    .describe('Waiting chats are given to free agents; else agents take them from the queue.'),
  strategy: z.enum(['leastBusy', 'takeTurns']).default('leastBusy'),
  lastAgentFirst: z
    .boolean()
    .default(true)
    .describe('Who comes back is given to the agent they know, when free.'),
  loosenSkillsAfterSeconds: wholeNumber(0, 86_400).default(120),
  loosenLanguageAfterSeconds: wholeNumber(0, 86_400).default(300),
  goneAfterSeconds: wholeNumber(10, 3_600)
    .default(60)
    .describe(
      'An agent without a sign of life for so long is gone: their chats go back to the head of the queue.',
    ),
  awayAfterMinutes: wholeNumber(1, 1_440).default(10),
  sla: z
    .object({
      firstReplyMinutes: wholeNumber(1, 10_000).nullable().default(5),
      nextReplyMinutes: wholeNumber(1, 10_000).nullable().default(10),
      resolutionMinutes: wholeNumber(1, 100_000).nullable().default(null),
      warnAtPercent: wholeNumber(10, 99).default(80),
      messageDueHours: wholeNumber(1, 1_000).default(48),
      escalate: z
        .enum(['no', 'priority', 'supervisor'])
        .default('priority')
        .describe('What a broken clock does: raises the priority, or tells the supervisors as well.'),
    })
    .prefault({}),
  weights: z
    .object({
      chat: weight.default(1),
      message: weight.default(1),
      channels: z.record(z.string().max(60), weight).default({}),
      skills: z.record(z.string().max(60), weight).default({}),
    })
    .prefault({})
    .describe(
      'How much of a capacity a chat takes: the most of what fits it, fixed when it joins the queue.',
    ),
  teams: z.array(name).max(100).default([]),
  skills: z.array(name).max(200).default([]),
  dispositions: z
    .array(name)
    .max(100)
    .default(['answered', 'order changed', 'refunded', 'forwarded', 'spam']),
  thankedFor: z
    .array(name)
    .max(100)
    .default(['answered'])
    .describe(
      'Wrap-ups after which who wrote by e-mail, or left a message, is thanked for it by e-mail; with none nobody is.',
    ),
  tags: z.array(name).max(200).default([]),
});

export type DeskSettings = z.infer<typeof deskSettingsShape>;

const settingName = 'desk';
const rereadMs = 1_000;

export async function keepDeskSettings({
  database,
  clock,
  log,
}: {
  database: Database;
  clock: Clock;
  log: Log;
}) {
  /** As it lies in the store: a version before this one may have written other parts. */
  let stored = JSON.stringify(deskSettingsShape.parse({}));
  let current = await read();
  let stop = () => {};

  async function read(): Promise<DeskSettings> {
    const [row] = await database.read('SELECT value FROM setting WHERE name = $1', [settingName]);
    if (row) stored = String(row.value);
    const parsed = deskSettingsShape.safeParse(row ? JSON.parse(stored) : {});
    if (!parsed.success) log.error({ problem: parsed.error.message }, 'The desk’s settings cannot be read');
    return parsed.success ? parsed.data : deskSettingsShape.parse({});
  }

  async function reread(): Promise<void> {
    current = await read();
  }

  /**
   * @param also is committed with it.
   * @throws ShopdeskError `settings.conflict` when somebody else changed them since `before` was read.
   */
  async function change(
    before: DeskSettings,
    after: DeskSettings,
    also: readonly Statement[] = [],
  ): Promise<void> {
    const statements: Statement[] = [
      {
        sql: `INSERT INTO setting (name, value) VALUES ($1, $2)
              ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE setting.value = $3 RETURNING value`,
        params: [
          settingName,
          JSON.stringify(after),
          JSON.stringify(before) === JSON.stringify(current) ? stored : '',
        ],
        expect: 'one',
      },
      ...also,
    ];
    try {
      await database.write(statements);
    } catch (error) {
      if (!hasCode(error, 'store.conflict')) throw error;
      await reread();
      throw new ShopdeskError('settings.conflict', 'Somebody else changed the settings meanwhile.');
    }
    current = after;
    stored = JSON.stringify(after);
  }

  function keepReading(): void {
    stop = clock.after(rereadMs, () => {
      reread()
        .catch((error: unknown) =>
          log.warn({ error: messageOf(error) }, 'The desk’s settings could not be read again'),
        )
        .finally(keepReading);
    });
  }
  keepReading();

  return { current: () => current, change, reread, close: () => stop() };
}

export type DeskSettingsKeeper = Awaited<ReturnType<typeof keepDeskSettings>>;
