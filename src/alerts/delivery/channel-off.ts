/** Addresses that stopped working: nothing is sent there again until the customer gives them anew. */
import { type Database, placesFor, type Statement } from '../../store/index.ts';

export function switchOff(
  customerId: string,
  { channel, address }: { readonly channel: string; readonly address: string },
  reason: string,
  at: number,
): Statement {
  return {
    sql: `INSERT INTO alert_channel_off (customer_id, channel, address, at, reason) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (customer_id, channel, address) DO NOTHING`,
    params: [customerId, channel, address, at, reason.slice(0, 300)],
  };
}

/** The customer gave it anew, and what was sent there arrived. */
export function switchOn(
  recordIds: readonly string[],
  { channel, address }: { readonly channel: string; readonly address: string },
): Statement {
  return {
    sql: `DELETE FROM alert_channel_off WHERE channel = $1 AND address = $2 AND customer_id IN (${placesFor(recordIds, 3)})`,
    params: [channel, address, ...recordIds],
  };
}

/** `CHANNEL ADDRESS` of each that is off. */
export async function addressesOff(database: Database, recordIds: readonly string[]): Promise<Set<string>> {
  if (recordIds.length === 0) return new Set();
  const rows = await database.read(
    `SELECT channel, address FROM alert_channel_off WHERE customer_id IN (${placesFor(recordIds)})`,
    recordIds,
  );
  return new Set(rows.map(({ channel, address }) => `${channel} ${address}`));
}
