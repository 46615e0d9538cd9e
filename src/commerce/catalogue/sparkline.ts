/** The price of the last weeks as a small picture: a step line, its lowest point marked. */
import type { PricePoint } from './price-history.ts';

const width = 132;
const height = 36;
const margin = 4;
/** Green that is seen on white and on black. */
const ink = '#2f9e77';

/**
 * A drawing (SVG) as a data address; undefined when the price never changed since `from`: a flat line says nothing.
 * Every point holds until the next, so the line has steps; gaps stand where there was no price.
 */
export function sparkline(points: readonly PricePoint[], from: number, now: number): string | undefined {
  const steps = points
    .filter(({ at }) => at <= now)
    .map(({ at, price }, index, all) => ({
      minor: price?.minor,
      left: Math.max(at, from),
      right: all[index + 1]?.at ?? now,
    }))
    .filter(({ right }) => right >= from);
  const prices = steps.flatMap(({ minor }) => minor ?? []);
  const lowest = Math.min(...prices);
  const highest = Math.max(...prices);
  if (prices.length === 0 || lowest === highest) return undefined;
  const start = Math.min(...steps.map(({ left }) => left));
  const x = (at: number) => round(margin + ((at - start) / Math.max(now - start, 1)) * (width - 2 * margin));
  const y = (minor: number) =>
    round(margin + ((highest - minor) / (highest - lowest)) * (height - 2 * margin));
  let path = '';
  let isOpen = false;
  for (const { minor, left, right } of steps) {
    if (minor === undefined) {
      isOpen = false;
      continue;
    }
    path += `${isOpen ? 'V' : `M${x(left)} `}${y(minor)}H${x(right)}`;
    isOpen = true;
  }
  const last = steps.findLast(({ minor }) => minor !== undefined);
  const dot =
    last?.minor === undefined
      ? ''
      : `<circle cx="${x(last.right)}" cy="${y(last.minor)}" r="3.2" fill="${ink}"/>`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<path d="M${margin} ${y(lowest)}H${width - margin}" stroke="${ink}" stroke-opacity=".35" stroke-dasharray="2 3"/>` +
    `<path d="${path}" fill="none" stroke="${ink}" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>${dot}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
