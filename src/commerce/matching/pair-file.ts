/** Files of labelled pairs: JSON lines `{left, right, match}` with the field names that shops and benchmarks use. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import { parseMoney } from '../../core/money.ts';
import type { PairPlace } from './context.ts';
import { type ProductRecord, type Profile, profileOf } from './record.ts';

export interface LabelledPair extends PairPlace {
  readonly match: 0 | 1;
}

/** Pairs over shared records: equal records of one side are one profile. */
export interface PairSet {
  readonly pairs: readonly LabelledPair[];
  readonly profiles: readonly Profile[];
}

/** Reads several files over one list of profiles; the result keeps the files apart. */
export async function readPairFiles(
  paths: readonly string[],
): Promise<{ files: LabelledPair[][]; profiles: Profile[] }> {
  const profiles: Profile[] = [];
  const places = new Map<string, number>();
  const place = (side: string, record: z.output<typeof recordShape>) => {
    const key = side + JSON.stringify(record);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, profiles.length);
    profiles.push(profileOf(productOf(record)));
    return profiles.length - 1;
  };
  const files: LabelledPair[][] = [];
  for (const path of paths) {
    const pairs: LabelledPair[] = [];
    let line = 0;
    for await (const text of createInterface({
      input: createReadStream(path),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      line += 1;
      if (text.trim() === '') continue;
      const { left, right, match } = parseLine(text, path, line);
      pairs.push({ left: place('l', left), right: place('r', right), match });
    }
    files.push(pairs);
  }
  return { files, profiles };
}

const field = z.union([z.string(), z.number().transform(String), z.null().transform(() => '')]).optional();
const recordShape = z.object({
  title: field,
  name: field,
  brand: field,
  manufacturer: field,
  modelno: field,
  model: field,
  mpn: field,
  category: field,
  description: field,
  price: field,
});
const pairShape = z.object({
  left: recordShape,
  right: recordShape,
  match: z.union([z.literal(0), z.literal(1)]),
});

function parseLine(text: string, path: string, line: number): z.output<typeof pairShape> {
  try {
    return pairShape.parse(JSON.parse(text));
  } catch (cause) {
    throw new ShopdeskError('matching.pair', `Line ${line} of ${path} is not a pair {left, right, match}.`, {
      cause,
    });
  }
}

function productOf(record: z.output<typeof recordShape>): ProductRecord {
  return {
    title: record.title ?? record.name ?? '',
    brand: record.brand ?? record.manufacturer ?? '',
    model: record.modelno ?? record.model ?? record.mpn ?? '',
    category: record.category ?? '',
    description: record.description ?? '',
    price: priceOf(record.price ?? ''),
  };
}

/** Benchmarks name no currency; both sides are taken to use the same. */
function priceOf(text: string): number | undefined {
  try {
    return parseMoney(text, { currency: 'USD' }).minor / 100;
  } catch {
    // An unreadable price is an unknown one; the other fields still compare.
    return undefined;
  }
}
