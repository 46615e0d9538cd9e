/** What somebody spent with the shop: the goods they kept, summed up per currency. */
import { type BoughtLine, formatDayOf, formatMoney, type Turn } from '../../src/kit.ts';
import type { Span } from './span.ts';

/** Tells the sums of these lines and the days between which they were bought. */
export function tellSpent(turn: Turn, lines: readonly BoughtLine[], span: Span): void {
  const first = lines.at(-1);
  if (!first) {
    turn.say('bought.nothing');
    return;
  }
  const priced = lines.filter(({ price }) => price !== undefined);
  const pieces = (each: readonly BoughtLine[]) => each.reduce((sum, { quantity }) => sum + quantity, 0);
  const unpriced = pieces(lines) - pieces(priced);
  const zone = turn.knowledge.hours?.timeZone ?? 'UTC';
  const isBounded = span.from > 0;
  const told = turn.sentence('bought.spent', {
    // A year begins on its first day in every zone.
    from: isBounded
      ? formatDayOf(span.from, 'UTC', turn.language)
      : formatDayOf(first.at, zone, turn.language),
    until: formatDayOf(Math.min(span.until - 1, turn.now), isBounded ? 'UTC' : zone, turn.language),
    amount: turn.list(sumsOf(priced).map((sum) => formatMoney(sum, turn.language))),
    count: pieces(lines),
  });
  const rest = unpriced > 0 ? ` ${turn.sentence('bought.spent.unpriced', { count: unpriced })}` : '';
  turn.sayMarkdown(`${told}${rest}`);
}

/** One sum for each currency, in the order in which they were paid with first. */
function sumsOf(lines: readonly BoughtLine[]): { minor: number; currency: string }[] {
  const sums = new Map<string, number>();
  for (const { price, quantity } of lines.toReversed()) {
    if (price) sums.set(price.currency, (sums.get(price.currency) ?? 0) + price.minor * quantity);
  }
  return [...sums].map(([currency, minor]) => ({ currency, minor }));
}
