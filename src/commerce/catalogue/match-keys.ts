/** What two offers of one product have in common when both state it: maker and part number. */

/**
 * Brand and manufacturer's part number folded into one key: `Sony` + `WH-1000XM5/B` and `SONY` + `wh1000xm5b`
 * are the same. Undefined without both, and for part numbers too short to name one product.
 */
export function makerKey(brand: string | undefined, partNumber: string | undefined): string | undefined {
  const maker = fold(brand ?? '').replace(/(?:inc|ltd|gmbh|corp|corporation|electronics)$/u, '');
  const part = fold(partNumber ?? '');
  if (maker === '' || part.length < 3 || part.length > 60) return undefined;
  return `${maker} ${part}`;
}

/** Letters and digits only, without accents and case. */
export function fold(text: string): string {
  return text
    .slice(0, 400)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
