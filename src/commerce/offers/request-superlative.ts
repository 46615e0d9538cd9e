/** Superlatives of a request: the largest, the fastest, the highest read speed. */
import type { Dimension, Quantity } from './quantities.ts';

export interface Superlative {
  readonly direction: 'most' | 'least';
  /** Undefined when only the kind of product can tell: the largest drive, the largest monitor. */
  readonly dimension: Dimension | undefined;
  readonly role: Quantity['role'];
}

/** What is to be the most or the least, and the text without those words. */
export function readSuperlative(text: string): { superlative: Superlative | undefined; rest: string } {
  for (const [pattern, superlative] of superlatives) {
    if (pattern.test(text)) return { superlative, rest: text.replace(pattern, ' ') };
  }
  return { superlative: undefined, rest: text };
}

const superlatives: readonly (readonly [RegExp, Superlative])[] = [
  [
    /\b(?:highest|fastest|best|max(?:imum)?)\b[a-z ]{0,24}\bread(?:ing)?(?: speed)?s?\b/u,
    { direction: 'most', dimension: 'byte-rate', role: 'read' },
  ],
  [
    /\b(?:highest|fastest|best|max(?:imum)?)\b[a-z ]{0,24}\bwrit(?:e|ing)(?: speed)?s?\b/u,
    { direction: 'most', dimension: 'byte-rate', role: 'write' },
  ],
  [
    /\b(?:highest|largest|biggest|most)\b[a-z ]{0,16}\b(?:capacity|storage(?: space)?|disk space)\b|容量最大/u,
    { direction: 'most', dimension: 'data', role: undefined },
  ],
  [
    /\b(?:lowest|smallest|least)\b[a-z ]{0,16}\b(?:capacity|storage(?: space)?|disk space)\b/u,
    { direction: 'least', dimension: 'data', role: undefined },
  ],
  [
    /\b(?:highest|fastest)\b[a-z ]{0,16}\b(?:frequency|clock(?: speed| rate)?|refresh rate|clocked|mhz|ghz|hertz)\b/u,
    { direction: 'most', dimension: 'frequency', role: undefined },
  ],
  [
    /\b(?:highest|most)\b[a-z ]{0,16}\b(?:power|wattage|watts?|powerful)\b/u,
    { direction: 'most', dimension: 'power', role: undefined },
  ],
  [
    /\b(?:lowest|least|smallest)\b[a-z ]{0,16}\b(?:power|wattage|watts?|tdp)\b/u,
    { direction: 'least', dimension: 'power', role: undefined },
  ],
  [
    /\b(?:highest|most)\b[a-z ]{0,16}\b(?:megapixels?|resolution)\b/u,
    { direction: 'most', dimension: 'pixels', role: undefined },
  ],
  [/\blongest\b|最长/u, { direction: 'most', dimension: 'length', role: undefined }],
  [/\bshortest\b|最短/u, { direction: 'least', dimension: 'length', role: undefined }],
  [/\blightest\b|最轻/u, { direction: 'least', dimension: 'mass', role: undefined }],
  [/\bheaviest\b/u, { direction: 'most', dimension: 'mass', role: undefined }],
  [/\b(?:fastest)\b|最快/u, { direction: 'most', dimension: undefined, role: 'read' }],
  [/\b(?:largest|biggest)\b|最大/u, { direction: 'most', dimension: undefined, role: undefined }],
  [/\bsmallest\b|最小/u, { direction: 'least', dimension: undefined, role: undefined }],
];
