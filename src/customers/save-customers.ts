/** Takes what the shop's back end states of its customers. */
import { hasCode } from '../core/errors.ts';
import type { Language } from '../core/language.ts';
import { type ConsentChange, lastWord } from './consent.ts';
import { consentStatements } from './consents.ts';
import { countryCode, findCity } from './geocode.ts';
import type { CustomerKeeper } from './keeper.ts';
import { findCustomer } from './load.ts';
import { placeOf } from './places.ts';
import type { CustomerPlace } from './profile.ts';
import { addAddress, ensureRecord } from './records.ts';

export interface StatedCustomer {
  readonly id: string;
  readonly name?: string | undefined;
  /** Verified by the shop. */
  readonly email?: string | undefined;
  readonly language?: Language | undefined;
  readonly timeZone?: string | undefined;
  readonly city?: string | undefined;
  readonly region?: string | undefined;
  readonly country?: string | undefined;
  /** What they agreed to or refused elsewhere in the shop. */
  readonly consents?:
    | readonly Pick<ConsentChange, 'purpose' | 'channel' | 'granted' | 'wording'>[]
    | undefined;
}

/** Customers who asked to be forgotten are left out, and named. */
export async function saveCustomers(
  keeper: CustomerKeeper,
  customers: readonly StatedCustomer[],
): Promise<{ saved: number; erased: string[] }> {
  const erased: string[] = [];
  for (const { id, name, email, language, timeZone, consents = [], ...where } of customers) {
    const { place, zone } = placed(where);
    const facts = { name, language, timeZone: timeZone ?? zone, place };
    try {
      const recordId = await ensureRecord(keeper, { kind: 'shop', value: id }, 'shop', facts);
      const changes = consents.map((consent) => ({
        ...consent,
        givenIn: 'shop',
        language: language ?? 'en',
      }));
      await keeper.database.write([
        ...(email === undefined ? [] : [addAddress(keeper, recordId, email, 'shop')]),
        ...consentStatements(keeper, recordId, await news(keeper, recordId, changes)),
      ]);
    } catch (error) {
      if (!hasCode(error, 'customers.erased')) throw error;
      erased.push(id);
    }
  }
  return { saved: customers.length - erased.length, erased };
}

/** The same word again is no new word: the shop states its customers as a whole, and often. */
async function news(
  keeper: CustomerKeeper,
  recordId: string,
  changes: readonly ConsentChange[],
): Promise<ConsentChange[]> {
  if (changes.length === 0) return [];
  const said = (await findCustomer(keeper, recordId))?.consents ?? [];
  return changes.filter(
    ({ purpose, channel, granted }) => lastWord(said, purpose, channel)?.granted !== granted,
  );
}

/** Of a city that GeoNames does not have, the names alone. */
function placed({ city, region, country }: Pick<StatedCustomer, 'city' | 'region' | 'country'>): {
  place?: CustomerPlace;
  zone?: string;
} {
  if (city === undefined) return {};
  const found = findCity({ city, region, country }) ?? findCity({ city, country });
  if (found) return { place: placeOf(found, 'shop'), zone: found.timeZone };
  const code = country === undefined ? undefined : countryCode(country);
  return code === undefined ? {} : { place: { city, region, country: code, from: 'shop' } };
}
