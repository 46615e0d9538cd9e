/** Which of a few offered options a typed reply means: "the second", "yes the rturn one", "2". */
import Fuse from 'fuse.js';
import { fewestErrors, longestPattern } from './fewest-errors.ts';
import { tokenise } from './tokens.ts';

const ordinals: readonly (readonly string[])[] = [
  ['1', 'first', 'one', '第一', '一'],
  ['2', 'second', 'two', '第二', '二'],
  ['3', 'third', 'three', '第三', '三'],
  ['4', 'fourth', 'four', '第四', '四'],
  ['5', 'fifth', 'five', '第五', '五'],
];
/** Words around the choice that say nothing about it. */
const fillers = new Set([
  'the',
  'a',
  'one',
  'option',
  'number',
  'please',
  'i',
  'mean',
  'meant',
  'yes',
  'no',
  'ok',
  'answer',
  'it',
  'is',
  's',
]);
/** Fuse's distance from 0 (equal) to 1; above this a reply is a new question and not a choice. */
const farthest = 0.4;
/** Fuse looks for the two ends of what is longer than a pattern. */
const longestSought = 2 * longestPattern;
/** The runner-up must be this much farther. */
const clearLead = 0.05;

/**
 * The place of the option that `text` means, or `undefined` when it means none or more than one. Short strings with
 * typing errors are what Fuse is best at; whole questions are not (see `understand`).
 */
export function pickOption(text: string, options: readonly string[]): number | undefined {
  const { words, runs } = tokenise(text);
  const place = placeNamed(words, runs, options.length);
  if (place !== undefined) return place;
  const wanted = [...words.filter((word) => !fillers.has(word)), ...runs].join(' ');
  if (wanted === '') return undefined;
  const titles = options.map((option, at) => {
    const read = tokenise(option);
    return { title: [...read.words, ...read.runs].join(' '), at };
  });
  const exact = titles.find(({ title }) => title === wanted);
  if (exact) return exact.at;
  const sought = wanted.slice(0, longestSought);
  const near = titles.filter(({ title }) => mayBeNear(sought, title));
  return near.length === 0 ? undefined : clearlyNearest(sought, near);
}

interface Title {
  readonly title: string;
  /** Its place among the options. */
  readonly at: number;
}

function clearlyNearest(sought: string, titles: readonly Title[]): number | undefined {
  const search = new Fuse(
    titles.map(({ title }) => title),
    { includeScore: true, ignoreLocation: true, threshold: farthest },
  );
  const [best, second] = search.search(sought);
  if (!best || (second && (second.score ?? 1) - (best.score ?? 0) < clearLead)) return undefined;
  return titles[best.refIndex]?.at;
}

/** False when Fuse would find a title too far, which takes it many times as long to see. */
function mayBeNear(sought: string, title: string): boolean {
  const pieces =
    sought.length > longestPattern
      ? [sought.slice(0, longestPattern), sought.slice(-longestPattern)]
      : [sought];
  return pieces.some((piece) => fewestErrors(piece, title) <= farthest * piece.length);
}

/** "2", "the second one", "第二个"; only when nothing else is said. */
function placeNamed(words: readonly string[], runs: readonly string[], count: number): number | undefined {
  const said = words.filter((word) => !fillers.has(word) || word === 'one');
  const rest = said.length > 1 ? said.filter((word) => word !== 'one') : said;
  const named = [...rest, ...runs.map((run) => run.replace(/[个項项]$/u, ''))];
  const [only] = named;
  if (named.length !== 1 || only === undefined) return undefined;
  const place = ordinals.findIndex((names) => names.includes(only));
  return place >= 0 && place < count ? place : undefined;
}
