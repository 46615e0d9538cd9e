/** One round: every kind looks for what is new since it last looked, and what it finds is stored once. */
import type { CatalogueSnapshot } from '../commerce/index.ts';
import { messageOf } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { type Database, placesFor, type Statement } from '../store/index.ts';
import type { AlertKindName } from './alert.ts';
import { holdOutOf, storeProposals } from './alert-store.ts';
import { createPerformers } from './events/performers.ts';
import { viewsUpTo } from './kinds/viewed.ts';
import type { AlertKind, FindingPage, Look } from './look.ts';
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
/**
 * News are looked for this much further back than the last look: what an import dates with its beginning is seen when it
 * is committed, and other processes have other clocks. What was told already is known by its key.
 */
const overlapMs = 10 * 60_000;

export async function runRound(parts: RoundParts, now: number): Promise<KindReport[]> {
  const reports: KindReport[] = [];
  const done: string[] = [];
  const look = lookOf(parts, now, false);
  // All are asked at once for the first that they find: mostly that is nothing, and the whole round is one question.
  const begun = (await claim(parts, now)).map(({ kind, names, since }) => {
    return { kind, names, pages: begin(kind.find({ ...look, since })) };
  });
  for (const { kind, names, pages } of begun) {
    try {
      reports.push(await storeFindings(parts, look, kind, pages));
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

/** What all kinds have in common when they look at `now` (ms UTC); each adds since when. */
export function lookOf(
  parts: Omit<RoundParts, 'kinds' | 'ids' | 'holder'>,
  now: number,
  withObstacles: boolean,
): Omit<Look, 'since'> {
  const { database, people, catalogue, answerOf, shopPlace, productRules, log } = parts;
  const rules = parts.rules();
  return {
    database,
    people,
    catalogue,
    answerOf,
    shopPlace: shopPlace(),
    productRules,
    rules,
    performers: createPerformers(rules.performers),
    changedProducts: changedProductsUpTo(database, now),
    views: viewsUpTo(database, now),
    log,
    now,
    withObstacles,
  };
}

/** Asks for the first item at once, and for each other one when it is wanted. */
function begin<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
  const iterator = items[Symbol.asyncIterator]();
  const first = iterator.next();
  // Whoever goes through them hears of it; until then nobody does.
  first.catch(() => undefined);
  return (async function* () {
    for (let each = await first; each.done !== true; each = await iterator.next()) yield each.value;
  })();
}

async function storeFindings(
  parts: RoundParts,
  { rules, now }: Omit<Look, 'since'>,
  kind: AlertKind,
  pages: AsyncIterable<FindingPage>,
): Promise<KindReport> {
  const isHeldOut = holdOutOf((rule) => {
    const campaign = rules.campaigns.find(({ id }) => id === rule);
    return campaign?.holdOutPercent ?? rules.holdOutPercent;
  });
  const obstacles: Record<string, number> = {};
  let [found, stored] = [0, 0];
  for await (const { findings } of pages) {
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
      { ids: parts.ids, now, isHeldOut },
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
async function claim({ database, holder, kinds, rules }: RoundParts, now: number): Promise<Claimed[]> {
  const news = kinds.filter(({ daily }) => daily !== 'only');
  const daily = kinds.filter((kind) => kind.daily);
  const wanted = [
    { cursors: news.map(({ name }) => ({ name, occasion: null })), before: now },
    {
      cursors: daily.map((kind) => ({
        name: dailyName(kind),
        occasion: kind.occasion?.(rules(), now) ?? null,
      })),
      before: now - dayMs + 1,
    },
  ].filter(({ cursors }) => cursors.length > 0);
  const taken = await database.write(wanted.map((each) => taking({ ...each, holder, now })));
  const at = new Map(taken.flat().map((row) => [String(row.name), Number(row.at)]));
  return kinds.flatMap((kind) => {
    const names = [kind.name, dailyName(kind)].filter((name) => at.has(name));
    if (names.length === 0) return [];
    // The daily look goes through everything; what was told before is known by its key.
    const since = at.has(dailyName(kind)) ? 0 : Number(at.get(kind.name)) - overlapMs;
    return [{ kind, names, since }];
  });
}

const dailyName = ({ name }: Pick<AlertKind, 'name'>) => `${name} daily`;

/** Those of these cursors that nobody else holds and that stand before `before` (ms UTC), or at another occasion. */
function taking({
  cursors,
  before,
  holder,
  now,
}: {
  cursors: readonly { readonly name: string; readonly occasion: string | null }[];
  before: number;
  holder: string;
  now: number;
}): Statement {
  const rows = cursors.map((_, at) => `($${2 * at + 7}, $1, $2, $3, $${2 * at + 8})`);
  // Where the clock was set back, what is kept of a time to come says nothing.
  const isAnew = 'alert_cursor.occasion IS DISTINCT FROM excluded.occasion OR alert_cursor.at > $6';
  return {
    sql: `INSERT INTO alert_cursor (name, at, holder, held_until, occasion) VALUES ${rows.join(', ')}
          ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until,
            occasion = excluded.occasion,
            at = CASE WHEN ${isAnew} THEN excluded.at ELSE alert_cursor.at END
          WHERE (alert_cursor.at < $4 OR ${isAnew})
            AND (alert_cursor.held_until < $5 OR alert_cursor.holder = excluded.holder)
          RETURNING name, at`,
    params: [
      now - firstLookMs,
      holder,
      now + leaseMs,
      before,
      now,
      now + overlapMs,
      ...cursors.flatMap(({ name, occasion }) => [name, occasion]),
    ],
  };
}

async function finish(
  { database, holder }: RoundParts,
  names: readonly string[],
  now: number,
): Promise<void> {
  if (names.length === 0) return;
  await database.write([
    {
      sql: `UPDATE alert_cursor SET at = $1, holder = NULL, held_until = 0
            WHERE holder = $2 AND name IN (${placesFor(names, 3)})`,
      params: [now, holder, ...names],
    },
  ]);
}
