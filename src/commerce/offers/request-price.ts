/** The price limits of a request: `under 50 euros`, `between $20 and $30`. */
import { type Money, parseMoney } from '../../core/money.ts';

export interface PriceLimits {
  readonly min?: Money;
  readonly max?: Money;
}

/** The limits, and the text without them. `currency` is for amounts without a sign. */
export function readPrice(text: string, currency: string): { limits: PriceLimits; rest: string } {
  if (!/\d/u.test(text)) return { limits: {}, rest: text };
  const between = bothLimits.exec(text);
  if (between) {
    const [, , low1, low2, , low3] = between;
    const max = moneyIn(between.slice(6), currency);
    const min = max && moneyIn([undefined, undefined, low1 ?? low2 ?? low3, max.currency], currency);
    if (min && max) return { limits: { min, max }, rest: text.replace(between[0], ' ') };
  }
  const bare = bareLimits.exec(text);
  if (bare) {
    const [whole, low, high] = bare;
    const [min, max] = [moneyIn([low], currency), moneyIn([high], currency)];
    if (min && max && min.minor <= max.minor) return { limits: { min, max }, rest: text.replace(whole, ' ') };
  }
  const upper = upperLimit.exec(text) ?? bareLimit.exec(text);
  const afterUpper = upper ? text.replace(upper[0], ' ') : text;
  const lower = lowerLimit.exec(afterUpper);
  const max = upper ? moneyIn(upper.slice(1), currency) : undefined;
  const min = lower ? moneyIn(lower.slice(1), currency) : undefined;
  return {
    limits: { ...(min && { min }), ...(max && { max }) },
    rest: lower ? afterUpper.replace(lower[0], ' ') : afterUpper,
  };
}

function moneyIn(groups: readonly (string | undefined)[], currency: string): Money | undefined {
  const text = groups
    .filter((group) => group !== undefined)
    .join(' ')
    .replace(/us dollars?|bucks|美金|刀/u, 'usd')
    .replace('quid', 'gbp');
  try {
    return parseMoney(text, { currency });
  } catch {
    // Not a price after all; the words stay requirements of another sort.
    return undefined;
  }
}

const moneyText =
  '(?:([€$£¥])\\s*(\\d[\\d.,]*)|(\\d[\\d.,]*)\\s*(€|\\$|£|euros?|eur|usd|us dollars?|dollars?|bucks|gbp|quid|yuan|rmb|cny|欧元|美元|美金|英镑|刀|元|块))';
const upperLimit = new RegExp(
  `(?:under|below|less than|cheaper than|up to|at most|max(?:imum)?(?: of)?|not? (?:more|over) than|within|<=?|低于|不超过|少于)\\s*${moneyText}(?:以下|以内)?|${moneyText}\\s*(?:or (?:less|cheaper)|max(?:imum)?|at most|以下|以内)`,
  'u',
);
/** A number without a unit, where nothing follows that it could count: `headphones under 100`. */
const bareLimit =
  /(?:under|below|less than|cheaper than|up to|at most|max(?:imum)?(?: of)?|not? (?:more|over) than|not exceeding|不超过|低于|少于)()\s*(\d{2,6}(?:[.,]\d{2})?)(?=\s*(?:$|[?!.,，。！？]|please\b|total\b|or less\b|以下|以内|的))/u;
/** `headphones between 100 and 200`, where nothing follows that they could count. */
const bareLimits =
  /between\s+(\d{2,6})\s*(?:and|to|-)\s*(\d{2,6})(?=\s*(?:$|[?!.,，。！？]|please\b|or so\b))/u;
const lowerLimit = new RegExp(
  `(?:over|above|more than|at least|from|min(?:imum)?(?: of)?|>=?|高于|超过)\\s*${moneyText}`,
  'u',
);
const bothLimits = new RegExp(
  `(?:between\\s*)?${moneyText}?(\\d[\\d.,]*)?\\s*(?:and|to|-|~|到|至)\\s*${moneyText}`,
  'u',
);
