/** Keeps consent with its proof: every yes and no is written down, the last one holds. */
import { placesFor, type Statement } from '../store/index.ts';
import { type ConsentChange, purposeOf } from './consent.ts';
import type { CustomerKeeper } from './keeper.ts';

/** One yes or no with its proof, as it was given. */
export interface ConsentProof extends ConsentChange {
  readonly at: number;
}

/**
 * The statements that record changes for one customer, to stand or fall with whatever else is written. A no holds at
 * once, also where this process's clock is behind that of the one which heard the yes.
 */
export function consentStatements(
  { ids, clock }: Pick<CustomerKeeper, 'ids' | 'clock'>,
  customerId: string,
  changes: readonly ConsentChange[],
): Statement[] {
  const now = clock.now();
  return changes.flatMap(({ purpose, channel, granted, givenIn, wording, language }) => [
    {
      sql: `INSERT INTO consent_proof (id, customer_id, purpose, channel, granted, at, given_in, wording, language)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      params: [
        ids.next(),
        customerId,
        purpose,
        channel,
        granted ? 1 : 0,
        now,
        givenIn.slice(0, 300),
        textToKeep(wording),
        language,
      ],
    },
    {
      sql: `INSERT INTO consent (customer_id, purpose, channel, granted, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (customer_id, purpose, channel) DO UPDATE SET granted = excluded.granted,
              at = CASE WHEN consent.at > excluded.at THEN consent.at ELSE excluded.at END
            WHERE consent.at <= excluded.at OR excluded.granted = 0`,
      params: [customerId, purpose, channel, granted ? 1 : 0, now],
    },
    ...(purpose === 'personalisation' && !granted ? [forgetInterests(customerId)] : []),
  ]);
}

/** Every yes and no of a person, the latest first. */
export async function consentHistory(
  { database }: Pick<CustomerKeeper, 'database'>,
  recordIds: readonly string[],
): Promise<ConsentProof[]> {
  if (recordIds.length === 0) return [];
  const rows = await database.read(
    `SELECT purpose, channel, granted, at, given_in, wording, language FROM consent_proof
     WHERE customer_id IN (${placesFor(recordIds)}) ORDER BY at DESC, id DESC`,
    recordIds,
  );
  return rows.flatMap((row) => {
    const purpose = purposeOf(String(row.purpose));
    if (!purpose) return [];
    return [
      {
        purpose,
        channel: String(row.channel),
        granted: row.granted === 1,
        at: Number(row.at),
        givenIn: String(row.given_in),
        wording: String(row.wording),
        language: row.language === 'zh' ? ('zh' as const) : ('en' as const),
      },
    ];
  });
}

/** Without the consent there is nothing to keep what was derived with it for. */
function forgetInterests(customerId: string): Statement {
  return {
    sql: `DELETE FROM customer_interest WHERE customer_id IN (SELECT id FROM customer WHERE person_id IN
            (SELECT person_id FROM customer WHERE id = $1))`,
    params: [customerId],
  };
}

function textToKeep(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').slice(0, 2_000);
}
