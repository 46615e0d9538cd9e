/** One round: every kind looks for what is new since it last looked, and what it finds is stored once. */
import type { CatalogueSnapshot } from '../commerce/index.ts';
import { messageOf } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Database } from '../store/index.ts';
import type { AlertKindName } from './alert.ts';
import { holdOutOf, storeProposals } from './alert-store.ts';
import { createPerformers } from './events/performers.ts';
import type { AlertKind, Look } from './look.ts';
import type { People } from './people.ts';
import { changedProductsUpTo } from './prices/changed-products.ts';
import type { AlertRules } from './rules.ts';

export interface RoundParts {
  readonly database: Database;
  readonly people: People;
  readonly catalogue: () => Promise<CatalogueSnapshot>;
  readonly answerOf: Look['answerOf'];
  readonly shopPlace: () => Look['shopPlace'];
  readonly productRules: Look['productRules'];
  readonly rules: () => AlertRules;
  readonly kinds: readonly AlertKind[];
  readonly ids: Ids;
  readonly log: Log;
  readonly holder: string;
}

export interface KindReport {
  readonly kind: AlertKindName;
  /** Customers and things that fit. */
  readonly found: number;
  /** Those that nobody was told of before. */
  readonly stored: number;
  /** How many were left out, by the code of the obstacle. */
  readonly obstacles: Readonly<Record<string, number>>;
  /** Why it could not look. */
  readonly error?: string;
}

const dayMs = 86_400_000;
const leaseMs = 10 * 60_000;
/** A kind that looks for the first time does not dig up what is long past. */
const firstLookMs = 2 * dayMs;

export async function runRound(parts: RoundParts, now: number): Promise<KindReport[]> {
  const reports: KindReport[] = [];
  const done: string[] = [];
  const changedProducts = changedProductsUpTo(parts.database, now);
  for (const { kind, names, since } of await claim(parts, now)) {
    try {
      reports.push(await lookWith({ ...parts, changedProducts }, kind, { since, now }));
      done.push(...names);
    } catch (error) {
      // A kind that cannot look keeps no other from it; its own news are looked for again.
      parts.log.warn({ kind: kind.name, error: messageOf(error) }, 'a kind of alert could not look for news');
      reports.push({ kind: kind.name, found: 0, stored: 0, obstacles: {}, error: messageOf(error) });
    }
  }
  await finish(parts, done, now);
  return reports;
}

export function lookOf(
  {
    database,
    people,
    catalogue,
    rules,
    answerOf,
    shopPlace,
    productRules,
    log,
    changedProducts,
  }: Omit<RoundParts, 'kinds' | 'ids' | 'holder'> & Pick<Look, 'changedProducts'>,
  when: { since: number; now: number },
  withObstacles: boolean,
): Look {
  const current = rules();
  const performers = createPerformers(current.performers);
  return {
    database,
    people,
    catalogue,
    answerOf,
    shopPlace: shopPlace(),
    productRules,
    rules: current,
    performers,
    changedProducts,
    log,
    ...when,
    withObstacles,
  };
}

async function lookWith(
  parts: RoundParts & Pick<Look, 'changedProducts'>,
  kind: AlertKind,
  when: { since: number; now: number },
) {
  const look = lookOf(parts, when, false);
  const isHeldOut = holdOutOf((rule) => {
    const campaign = look.rules.campaigns.find(({ id }) => id === rule);
    return campaign?.holdOutPercent ?? look.rules.holdOutPercent;
  });
  const obstacles: Record<string, number> = {};
  let [found, stored] = [0, 0];
  for await (const { findings } of kind.find(look)) {
    const good = findings.filter((finding) => finding.obstacles.length === 0);
    for (const {
      obstacles: [first],
    } of findings) {
      if (first) obstacles[first.code] = (obstacles[first.code] ?? 0) + 1;
    }
    found += good.length;
    stored += await storeProposals(
      parts.database,
      good.map(({ proposal }) => proposal),
      { ids: parts.ids, now: when.now, isHeldOut },
    );
  }
  return { kind: kind.name, found, stored, obstacles };
}

interface Claimed {
  readonly kind: AlertKind;
  /** Of the cursors that move on when it has looked. */
  readonly names: readonly string[];
  readonly since: number;
}

/**
 * Takes the kinds for this process, in one write: a look that finds nothing new should cost next to nothing. Left out
 * is what another process has, or what was looked for at `now` already.
 */
async function claim({ database, holder, kinds }: RoundParts, now: number): Promise<Claimed[]> {
  const cursors = kinds.flatMap((kind) => [
    { kind, name: kind.name, before: now, isDaily: false },
    ...(kind.daily ? [{ kind, name: `${kind.name} daily`, before: now - dayMs + 1, isDaily: true }] : []),
  ]);
  const results = await database.write(
    cursors.map(({ name, before }) => ({
      sql: `INSERT INTO alert_cursor (name, at, holder, held_until) VALUES ($1, $2, $3, $4)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
            WHERE alert_cursor.at < $5 AND (alert_cursor.held_until < $6 OR alert_cursor.holder = excluded.holder)
            RETURNING at`,
      params: [name, now - firstLookMs, holder, now + leaseMs, before, now],
    })),
  );
  return kinds.flatMap((kind) => {
    const mine = cursors.flatMap((cursor, at) => {
      const row = results[at]?.[0];
      return cursor.kind === kind && row ? [{ ...cursor, at: Number(row.at) }] : [];
    });
    if (mine.length === 0) return [];
    // The daily look goes through everything; what was told before is known by its key.
    const since = mine.some(({ isDaily }) => isDaily) ? 0 : Math.min(...mine.map(({ at }) => at));
    return [{ kind, names: mine.map(({ name }) => name), since }];
  });
}

async function finish(
  { database, holder }: RoundParts,
  names: readonly string[],
  now: number,
): Promise<void> {
  await database.write(
    names.map((name) => ({
      sql: `UPDATE alert_cursor SET at = $2, holder = NULL, held_until = 0 WHERE name = $1 AND holder = $3`,
      params: [name, now, holder],
    })),
  );
}
