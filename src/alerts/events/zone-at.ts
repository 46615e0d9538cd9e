/** The time zone of a place. Readers run on a thread of their own, which this keeps from loading all cities. */
import tzLookup from '@photostructure/tz-lookup';

/** IANA. */
export function zoneAt({ latitude, longitude }: { latitude: number; longitude: number }): string {
  return tzLookup(latitude, longitude);
}
