/** From the entries of a bank to a model that answers, in steps of rising cost. */
import { calibrate, usualCalibration } from './confidence.ts';
import { counterExamplesOf } from './counter.ts';
import type { VectorBlock } from './encoder.ts';
import { featuresOf } from './features.ts';
import { type Earlier, learn, spaceIn } from './learn.ts';
import type { BankModel } from './model.ts';
import { type ReadPhrasing, readPhrasings } from './phrasings.ts';
import { bestRehearsal, outcomesOf, rehearseInPlace } from './rehearse.ts';
import { vocabularyOf } from './spelling.ts';
import { conceptsOf, type SynonymGroup } from './synonyms.ts';
import { type Tokens, tokenise } from './tokens.ts';
import type { BankEntry } from './understanding.ts';
import { sensesOf } from './word-vectors.ts';

/**
 * A model that answers by words, their letters and their sense, with the calibration of `before` or the usual one. Where `before` knows
 * nearly all of the phrasings only the new ones are taught, which takes a second for 10,000.
 */
export function trainQuickly(
  entries: readonly BankEntry[],
  synonyms: readonly SynonymGroup[],
  before?: BankModel,
): BankModel {
  const phrasings = readPhrasings(entries, synonyms);
  const learnt = learn(
    phrasings,
    entries.length,
    sensesOf(phrasings),
    before?.lexical.fit.loss ?? 'shares',
    before && earlierOf(before, entries, phrasings),
  );
  return {
    entries: entries.map(({ id, kind }) => ({ id, kind })),
    synonyms,
    phrasings: phrasings.map(({ text }) => text),
    vocabulary: vocabularyOf(tokensOf(phrasings)),
    counterExamples: counterExamplesOf(entries, spaceIn(learnt), conceptsOf(synonyms)),
    lexical: { fit: learnt, calibration: before?.lexical.calibration ?? usualCalibration },
    joint: undefined,
  };
}

/** Read again one by one: kept for all phrasings of a large bank, tokens would take more memory than what is learnt. */
function* tokensOf(phrasings: readonly ReadPhrasing[]): Generator<Tokens> {
  for (const { text } of phrasings) yield tokenise(text);
}

/** The model with its confidence calibrated on its own phrasings, and learnt anew where another loss suits them better. */
export function withCalibration(model: BankModel, entries: readonly BankEntry[]): BankModel {
  const { fit } = model.lexical;
  if (!fit.linear) return { ...model, lexical: { fit, calibration: calibrationInPlace(model) } };
  const phrasings = readPhrasings(entries, model.synonyms);
  const senses = sensesOf(phrasings);
  const { loss, rehearsed } = bestRehearsal(phrasings, entries.length, senses);
  return {
    ...model,
    lexical: {
      fit: loss === fit.loss ? fit : learn(phrasings, entries.length, senses, loss),
      calibration: calibrate(outcomesOf(rehearsed), phrasings.length / entries.length),
    },
  };
}

function calibrationInPlace({ lexical, phrasings, synonyms }: BankModel) {
  const concepts = conceptsOf(synonyms);
  const featuresOfRow = (row: number) => featuresOf(tokenise(phrasings[row] ?? ''), concepts);
  const { fit } = lexical;
  return calibrate(outcomesOf(rehearseInPlace(fit, featuresOfRow)), phrasings.length / fit.classes);
}

/** The model with a second judge that also sees sentence vectors: `block` has one for each phrasing. */
export function withSentenceVectors(
  model: BankModel,
  entries: readonly BankEntry[],
  block: VectorBlock,
): BankModel {
  const phrasings = readPhrasings(entries, model.synonyms);
  const { loss, rehearsed } = bestRehearsal(phrasings, entries.length, block);
  return {
    ...model,
    joint: {
      fit: learn(phrasings, entries.length, block, loss),
      calibration: calibrate(outcomesOf(rehearsed), phrasings.length / entries.length),
    },
  };
}

/** A bank with more than this share of new phrasings, or with fewer phrasings than this, is learnt from scratch. */
const mostUnseen = 0.1;
const fewestKnown = 1_500;

function earlierOf(
  before: BankModel,
  entries: readonly BankEntry[],
  phrasings: readonly ReadPhrasing[],
): Earlier | undefined {
  if (before.phrasings.length < fewestKnown) return undefined;
  const { fit } = before.lexical;
  const places = new Map(before.entries.map(({ id }, place) => [id, place]));
  const stillThere = new Set(
    phrasings.map(({ owner, text }) => `${places.get(entries[owner]?.id ?? '')}\n${text}`),
  );
  // What was taught cannot be taken back: an answer that lost a phrasing begins anew.
  const begun = new Set(
    before.phrasings.flatMap((text, row) => {
      const owner = fit.owners[row] ?? -1;
      return stillThere.has(`${owner}\n${text}`) ? [] : [owner];
    }),
  );
  const classes = entries.map(({ id }) => {
    const place = places.get(id) ?? -1;
    return begun.has(place) ? -1 : place;
  });
  const seen = new Set(before.phrasings.map((text, row) => `${fit.owners[row]}\n${text}`));
  const unseen = [...phrasings.keys()].filter((at) => {
    const phrasing = phrasings[at];
    return phrasing && !seen.has(`${classes[phrasing.owner]}\n${phrasing.text}`);
  });
  return unseen.length > phrasings.length * mostUnseen ? undefined : { fit, classes, unseen };
}
