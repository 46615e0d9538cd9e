/** GTIN (EAN, UPC, ISBN-13): the number that names one trade item worldwide, if its check digit is right. */
import { isGTIN, isValid } from 'gtin';

/**
 * The GTIN as 14 digits, so that a UPC and its EAN compare equal. Undefined for anything else: wrong check
 * digits, and the ranges that GS1 reserves for use inside one shop (02, 04, 2…), which name nothing abroad.
 */
export function gtinOf(source: string): string | undefined {
  const digits = source.replace(/[\s'-]/gu, '');
  if (digits === '' || !isGTIN(digits) || !isValid(digits)) return undefined;
  const full = digits.padStart(14, '0');
  // GS1 General Specifications 1.4: restricted circulation numbers, seen as GTIN-13.
  const restricted = digits.length > 8 && /^0(?:0[24]|2)/u.test(full);
  return restricted || /^0+$/u.test(full) ? undefined : full;
}
