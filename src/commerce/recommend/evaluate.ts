/** `shopdesk eval recommend`: what customers bought in a window, against what would have been recommended. */
import { ShopdeskError } from '../../core/errors.ts';
import {
  type Candidates,
  factorCandidates,
  factorsAndPopularityCandidates,
  frequencyFactorsPopularityCandidates,
  itemNeighbourCandidates,
  type Past,
  personalFrequencyCandidates,
  popularityCandidates,
  recentPopularityCandidates,
  type Scorer,
} from './baselines.ts';
import { gatherHistories, type Histories, type History, historyBefore } from './histories.ts';
import { type RecommendModel, scoreItems } from './model.ts';
import { type RankingMeasures, rankingMeasures, topItems } from './ranking-measures.ts';
import { readItems, readPurchases } from './read-purchases.ts';
import { trainInWorker } from './train.ts';
import { dayOf, type ItemFacts, type Purchase } from './types.ts';

export interface RecommendEvaluationOptions {
  /** CSV files: order lines, and items with title and price. */
  readonly purchases: string;
  readonly items: string;
  /** ISO date; purchases before it train, those from it on are what is to be foreseen. */
  readonly until: string;
  /** Days. */
  readonly window: number;
}

type Rows = Readonly<Record<string, RankingMeasures>>;

export interface RecommendEvaluation {
  /** Customers measured. */
  readonly n: { readonly new: number; readonly repeats: number };
  /** Only items the customer had never bought before. */
  readonly new: Rows;
  /** All items of the window. */
  readonly repeats: Rows;
  /** Training of our model in its worker, start to answer. */
  readonly trainMs: number;
  /** Mean time of one list of ours, history to ranked list. */
  readonly latencyMs: number;
  readonly latencyP99Ms: number;
}

export async function evaluateRecommend(options: RecommendEvaluationOptions): Promise<RecommendEvaluation> {
  const until = Date.parse(options.until);
  if (Number.isNaN(until)) {
    throw new ShopdeskError('commerce.date', `"${options.until}" is not a date.`, {
      remedy: 'Write YYYY-MM-DD.',
    });
  }
  const [purchases, facts] = await Promise.all([readPurchases(options.purchases), readItems(options.items)]);
  return measureRecommend(purchases, facts, dayOf(until), options.window);
}

/** Trains on purchases before `today` and measures on the `window` days from it on. */
export async function measureRecommend(
  purchases: readonly Purchase[],
  facts: readonly ItemFacts[],
  today: number,
  window: number,
): Promise<RecommendEvaluation> {
  const before = purchases.filter((purchase) => dayOf(purchase.at) < today);
  const started = performance.now();
  const model = await trainInWorker(before, facts, { today });
  const trainMs = performance.now() - started;

  const all = gatherHistories(
    purchases.filter((purchase) => dayOf(purchase.at) < today + window),
    facts,
  );
  const test = casesOf(all, today, window);
  const latencies: number[] = [];
  const ours = { new: oursAs(model, today, 'new', latencies), repeats: oursAs(model, today, 'all', []) };
  const tuned = tuner(all, today, window);
  const rows = { new: measure(test, ours.new, 'new'), repeats: measure(test, ours.repeats, 'repeats') };
  const both = (candidates: Candidates) => ({
    new: measure(test, tuned(candidates, 'new'), 'new'),
    repeats: measure(test, tuned(candidates, 'repeats'), 'repeats'),
  });
  const popularity = both(popularityCandidates);
  const recentPopularity = both(recentPopularityCandidates);
  const itemKnn = both(itemNeighbourCandidates);
  const factors = both(factorCandidates);
  const sorted = latencies.sort((a, b) => a - b);
  return {
    n: {
      new: test.filter((one) => newItems(one).size > 0).length,
      repeats: test.length,
    },
    new: {
      ours: rows.new,
      popularity: popularity.new,
      recentPopularity: recentPopularity.new,
      itemKnn: itemKnn.new,
      implicitFactors: factors.new,
      factorsAndPopularity: measure(test, tuned(factorsAndPopularityCandidates, 'new'), 'new'),
    },
    repeats: {
      ours: rows.repeats,
      popularity: popularity.repeats,
      recentPopularity: recentPopularity.repeats,
      itemKnn: itemKnn.repeats,
      implicitFactors: factors.repeats,
      personalFrequency: measure(test, tuned(personalFrequencyCandidates, 'repeats'), 'repeats'),
      frequencyFactorsPopularity: measure(
        test,
        tuned(frequencyFactorsPopularityCandidates, 'repeats'),
        'repeats',
      ),
    },
    trainMs: Math.round(trainMs),
    latencyMs: sorted.reduce((sum, ms) => sum + ms, 0) / Math.max(sorted.length, 1),
    latencyP99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
  };
}

/** One customer: what they had bought, and what they bought in the window. */
interface Case {
  readonly history: History;
  readonly owned: ReadonlySet<number>;
  readonly bought: ReadonlySet<number>;
}

type Kind = 'new' | 'repeats';

/** Customers with purchases both before `today` and in the window. */
function casesOf(all: Histories, today: number, window: number): Case[] {
  return all.of.flatMap((whole): Case[] => {
    const history = historyBefore(whole, today);
    const bought = new Set(
      whole.item.filter((_, k) => {
        const day = whole.day[k] ?? 0;
        return day >= today && day < today + window;
      }),
    );
    return history.item.length > 0 && bought.size > 0
      ? [{ history, owned: new Set(history.item), bought }]
      : [];
  });
}

function newItems({ bought, owned }: Case): Set<number> {
  return new Set([...bought].filter((item) => !owned.has(item)));
}

function measure(cases: readonly Case[], scorer: Scorer, kind: Kind): RankingMeasures {
  const lists = cases.flatMap((one) => {
    const relevant = kind === 'new' ? newItems(one) : one.bought;
    if (relevant.size === 0) return [];
    const excluded = kind === 'new' ? one.owned : undefined;
    return [{ ranked: topItems(scorer(one.history), 20, excluded), relevant }];
  });
  return rankingMeasures(lists);
}

/** Items are numbered alike here and in the model: those listed, then others in the order they were sold. */
function oursAs(model: RecommendModel, today: number, which: 'new' | 'all', latencies: number[]): Scorer {
  return (history) => {
    const started = performance.now();
    const scores = scoreItems(model, history, today, which);
    topItems(scores, 20, new Set(history.item));
    latencies.push(performance.now() - started);
    return scores;
  };
}

/** Picks the settings with the best recall on the window before `today`, and builds them again for `today`. */
function tuner(
  all: Histories,
  today: number,
  window: number,
): (candidates: Candidates, kind: Kind) => Scorer {
  const past = (day: number): Past => ({
    histories: all.of.map((history) => historyBefore(history, day)),
    items: all.items.length,
    today: day,
  });
  const [now, earlier] = [past(today), past(today - window)];
  const cases = casesOf(all, today - window, window);
  return (candidates, kind) => {
    const ready = candidates(now);
    if (ready.length === 1 && ready[0]) return ready[0]();
    const recalls = candidates(earlier).map((build) => measure(cases, build(), kind).recall10);
    const best = recalls.indexOf(Math.max(...recalls));
    const chosen = ready[best];
    if (!chosen) throw new ShopdeskError('commerce.baseline', 'A baseline has no settings to choose from.');
    return chosen();
  };
}
