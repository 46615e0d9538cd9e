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

const mostListed = 8;

/** The sums of the lines of one kind, and what was paid for each. */
export function tellPaid(turn: Turn, lines: readonly BoughtLine[], span: Span): void {
  if (lines.length !== 1) tellSpent(turn, lines, span);
  const zone = turn.knowledge.hours?.timeZone ?? 'UTC';
  const items = lines.slice(0, mostListed).flatMap(({ title, at, price, quantity }) =>
    price === undefined
      ? []
      : turn.sentence('bought.paid', {
          title: quantity > 1 ? `${quantity} × ${title}` : title,
          day: formatDayOf(at, zone, turn.language),
          amount: formatMoney({ minor: price.minor * quantity, currency: price.currency }, turn.language),
        }),
  );
  if (items.length > 0) turn.sayMarkdown(items.map((item) => `- ${item}`).join('\n'));
}

/** How many orders there were, the first and the latest; such that were cancelled or came back whole are none. */
export function tellHowOften(turn: Turn, lines: readonly BoughtLine[]): void {
  const [latest] = lines;
  const first = lines.at(-1);
  if (!latest || !first) {
    turn.say('bought.nothing');
    return;
  }
  const zone = turn.knowledge.hours?.timeZone ?? 'UTC';
  const dayOf = ({ at }: BoughtLine) => formatDayOf(at, zone, turn.language);
  const count = new Set(lines.map(({ order }) => order)).size;
  turn.say('bought.often', { count, first: dayOf(first), latest: dayOf(latest), number: latest.order });
}

/** One sum for each currency, in the order in which they were paid with first. */
function sumsOf(lines: readonly BoughtLine[]): { minor: number; currency: string }[] {
  const sums = new Map<string, number>();
  for (const { price, quantity } of lines.toReversed()) {
    if (price) sums.set(price.currency, (sums.get(price.currency) ?? 0) + price.minor * quantity);
  }
  return [...sums].map(([currency, minor]) => ({ currency, minor }));
}
