/** Banks to measure on, made up in any size. */
import { seededRandom } from '../../understanding/random.ts';
import { typoGenerator } from '../../understanding/typos.ts';

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

export interface Bank {
  readonly phrasings: readonly LabelledText[];
  readonly questions: readonly LabelledText[];
}

const phrasingsPerAnswer = 5;
/** The last one is only asked, never taught. */
const frames = [
  'how do I {verb} my {thing} {way}',
  '{verb} the {thing} {way} please',
  'I want to {verb} a {thing} {way}',
  'is it possible to {verb} {thing}s {way}',
  'help me {verb} this {thing} {way}',
  'can someone tell me how a {thing} can be {verb}ed {way}',
];
const syllables = [
  'ba',
  'co',
  'dri',
  'fe',
  'gul',
  'hem',
  'jo',
  'kra',
  'lin',
  'mo',
  'nel',
  'pri',
  'qua',
  'ros',
  'su',
  'tam',
  'vek',
  'zon',
];

/** A made-up bank of about `size` phrasings, five an answer, with `asked` misspelt questions in other words. */
export function madeUpBank(size: number, asked: number): Bank {
  const random = seededRandom(size);
  const pick = (count: number) => Math.floor(random() * count);
  const word = (length: number) => Array.from({ length }, () => syllables[pick(syllables.length)]).join('');
  const answers = Math.round(size / phrasingsPerAnswer);
  const kinds = Math.ceil(Math.sqrt(answers)) + 3;
  const [verbs, things, ways] = [3, 3, 2].map((length) => Array.from({ length: kinds }, () => word(length)));
  const parts = Array.from({ length: answers }, () => ({
    verb: verbs?.[pick(kinds)] ?? '',
    thing: things?.[pick(kinds)] ?? '',
    way: ways?.[pick(kinds)] ?? '',
  }));
  const fill = (frame: string, answer: number) =>
    frame.replace(
      /\{(verb|thing|way)\}/g,
      (_, part: 'verb' | 'thing' | 'way') => parts[answer]?.[part] ?? '',
    );
  const phrasings = parts.flatMap((_, answer) =>
    frames
      .slice(0, phrasingsPerAnswer)
      .map((frame) => ({ text: fill(frame, answer), label: String(answer) })),
  );
  const misspell = typoGenerator(size);
  const questions = Array.from({ length: asked }, () => {
    const answer = pick(answers);
    return { text: misspell(fill(frames.at(-1) ?? '', answer)), label: String(answer) };
  });
  return { phrasings, questions };
}
