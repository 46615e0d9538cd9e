/** What alerts brought: sent, looked at, followed, bought, stopped, by kind and rule, beside those who were held out. */
import type { Database, Row } from '../store/index.ts';
import type { AlertLife } from './operator-shapes.ts';
import type { AlertRules } from './rules.ts';
import { alertSteps } from './steps.ts';

export interface ReportLine {
  readonly kind: string;
  readonly rule: string | undefined;
  readonly sent: number;
  /** It may or may not have arrived. */
  readonly unknown: number;
  readonly opened: number;
  readonly clicked: number;
  readonly stopped: number;
  /** Of those told, and of those held out, how many ordered within the days; a share of each. */
  readonly bought: {
    readonly told: number;
    readonly heldOut: number;
    readonly share: number;
    readonly heldOutShare: number;
  };
  readonly heldOut: number;
  /** Left out at the last moment, by reason. */
  readonly dropped: number;
}

export interface AlertReport {
  readonly since: string;
  readonly until: string;
  readonly boughtWithinDays: number;
  readonly lines: readonly ReportLine[];
  readonly channels: readonly {
    readonly channel: string;
    readonly messages: number;
    readonly cost: string;
  }[];
  readonly currency: string;
  /** Mails carry no pixel: of them only followed links are known. */
  readonly note: string;
}

const dayMs = 86_400_000;

export async function reportAlerts(
  database: Database,
  rules: AlertRules,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<AlertReport> {
  const withinMs = rules.boughtWithinDays * dayMs;
  const told = `COALESCE(m.sent_at, a.created_at)`;
  const orders = `EXISTS (SELECT 1 FROM customer c JOIN customer p ON p.person_id = c.person_id
    JOIN customer_identity i ON i.customer_id = p.id AND i.kind = 'shop'
    JOIN shop_order o ON o.customer_id = i.value WHERE c.id = a.customer_id AND o.status <> 'cancelled'
    AND o.placed_at > ${told} AND o.placed_at <= ${told} + $3)`;
  const [rows, channels] = await Promise.all([
    database.read(
      `SELECT a.kind, a.rule,
         SUM(CASE WHEN m.status = 'sent' THEN 1 ELSE 0 END) AS sent,
         SUM(CASE WHEN m.status = 'unknown' THEN 1 ELSE 0 END) AS unknown,
         SUM(CASE WHEN a.opened_at IS NOT NULL THEN 1 ELSE 0 END) AS opened,
         SUM(CASE WHEN a.clicked_at IS NOT NULL THEN 1 ELSE 0 END) AS clicked,
         SUM(CASE WHEN a.status = 'held-out' THEN 1 ELSE 0 END) AS held_out,
         SUM(CASE WHEN a.status IN ('dropped', 'expired') THEN 1 ELSE 0 END) AS dropped,
         SUM(CASE WHEN EXISTS (SELECT 1 FROM alert_step s WHERE s.alert_id = a.id AND s.step = 'stopped')
           THEN 1 ELSE 0 END) AS stopped,
         SUM(CASE WHEN m.status = 'sent' AND ${orders} THEN 1 ELSE 0 END) AS bought,
         SUM(CASE WHEN a.status = 'held-out' AND ${orders} THEN 1 ELSE 0 END) AS bought_held_out
       FROM alert a LEFT JOIN alert_message m ON m.id = a.message_id
       WHERE a.created_at >= $1 AND a.created_at < $2 GROUP BY a.kind, a.rule ORDER BY a.kind, a.rule`,
      [since, until, withinMs],
    ),
    database.read(
      `SELECT channel, COUNT(*) AS messages FROM alert_message WHERE status IN ('sent', 'unknown')
       AND sent_at >= $1 AND sent_at < $2 GROUP BY channel ORDER BY channel`,
      [since, until],
    ),
  ]);
  return {
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    boughtWithinDays: rules.boughtWithinDays,
    lines: rows.map(lineOf),
    channels: channels.map(({ channel, messages }) => ({
      channel: String(channel),
      messages: Number(messages),
      cost: (Number(messages) * costOf(rules, String(channel))).toFixed(4),
    })),
    currency: rules.costs.currency,
    note: 'Mails carry no pixel: of them only followed links count as opened.',
  };
}

/** Every alert of a customer, the newest first, each with all its steps and their reasons. */
export async function livesOf(database: Database, customerId: string, limit = 50): Promise<AlertLife[]> {
  const alerts = await database.read(
    `SELECT a.id, a.kind, a.rule, a.status, a.created_at, m.status AS message, m.channel
     FROM alert a LEFT JOIN alert_message m ON m.id = a.message_id WHERE a.customer_id IN
       (SELECT p.id FROM customer c JOIN customer p ON p.person_id = c.person_id WHERE c.id = $1)
     ORDER BY a.created_at DESC, a.id LIMIT $2`,
    [customerId, limit],
  );
  return Promise.all(
    alerts.map(async (row) => {
      const steps = await database.read(
        'SELECT at, step, reason FROM alert_step WHERE alert_id = $1 ORDER BY at, id',
        [String(row.id)],
      );
      return {
        id: String(row.id),
        kind: String(row.kind),
        rule: textOf(row.rule),
        status: String(row.status),
        channel: textOf(row.channel),
        message: textOf(row.message),
        steps: inOrder(steps).map(({ at, step, reason }) => ({
          at: new Date(Number(at)).toISOString(),
          step: String(step),
          reason: String(reason),
        })),
      };
    }),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Within one millisecond, as an alert lives. */
function inOrder(steps: readonly Row[]): Row[] {
  const order: readonly unknown[] = alertSteps;
  const place = ({ step }: Row) => order.indexOf(step);
  return [...steps].sort((one, other) => Number(one.at) - Number(other.at) || place(one) - place(other));
}

function lineOf(row: Row): ReportLine {
  const count = (name: string) => Number(row[name] ?? 0);
  const share = (part: number, whole: number) =>
    whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 1_000;
  return {
    kind: String(row.kind),
    rule: row.rule === null ? undefined : String(row.rule),
    sent: count('sent'),
    unknown: count('unknown'),
    opened: count('opened'),
    clicked: count('clicked'),
    stopped: count('stopped'),
    heldOut: count('held_out'),
    dropped: count('dropped'),
    bought: {
      told: count('bought'),
      heldOut: count('bought_held_out'),
      share: share(count('bought'), count('sent')),
      heldOutShare: share(count('bought_held_out'), count('held_out')),
    },
  };
}

function costOf({ costs }: AlertRules, channel: string): number {
  if (channel === 'email') return Number(costs.email);
  return Number(channel === 'push' ? costs.push : costs.chat);
}
