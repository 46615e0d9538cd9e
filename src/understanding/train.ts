/** From the entries of a bank to a model that answers. */
import { calibrate, usualCalibration } from './confidence.ts';
import { counterExamplesOf } from './counter.ts';
import { learn, spaceIn } from './learn.ts';
import type { BankModel, Judge } from './model.ts';
import { type ReadPhrasing, readPhrasings } from './phrasings.ts';
import { outcomesOf, rehearse } from './rehearse.ts';
import { vocabularyOf } from './spelling.ts';
import { conceptsOf, type SynonymGroup } from './synonyms.ts';
import type { BankEntry } from './understanding.ts';

/**
 * A model ready to answer by words and letters, calibrated as banks usually are. From milliseconds for 100 phrasings to
 * seconds for 10,000.
 */
export function trainQuickly(entries: readonly BankEntry[], synonyms: readonly SynonymGroup[]): BankModel {
  const phrasings = readPhrasings(entries, synonyms);
  const learnt = learn(phrasings, entries.length, new Float32Array(0));
  return {
    entries: entries.map(({ id, kind }) => ({ id, kind })),
    synonyms,
    phrasings: phrasings.map(({ text }) => text),
    vocabulary: vocabularyOf(phrasings.map(({ tokens }) => tokens)),
    counterExamples: counterExamplesOf(entries, spaceIn(learnt), conceptsOf(synonyms)),
    lexical: { fit: learnt, calibration: usualCalibration },
    joint: undefined,
  };
}

/** The model with its confidence calibrated on its own phrasings. */
export function withCalibration(model: BankModel, entries: readonly BankEntry[]): BankModel {
  const phrasings = readPhrasings(entries, model.synonyms);
  return { ...model, lexical: calibrated(model.lexical, phrasings, new Float32Array(0)) };
}

/** The model with a second judge that also sees sentence vectors: `dense` has one for each phrasing. */
export function withSentenceVectors(
  model: BankModel,
  entries: readonly BankEntry[],
  dense: Float32Array,
): BankModel {
  const phrasings = readPhrasings(entries, model.synonyms);
  const judge = { fit: learn(phrasings, entries.length, dense), calibration: usualCalibration };
  return { ...model, joint: calibrated(judge, phrasings, dense) };
}

function calibrated(judge: Judge, phrasings: readonly ReadPhrasing[], dense: Float32Array): Judge {
  const rehearsed = rehearse(phrasings, judge.fit.classes, dense);
  return { fit: judge.fit, calibration: calibrate(outcomesOf(rehearsed)) };
}
