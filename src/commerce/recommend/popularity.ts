/** How often items sell, lately and ever, counted once per customer and day. */
import type { History } from './histories.ts';

/** Per item, counted in the days before `today`. */
export interface Popularity {
  readonly last7: Float64Array;
  readonly last30: Float64Array;
  readonly last90: Float64Array;
  readonly ever: Float64Array;
  /** Days since it was first sold; the greatest age for items never sold. */
  readonly age: Float64Array;
}

export function countPopularity(histories: readonly History[], items: number, today: number): Popularity {
  const blank = () => new Float64Array(items);
  const popularity = { last7: blank(), last30: blank(), last90: blank(), ever: blank(), age: blank() };
  for (const history of histories) {
    const seen = new Set<number>();
    for (let k = 0; k < history.item.length; k++) {
      const item = history.item[k] ?? 0;
      const age = today - (history.day[k] ?? 0);
      const once = age * items + item;
      if (age < 0 || seen.has(once)) continue;
      seen.add(once);
      if (age <= 7) add(popularity.last7, item);
      if (age <= 30) add(popularity.last30, item);
      if (age <= 90) add(popularity.last90, item);
      add(popularity.ever, item);
      popularity.age[item] = Math.max(popularity.age[item] ?? 0, age);
    }
  }
  const oldest = popularity.age.reduce((most, age) => Math.max(most, age), 1);
  popularity.age.forEach((age, item) => {
    popularity.age[item] = popularity.ever[item] === 0 ? oldest : Math.max(age, 1);
  });
  return popularity;
}

function add(counts: Float64Array, item: number): void {
  counts[item] = (counts[item] ?? 0) + 1;
}
