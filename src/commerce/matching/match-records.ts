/** Finds for each new record the known records of the same product. */
import { createBlocker } from './blocking.ts';
import type { PairPlace } from './context.ts';
import { sameByIdentity } from './identity.ts';
import { type Matcher, matcherRows, probabilities } from './matcher.ts';
import { type ProductRecord, type Profile, profileOf } from './record.ts';
import { wordCounts } from './similarity.ts';

export interface MatchCandidate {
  /** Position in the list of known records. */
  readonly known: number;
  readonly probability: number;
  /** Whether a number (GTIN, brand with part number) decided it. */
  readonly certain: boolean;
}

export interface RecordMatches {
  /** Position in the list of new records. */
  readonly fresh: number;
  /** From the likeliest on; those below the matcher's `worthAsking` are left out. */
  readonly candidates: readonly MatchCandidate[];
}

export interface MatchOptions {
  /** Known records compared with each new one; 10 hold 98 of 100 true matches. */
  readonly candidates?: number;
  /** Called with how many new records are done. */
  readonly onProgress?: (done: number) => void;
}

const chunkSize = 1_000;

/** Yields the matches in chunks of new records, so that a caller can store them as they come. */
export function* matchRecords(
  fresh: readonly ProductRecord[],
  known: readonly ProductRecord[],
  matcher: Matcher,
  options: MatchOptions = {},
): Generator<RecordMatches[]> {
  const titles = wordCounts();
  const texts = wordCounts();
  const read = (record: ProductRecord) => {
    const profile = profileOf(record);
    titles.add(profile.wordSet);
    texts.add(profile.allWords);
    return profile;
  };
  const blocker = createBlocker(profilesOf(known, read));
  const gtins = positionsByGtin(known);
  // A word that only new records use is rare among all of them together.
  for (const record of fresh) read(record);
  const weights = { title: titles.weights(), all: texts.weights() };
  const knownProfile = remember(known, 20_000);
  for (let from = 0; from < fresh.length; from += chunkSize) {
    const chunk = fresh.slice(from, from + chunkSize).map(profileOf);
    const places = createPlaces(chunk, knownProfile);
    const pairs = chunk.flatMap((profile, left) => {
      const twins = gtins.get(profile.record.gtin ?? '') ?? [];
      const near = blocker.candidates(profile, options.candidates ?? 10);
      return [...new Set([...twins, ...near])].map((position) => places.pair(left, position));
    });
    const likely = probabilities(matcher, matcherRows(pairs, places.profiles, weights));
    yield gather(chunk.length, from, pairs, likely, places, matcher);
    options.onProgress?.(Math.min(fresh.length, from + chunkSize));
  }
}

function* profilesOf(
  records: Iterable<ProductRecord>,
  read: (record: ProductRecord) => Profile,
): Generator<Profile> {
  for (const record of records) yield read(record);
}

function positionsByGtin(records: readonly ProductRecord[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  for (const [position, { gtin }] of records.entries()) {
    if (gtin !== undefined) positions.set(gtin, [...(positions.get(gtin) ?? []), position]);
  }
  return positions;
}

/** Profiles are ten times the size of their records; only those last used are kept. */
function remember(
  records: readonly ProductRecord[],
  most: number,
): (position: number) => Profile | undefined {
  const kept = new Map<number, Profile>();
  return (position) => {
    const record = records[position];
    const profile = kept.get(position) ?? (record && profileOf(record));
    if (!profile) return undefined;
    kept.delete(position);
    kept.set(position, profile);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return profile;
  };
}

interface Places {
  /** New records first, then the known ones met. */
  readonly profiles: Profile[];
  pair(left: number, known: number): PairPlace;
  knownAt(place: number): number;
}

function createPlaces(
  chunk: readonly Profile[],
  knownProfile: (position: number) => Profile | undefined,
): Places {
  const profiles = [...chunk];
  const placeOf = new Map<number, number>();
  const knownAt = new Map<number, number>();
  return {
    profiles,
    pair(left, known) {
      const place = placeOf.get(known) ?? profiles.length;
      const profile = knownProfile(known);
      if (!placeOf.has(known) && profile) {
        placeOf.set(known, place);
        knownAt.set(place, known);
        profiles.push(profile);
      }
      return { left, right: place };
    },
    knownAt: (place) => knownAt.get(place) ?? -1,
  };
}

function gather(
  count: number,
  from: number,
  pairs: readonly PairPlace[],
  likely: readonly number[],
  places: Places,
  matcher: Matcher,
): RecordMatches[] {
  const candidates = Array.from({ length: count }, (): MatchCandidate[] => []);
  for (const [at, { left, right }] of pairs.entries()) {
    const [a, b] = [places.profiles[left], places.profiles[right]];
    const same = a && b ? sameByIdentity(a, b) : false;
    const probability = same === undefined ? (likely[at] ?? 0) : Number(same);
    if (probability < matcher.worthAsking) continue;
    candidates[left]?.push({ known: places.knownAt(right), probability, certain: same === true });
  }
  return candidates.map((found, at) => ({
    fresh: from + at,
    candidates: found.sort((a, b) => b.probability - a.probability),
  }));
}
