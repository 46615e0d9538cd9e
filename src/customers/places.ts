/** Gives customers' cities their coordinates and time zones; an import brings names only. */
import type { Statement } from '../store/index.ts';
import { type City, findCity } from './geocode.ts';
import type { CustomerKeeper } from './keeper.ts';
import type { CustomerPlace } from './profile.ts';

/** The place as a customer's: `from` says who named it. */
export function placeOf(city: City, from: CustomerPlace['from']): CustomerPlace {
  const { city: name, region, country, latitude, longitude } = city;
  return { city: name, region, country, latitude, longitude, from };
}

/**
 * Completes every place that was stored by its name alone; one that GeoNames does not know stays as it is. Cheap when
 * there is nothing to do: whoever needs distances calls it first.
 */
export async function completePlaces({ database }: Pick<CustomerKeeper, 'database'>): Promise<number> {
  const rows = await database.read(
    `SELECT DISTINCT city, region, country FROM customer
     WHERE city IS NOT NULL AND country IS NOT NULL AND latitude IS NULL`,
  );
  const statements = rows.flatMap((row): Statement[] => {
    const [city, country] = [String(row.city), String(row.country)];
    const region = row.region === null ? undefined : String(row.region);
    // GeoNames numbers regions outside the United States; a name that it cannot place is left out of the question.
    const found = findCity({ city, region, country }) ?? findCity({ city, country });
    if (!found) return [];
    const { latitude, longitude, timeZone } = found;
    return [
      {
        sql: `UPDATE customer SET latitude = $4, longitude = $5, time_zone = COALESCE(time_zone, $6)
              WHERE city = $1 AND COALESCE(region, '') = $2 AND country = $3 AND latitude IS NULL`,
        params: [city, region ?? '', country, latitude, longitude, timeZone],
      },
    ];
  });
  if (statements.length > 0) await database.write(statements);
  return statements.length;
}
