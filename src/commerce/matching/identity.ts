/** When numbers decide and nothing has to be learnt: GTIN, or brand with manufacturer's part number. */
import type { Profile } from './record.ts';

/**
 * True when the records carry the same GTIN or the same brand and part number, false when they carry
 * different GTINs, undefined when numbers do not tell. Different part numbers do not tell: shops write
 * their own article numbers there.
 */
export function sameByIdentity(a: Profile, b: Profile): boolean | undefined {
  if (a.record.gtin !== undefined && b.record.gtin !== undefined) return a.record.gtin === b.record.gtin;
  const numbered =
    a.compactModel.length >= 4 && a.compactModel === b.compactModel && /\d/u.test(a.compactModel);
  return numbered && sameBrand(a, b) ? true : undefined;
}

function sameBrand(a: Profile, b: Profile): boolean {
  if (a.brandWords.size === 0 || b.brandWords.size === 0) return false;
  return [...a.brandWords].some((word) => b.brandWords.has(word));
}
