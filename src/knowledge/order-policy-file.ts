/**
 * Reads `orders.yaml`:
 *
 *     return-days: 30
 *     longer-returns:
 *       - { from: 2026-11-01, to: 2026-12-31, until: 2027-01-31 }
 *
 * What was bought from the first to the second day may come back until the third.
 */
import { z } from 'zod';
import type { OrderRules } from './knowledge.ts';
import { complaintsAbout, type Reading, type TextFile } from './reading.ts';
import { isoDay } from './schemas.ts';
import { readYaml } from './yaml.ts';

export function parseOrderRules(source: TextFile): Reading<OrderRules> {
  const read = readYaml(source, ordersFile);
  if (!read.ok) return read;
  const { 'return-days': returnDays, 'longer-returns': longerReturns } = read.value.value;
  const complaints = complaintsAbout(source.file);
  for (const [index, { from, to, until }] of longerReturns.entries()) {
    if (from > to || to > until) {
      complaints.add(read.value.lineOf(['longer-returns', index]), 'the three days must follow one another');
    }
  }
  return complaints.none ? { ok: true, value: { returnDays, longerReturns } } : complaints.failure();
}

const ordersFile = z.strictObject({
  'return-days': z.number().int().min(0).max(3650),
  'longer-returns': z.array(z.strictObject({ from: isoDay, to: isoDay, until: isoDay })).default([]),
});
