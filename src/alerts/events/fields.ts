/** Small readings that the formats of events share: texts, links, coordinates, prices. */
import { load } from 'cheerio';
import { type Money, parseMoney } from '../../core/money.ts';

export type Node = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The nodes of a value that may be one, several or none. */
export function nodesIn(value: unknown): Node[] {
  return [value].flat().filter(isNode);
}

/** One line of plain text without tags and control characters, at most `most` long; undefined for none. */
export function lineIn(value: unknown, most = 300): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const source = String(value);
  const bare = /[<&]/.test(source) ? load(source.slice(0, 20_000)).text() : source;
  const line = bare
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, most)
    .trim();
  return line === '' ? undefined : line;
}

/** An address that a browser may open; relative ones count from `base`. */
export function linkIn(value: unknown, base?: string): string | undefined {
  if (typeof value !== 'string' || value.trim() === '' || value.length > 2_000) return undefined;
  if (!URL.canParse(value.trim(), base)) return undefined;
  const url = new URL(value.trim(), base);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}

/** Latitude and longitude in degrees when both are numbers on the globe; 0/0 stands for "not filled in". */
export function coordinatesIn(
  latitude: unknown,
  longitude: unknown,
): { latitude: number; longitude: number } | undefined {
  const [lat, lon] = [degrees(latitude), degrees(longitude)];
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return undefined;
  return lat === 0 && lon === 0 ? undefined : { latitude: lat, longitude: lon };
}

/** A price, or undefined where it cannot be read: an event is an event without it. */
export function priceIn(amount: unknown, currency: unknown): Money | undefined {
  if (typeof amount !== 'number' && typeof amount !== 'string') return undefined;
  if (typeof currency !== 'string') return undefined;
  try {
    return parseMoney(amount, { currency, ...(typeof amount === 'number' && { decimal: '.' }) });
  } catch {
    return undefined;
  }
}

function degrees(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
