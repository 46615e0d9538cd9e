/** Groups offers into products: the strongest evidence first, and never against what the merchant said. */

export interface Member {
  readonly key: string;
  readonly gtin?: string | undefined;
}

export interface Link {
  readonly a: string;
  readonly b: string;
  /** Stronger links are followed first. */
  readonly strength: number;
  /** Guessed from texts: does not join offers that carry different GTINs. */
  readonly isGuess: boolean;
}

/**
 * Joins members along links, strongest first, unless that would bring two together that `apart` keeps apart.
 * Every member is in exactly one group; the order of the input does not matter.
 */
export function clusterOffers(
  members: readonly Member[],
  links: readonly Link[],
  apart: readonly (readonly [string, string])[],
): string[][] {
  const groups = new Map<string, Group>();
  for (const { key, gtin } of members) {
    groups.set(key, { keys: [key], gtins: new Set(gtin === undefined ? [] : [gtin]), enemies: new Set() });
  }
  for (const [a, b] of apart) {
    groups.get(a)?.enemies.add(b);
    groups.get(b)?.enemies.add(a);
  }
  const ordered = [...links].sort(
    (x, y) => y.strength - x.strength || compare(x.a, y.a) || compare(x.b, y.b),
  );
  for (const { a, b, isGuess } of ordered) {
    const [first, second] = [groups.get(a), groups.get(b)];
    if (!first || !second || first === second) continue;
    if (first.keys.some((key) => second.enemies.has(key))) continue;
    if (isGuess && contradict(first.gtins, second.gtins)) continue;
    const joined: Group = {
      keys: [...first.keys, ...second.keys],
      gtins: new Set([...first.gtins, ...second.gtins]),
      enemies: new Set([...first.enemies, ...second.enemies]),
    };
    for (const key of joined.keys) groups.set(key, joined);
  }
  return [...new Set(groups.values())].map(({ keys }) => keys.toSorted(compare));
}

interface Group {
  readonly keys: readonly string[];
  readonly gtins: ReadonlySet<string>;
  readonly enemies: Set<string>;
}

function contradict(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && ![...a].some((gtin) => b.has(gtin));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
