/** Notes what customers do with an alert: looked at it, followed a link. */
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Database } from '../store/index.ts';
import { alertOfRow } from './alert-store.ts';
import { type LinkTarget, readLink } from './words/link.ts';
import type { LinkWriter } from './words/links.ts';

export interface NoteParts {
  readonly database: Database;
  readonly key: Uint8Array;
  readonly links: LinkWriter;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Where a counted link leads; undefined for a link that is not ours or whose alert is gone. */
export async function followLink(parts: NoteParts, token: string): Promise<string | undefined> {
  const target = readLink(token, parts.key);
  if (!target || target.link === 'seen') return undefined;
  const [row] = await parts.database.read('SELECT * FROM alert WHERE id = $1', [target.alertId]);
  const link = row && alertOfRow(row).telling.links[target.link];
  if (!link) return undefined;
  // Who follows a link has looked at what it stood in.
  await note(parts, target, 'opened', 'by following a link');
  await note(parts, target, 'clicked', link.title);
  return parts.links.absolute(link.url);
}

/** Notes that these were looked at; tokens that are not ours are passed over. */
export async function noteSeen(parts: NoteParts, tokens: readonly string[]): Promise<void> {
  for (const token of tokens) {
    const target = readLink(token, parts.key);
    if (target?.link === 'seen') await note(parts, target, 'opened', 'it was shown');
  }
}

/** The first time counts; later ones change nothing. */
async function note(
  { database, clock, ids }: NoteParts,
  { alertId }: LinkTarget,
  step: 'opened' | 'clicked',
  reason: string,
): Promise<void> {
  const column = step === 'opened' ? 'opened_at' : 'clicked_at';
  await database.write([
    {
      sql: `INSERT INTO alert_step (alert_id, id, at, step, reason)
            SELECT id, $2, $3, $4, $5 FROM alert WHERE id = $1 AND ${column} IS NULL`,
      params: [alertId, ids.next(), clock.now(), step, reason],
    },
    {
      sql: `UPDATE alert SET ${column} = $2 WHERE id = $1 AND ${column} IS NULL`,
      params: [alertId, clock.now()],
    },
  ]);
}
