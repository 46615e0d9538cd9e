/** The life of an alert: each step with the reason for it, as the operator reads it. */
import type { Ids } from '../core/ids.ts';
import type { Statement } from '../store/index.ts';

export const alertSteps = [
  'proposed',
  'held',
  'bundled',
  'dropped',
  'expired',
  'held-out',
  'sending',
  'sent',
  'unknown',
  'retried',
  'failed',
  'opened',
  'clicked',
  'stopped',
] as const;
export type AlertStep = (typeof alertSteps)[number];

export interface StepNote {
  readonly step: AlertStep;
  readonly reason: string;
  readonly at: number;
}

export function stepOf(alertId: string, { step, reason, at }: StepNote, ids: Ids): Statement {
  return {
    sql: 'INSERT INTO alert_step (alert_id, id, at, step, reason) VALUES ($1, $2, $3, $4, $5)',
    params: [alertId, ids.next(), at, step, reason.slice(0, 500)],
  };
}

/** The same step for every alert of a message. */
export function stepsOfMessage(messageId: string, { step, reason, at }: StepNote, ids: Ids): Statement {
  return {
    sql: `INSERT INTO alert_step (alert_id, id, at, step, reason)
          SELECT id, $2, $3, $4, $5 FROM alert WHERE message_id = $1`,
    params: [messageId, ids.next(), at, step, reason.slice(0, 500)],
  };
}
