/** Numbers in Chinese characters as figures: 五十 → 50, 一千二百 → 1200, 两万 → 20000, 三百五 → 350. */

const digits = '零一二三四五六七八九';
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };

/** @param text characters of numbers alone. */
export function hanNumber(text: string): number {
  const [head = '', ...tail] = text.replaceAll('两', '二').split('万');
  if (tail.length > 0) return belowTenThousand(head) * 10_000 + belowTenThousand(tail.join(''), 1_000);
  return belowTenThousand(head);
}

/** @param last what a digit at the end counts when nothing stands before it: 三百五 is 350. */
function belowTenThousand(text: string, last = 1): number {
  let [sum, digit, unit] = [0, 0, last];
  for (const character of text) {
    const value = units[character];
    if (value === undefined) {
      digit = digits.indexOf(character);
      if (digit === 0) unit = 1;
      continue;
    }
    sum += (digit || 1) * value;
    [digit, unit] = [0, value / 10];
  }
  return sum + digit * unit;
}
