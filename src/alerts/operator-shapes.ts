/** What operators are told of alerts: as the API answers it and the desk's screens read it. */
import { z } from 'zod';

/** A message of which nobody knows whether it arrived. */
export const unsettledAlertShape = z.object({
  id: z.string(),
  customerId: z.string(),
  customerName: z.string().optional(),
  channel: z.string(),
  since: z.number().describe('When it became unknown, Unix ms'),
  reason: z.string().describe('What the process knew last'),
  headlines: z.array(z.string()),
});
export type UnsettledAlert = z.infer<typeof unsettledAlertShape>;

/** An alert with every step of its life and the reason for it. */
export const alertLifeShape = z.object({
  id: z.string(),
  kind: z.string(),
  rule: z.string().nullable(),
  status: z.string(),
  message: z.string().nullable().describe('State of its message; null while it waits'),
  channel: z.string().nullable(),
  steps: z.array(z.object({ at: z.iso.datetime(), step: z.string(), reason: z.string() })),
});
export type AlertLife = z.infer<typeof alertLifeShape>;
