/** What each part of the room is worth: the same bank and questions with one part after another left out. */
import { createBundledEncoder, hasBundledEncoder } from './bundled-encoder.ts';
import { answerableLikelihood, calibrate, confidenceOf, usualCalibration } from './confidence.ts';
import { type Encoder, encodeAll, noVectors, type VectorBlock, vectorAt } from './encoder.ts';
import { draw, type EvaluationOptions, entriesOf, type LabelledText, readLines } from './evaluate.ts';
import { weigherOf } from './evidence.ts';
import { type Fit, learn } from './learn.ts';
import { areaUnderRoc, calibrationError } from './metrics.ts';
import { invert } from './nearest.ts';
import { readPhrasings } from './phrasings.ts';
import { outOfScope } from './quality.ts';
import { plainSentence, readQuestion } from './read.ts';
import { bestRehearsal, outcomesOf } from './rehearse.ts';
import { correctorOf, vocabularyOf } from './spelling.ts';
import { conceptsOf } from './synonyms.ts';
import { tokenise } from './tokens.ts';
import { createTraffic } from './traffic.ts';
import { typoGenerator } from './typos.ts';
import { sensesOf } from './word-vectors.ts';

export interface AblationRow {
  readonly variant: string;
  readonly top1: number;
  readonly top1Typos: number;
  readonly auroc: number;
  readonly calibrationError: number;
}

interface Variant {
  readonly name: string;
  readonly names: boolean;
  readonly linear: boolean;
  readonly nearest: boolean;
  readonly spelling: boolean;
  readonly senses: boolean;
  readonly encoder: boolean;
  readonly calibrated: boolean;
}

const everything = {
  names: true,
  linear: true,
  nearest: true,
  spelling: true,
  senses: true,
  encoder: true,
  calibrated: true,
};
const variants: readonly Variant[] = [
  { name: 'everything', ...everything },
  { name: 'no names of answers', ...everything, names: false },
  { name: 'no linear model', ...everything, linear: false },
  { name: 'no nearest phrasing', ...everything, nearest: false },
  { name: 'no spelling', ...everything, spelling: false },
  { name: 'no encoder', ...everything, encoder: false },
  { name: 'no encoder, no sense of words', ...everything, encoder: false, senses: false },
  { name: 'no calibration', ...everything, calibrated: false },
];
const typoSeed = 1;

/** One row a variant; variants with an encoder are left out when its packages are not installed. */
export async function ablate(
  options: Pick<EvaluationOptions, 'bank' | 'questions' | 'perLabel' | 'seed'>,
): Promise<AblationRow[]> {
  const [bank, questions] = await Promise.all([readLines(options.bank), readLines(options.questions)]);
  const drawn = options.perLabel ? draw(bank, options.perLabel, options.seed) : bank;
  const encoder = hasBundledEncoder() ? createBundledEncoder() : undefined;
  try {
    const rows: AblationRow[] = [];
    const studies = {
      named: await studyOf(drawn, true, encoder),
      bare: await studyOf(drawn, false, encoder),
    };
    const misspell = typoGenerator(typoSeed);
    const misspelt = questions.map(({ text, label }) => ({ text: misspell(text), label }));
    for (const variant of variants.filter((each) => encoder !== undefined || !each.encoder)) {
      const study = variant.names ? studies.named : studies.bare;
      const clean = await study(variant, questions);
      const typos = await study(variant, misspelt);
      rows.push({ variant: variant.name, ...clean, top1Typos: typos.top1 });
    }
    return rows;
  } finally {
    await encoder?.close();
  }
}

type Study = (
  variant: Variant,
  questions: readonly LabelledText[],
) => Promise<{ top1: number; auroc: number; calibrationError: number }>;

/** Learns by the encoder's vectors, by the sense of words and by neither; variants only answer. */
async function studyOf(
  bank: readonly LabelledText[],
  named: boolean,
  encoder: Encoder | undefined,
): Promise<Study> {
  const entries = entriesOf(bank, named);
  const ids = entries.map(({ id }) => id);
  const phrasings = readPhrasings(entries, []);
  const correct = correctorOf(vocabularyOf(phrasings.map(({ text }) => tokenise(text))));
  const concepts = conceptsOf([]);
  const block = await encoded(
    phrasings.map(({ text }) => plainSentence(text)),
    encoder,
  );
  const [encoding, sensing, literal] = [block, sensesOf(phrasings), noVectors].map((vectors) => {
    const { loss, rehearsed } = bestRehearsal(phrasings, ids.length, vectors);
    return {
      fit: learn(phrasings, ids.length, vectors, loss),
      calibration: calibrate(outcomesOf(rehearsed), phrasings.length / ids.length),
    };
  });
  return async (variant, questions) => {
    const judge = variant.encoder ? encoding : variant.senses ? sensing : literal;
    if (!judge) return { top1: 0, auroc: 0.5, calibrationError: 0 };
    const corrector = variant.spelling ? correct : () => undefined;
    const sentences = questions.map(({ text }) => plainSentence(text, corrector));
    const vectors = variant.encoder ? await encoded(sentences, encoder) : noVectors;
    const weigher = weigherOf(
      variant.linear ? judge.fit : withoutLinear(judge.fit),
      variant.nearest ? undefined : 0,
    );
    const calibration = variant.calibrated ? judge.calibration : usualCalibration;
    const traffic = createTraffic();
    const results = questions.map(({ text, label }, at) => {
      const { features, tokens } = readQuestion(text, corrector, concepts);
      const dense = vectors.size > 0 ? vectorAt(vectors, at) : tokens.words;
      const { contenders, evidence } = weigher.weigh(features, dense);
      const best = contenders[0];
      const share = traffic.unanswerable;
      const confidence = best ? confidenceOf(calibration, evidence, share) : 0;
      if (best) traffic.see(answerableLikelihood(calibration, evidence));
      return { label, confidence, right: best !== undefined && ids[best.class] === label };
    });
    const inScope = results.filter(({ label }) => label !== outOfScope);
    const foreign = results.filter(({ label }) => label === outOfScope);
    return {
      top1: inScope.filter(({ right }) => right).length / Math.max(1, inScope.length),
      auroc: areaUnderRoc(
        inScope.map(({ confidence }) => confidence),
        foreign.map(({ confidence }) => confidence),
      ),
      calibrationError: calibrationError(results),
    };
  };
}

function withoutLinear(fit: Fit): Fit {
  return { ...fit, linear: undefined, classIndex: undefined, index: invert(fit.rows) };
}

function encoded(sentences: readonly string[], encoder: Encoder | undefined): Promise<VectorBlock> {
  return encoder ? encodeAll(sentences, encoder) : Promise.resolve(noVectors);
}
