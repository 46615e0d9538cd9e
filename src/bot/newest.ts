/** What came out lately, of our own shop's range. */
import type { shopItems } from '../commerce/index.ts';

type Item = ReturnType<typeof shopItems>[number];

const dayMs = 86_400_000;
/** What came out before is no news. */
const newForDays = 120;

/** The ids of what is in stock and came out in the last months, the latest first. */
export function newestOf(items: Iterable<Item>, now: number): string[] {
  return [...items]
    .flatMap(({ id, inStock, releasedAt }) => {
      const isNew = releasedAt !== undefined && releasedAt <= now && now - releasedAt <= newForDays * dayMs;
      return inStock && isNew ? [{ id, releasedAt }] : [];
    })
    .toSorted((one, other) => other.releasedAt - one.releasedAt)
    .map(({ id }) => id);
}
