/** The span of time that words name: "last year", "in 2024", "since March", 去年. */

export interface Span {
  /** Milliseconds since the epoch, in UTC: a day more or less tells nobody anything else. */
  readonly from: number;
  readonly until: number;
}

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const weekMs = 7 * 24 * 3_600_000;

/** All time for words that name none. */
export function spanOf(words: string, now: number): Span {
  const text = words.toLowerCase();
  const year = new Date(now).getUTCFullYear();
  const month = new Date(now).getUTCMonth();
  const named = Number(/\d{4}/u.exec(text)?.[0] ?? Number.NaN);
  const begins = months.findIndex((name) => text.includes(name));
  if (begins >= 0) {
    const then = Number.isNaN(named) ? (begins > month ? year - 1 : year) : named;
    const until = text.startsWith('since') ? now : Date.UTC(then, begins + 1);
    return { from: Date.UTC(then, begins), until };
  }
  if (!Number.isNaN(named)) return yearOf(named);
  if (/last year|去年/u.test(text)) return yearOf(year - 1);
  if (/this year|今年/u.test(text)) return yearOf(year);
  if (/last month|上个?月/u.test(text))
    return { from: Date.UTC(year, month - 1), until: Date.UTC(year, month) };
  if (/this month|这个?月/u.test(text)) return { from: Date.UTC(year, month), until: now };
  if (text.includes('last week')) return { from: now - 2 * weekMs, until: now };
  if (text.includes('this week')) return { from: now - weekMs, until: now };
  return { from: 0, until: Number.MAX_SAFE_INTEGER };
}

function yearOf(year: number): Span {
  return { from: Date.UTC(year, 0), until: Date.UTC(year + 1, 0) };
}
