/** The price limits of a request: `under 50 euros`, `between $20 and $30`. */
import { type Money, parseMoney } from '../../core/money.ts';

export interface PriceLimits {
  readonly min?: Money;
  readonly max?: Money;
}

export interface PriceReading {
  readonly limits: PriceLimits;
  /** The words that limit it; empty where none do. */
  readonly said: string;
  /** The text without them. */
  readonly rest: string;
}

/** The price limits of a text in any case. `currency` is for amounts without a sign. */
export function readPrice(text: string, currency: string): PriceReading {
  if (!/\d/u.test(text)) return { limits: {}, said: '', rest: text };
  const between = bothLimits.exec(text);
  if (between) {
    const [said, , low1, low2, , low3] = between;
    const max = moneyIn(between.slice(6), currency);
    const min = max && moneyIn([undefined, undefined, low1 ?? low2 ?? low3, max.currency], currency);
    if (min && max) return { limits: { min, max }, said, rest: text.replace(said, ' ') };
  }
  const bare = bareLimits.exec(text);
  if (bare) {
    const [said, low, high] = bare;
    const [min, max] = [moneyIn([low], currency), moneyIn([high], currency)];
    if (min && max && min.minor <= max.minor)
      return { limits: { min, max }, said, rest: text.replace(said, ' ') };
  }
  const upper = upperLimit.exec(text) ?? bareLimit.exec(text);
  const afterUpper = upper ? text.replace(upper[0], ' ') : text;
  const lower = lowerLimit.exec(afterUpper) ?? bareLowerLimit.exec(afterUpper);
  const max = upper ? moneyIn(upper.slice(1), currency) : undefined;
  const min = lower ? moneyIn(lower.slice(1), currency) : undefined;
  return {
    limits: { ...(min && { min }), ...(max && { max }) },
    said: [...(max && upper ? [upper[0]] : []), ...(min && lower ? [lower[0]] : [])].join(' ').trim(),
    rest: lower ? afterUpper.replace(lower[0], ' ') : afterUpper,
  };
}

function moneyIn(groups: readonly (string | undefined)[], currency: string): Money | undefined {
  const text = groups
    .filter((group) => group !== undefined)
    .join(' ')
    .replace(/us dollars?|bucks|美金|刀/iu, 'usd')
    .replace(/quid/iu, 'gbp')
    .replace('块钱', '块');
  try {
    return parseMoney(text, { currency });
  } catch {
    // Not a price after all; the words stay requirements of another sort.
    return undefined;
  }
}

const moneyText =
  '(?:([€$£¥])\\s*(\\d[\\d.,]*)|(\\d[\\d.,]*)\\s*(€|\\$|£|euros?|eur|usd|us dollars?|dollars?|bucks|gbp|quid|yuan|rmb|cny|欧元|美元|美金|英镑|刀|元|块钱?))';
const upperLimit = new RegExp(
  `(?:under|below|less than|cheaper than|up to|at most|max(?:imum)?(?: of)?|not? (?:more|over) than|within|<=?|低于|不超过|少于)\\s*${moneyText}(?:以下|以内|之内)?|${moneyText}\\s*(?:or (?:less|cheaper)|max(?:imum)?|at most|以下|以内|之内)`,
  'iu',
);
/** A number without a unit, where nothing follows that it could count: `headphones under 100`. */
const bareLimit =
  /(?:under|below|less than|cheaper than|up to|at most|max(?:imum)?(?: of)?|not? (?:more|over) than|not exceeding|不超过|低于|少于)()\s*(\d{2,6}(?:[.,]\d{2})?)(?=\s*(?:$|[?!.,，。！？]|please\b|total\b|or less\b|以下|以内|的))|(?<![\d.,])()(\d{2,6})(?:以内|以下|之内)/iu;
/** `speakers over 300`. */
const bareLowerLimit = /(?:over|above|高于)()\s*(\d{2,6})(?=\s*(?:$|[?!.,，。！？]|please\b))/iu;
/** `headphones between 100 and 200`, where nothing follows that they could count. */
const bareLimits =
  /between\s+(\d{2,6})\s*(?:and|to|-)\s*(\d{2,6})(?=\s*(?:$|[?!.,，。！？]|please\b|or so\b))/iu;
const lowerLimit = new RegExp(
  `(?:over|above|more than|at least|from|min(?:imum)?(?: of)?|>=?|高于|超过)\\s*${moneyText}`,
  'iu',
);
const bothLimits = new RegExp(
  `(?:between\\s*)?${moneyText}?(\\d[\\d.,]*)?\\s*(?:and|to|-|~|到|至)\\s*${moneyText}`,
  'iu',
);
