/** The quantities a request requires: `at least 512 GB`, `longer than 3 m`, `supports 240mm radiators`. */
import { nounsAround, type Quantity, quantitiesIn } from './quantities.ts';
import { singular } from './singular.ts';
import { askingWords } from './words.ts';

export interface QuantityRequirement {
  readonly dimension: Quantity['dimension'];
  readonly comparison: 'equal' | 'atLeast' | 'atMost' | 'above' | 'below';
  readonly value: number;
  readonly role: Quantity['role'];
  /** What the quantity must measure, when the request says so: the `radiator` of `240mm radiators`. */
  readonly nouns: ReadonlySet<string>;
  /** As the shopper wrote it. */
  readonly text: string;
}

/** The requirements, and the text without them. */
export function readQuantities(text: string): { quantities: QuantityRequirement[]; rest: string } {
  const quantities: QuantityRequirement[] = [];
  let rest = text;
  for (const quantity of quantitiesIn(text)) {
    const before = text.slice(Math.max(0, quantity.start - 60), quantity.start);
    const after = text.slice(quantity.end, quantity.end + 30);
    const stated = comparisons.find(([start, end]) => start.test(before) || end.test(after));
    const nouns = nounsBeside(text, quantity);
    const carries = stated === undefined && nouns.size > 0 && capability.test(before);
    quantities.push({
      dimension: quantity.dimension,
      comparison: stated?.[2] ?? (carries ? 'atLeast' : 'equal'),
      value: quantity.value,
      role: quantity.role,
      nouns: carries ? nouns : new Set(),
      text: text.slice(quantity.start, quantity.end),
    });
    const from = stated ? quantity.start - (stated[0].exec(before)?.[0].length ?? 0) : quantity.start;
    const said = carries ? carried : stated?.[1];
    const to = quantity.end + (said?.exec(after)?.[0].length ?? 0);
    rest = `${rest.slice(0, from)}${' '.repeat(to - from)}${rest.slice(to)}`;
  }
  return { quantities, rest };
}

/** The thing right after a quantity, or before its `of`: `240mm radiators`, `GPUs of 330 mm`. */
function nounsBeside(text: string, quantity: Quantity): ReadonlySet<string> {
  const around = nounsAround(text.slice(quantity.start, quantity.end + 24), {
    ...quantity,
    start: 0,
    end: quantity.end - quantity.start,
  });
  const [, owner] = /\b([a-z]{3,})\s+(?:of|at|with)\s+$/u.exec(text.slice(0, quantity.start)) ?? [];
  const nouns = owner === undefined ? [...around] : [singular(owner)];
  return new Set(nouns.filter((noun) => !askingWords.has(noun)).slice(0, 1));
}

const comparisons: readonly (readonly [RegExp, RegExp, QuantityRequirement['comparison']])[] = [
  [
    /(?:at least|min(?:imum)?\.?(?: of)?|no less than|not less than|>=|starting (?:at|from)|至少|不少于)[a-z ]{0,12}$/u,
    /^\s*(?:or (?:more|higher|larger|longer|above|greater|faster|bigger)|and (?:up|above|more)|minimum|以上)/u,
    'atLeast',
  ],
  [
    /(?:at most|max(?:imum)?\.?(?: of)?|no (?:more|longer|larger|higher) than|not (?:more|longer|larger) than|up to|<=|不超过|最多)[a-z ]{0,12}$/u,
    /^\s*(?:or (?:less|lower|smaller|shorter|below)|maximum|at most|以下|以内)/u,
    'atMost',
  ],
  [
    /(?:(?:more|longer|higher|greater|larger|bigger|faster|wider|taller|heavier|stronger|better) than|above|over|exceed(?:s|ing)?|beyond|>|超过|大于|高于|长于)[a-z ]{0,6}$/u,
    /^\s*(?:plus(?![a-z]))/u,
    'above',
  ],
  [
    /(?:(?:less|shorter|lower|smaller|slower|thinner|lighter|narrower|fewer) than|below|under|<|小于|低于|短于)[a-z ]{0,6}$/u,
    /^(?!)/u,
    'below',
  ],
];
/** What it must have room for; the quantity is looked for beside that word. */
const carried = /^\s*(?:(?:graphics?|video) cards?|(?:cpu|processor) coolers?|[a-z]{3,})/u;
const capability =
  /\b(?:support(?:s|ing)?|fit(?:s|ting)?|room for|space for|accommodat(?:e|es|ing)|hold(?:s|ing)?|handle(?:s)?|takes?|taking|big enough for)\b[^.;]{0,40}$/u;
