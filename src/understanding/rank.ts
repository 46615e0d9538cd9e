/** A question against a trained bank: ranked candidates with a confidence and a reason. */
import type { Language } from '../core/language.ts';
import { answerableLikelihood, confidenceOf } from './confidence.ts';
import { counterFinderOf } from './counter.ts';
import { type Contender, type DensePart, type Weighed, type Weigher, weigherOf } from './evidence.ts';
import { detectLanguage } from './language.ts';
import type { BankModel, Judge } from './model.ts';
import { plainSentence, type Reading, readQuestion } from './read.ts';
import { sharedWordsIn } from './shared-words.ts';
import { correctorOf } from './spelling.ts';
import { conceptsOf } from './synonyms.ts';
import { type Traffic, usualUnanswerable } from './traffic.ts';
import type { Candidate, Reason, UnderstandingHints, Understood } from './understanding.ts';
import { type Thresholds, zoneOf } from './zones.ts';

export interface Ranker {
  /** Ranks by words and letters, and by the sentence vector when there is one, else by the sense of the words. */
  /** @param vector of the sentence, where an encoder made one. */
  rank(text: string, fallback: Language, vector?: Float32Array, hints?: UnderstandingHints): Understood;
  /** The sentence to make that vector of; nothing when the encoder could not help (no model for it, not English). */
  sentenceOf(text: string): string | undefined;
}

interface Opinion {
  readonly reading: Reading;
  readonly weighed: Weighed;
  readonly confidence: number;
}

interface Asked {
  readonly reading: Reading;
  readonly hints: UnderstandingHints;
}

/** Ranks questions by `model`. */
export function rankerOf(model: BankModel, thresholds: Thresholds, traffic: Traffic): Ranker {
  const concepts = conceptsOf(model.synonyms);
  const correct = correctorOf(model.vocabulary);
  const lexical = weigherOf(model.lexical.fit);
  const joint = model.joint && weigherOf(model.joint.fit);
  const counter = counterFinderOf(model.counterExamples);
  const wordsOf = sharedWordsIn(model);

  function rank(
    text: string,
    fallback: Language,
    vector?: Float32Array,
    hints: UnderstandingHints = {},
  ): Understood {
    const reading = readQuestion(text, correct, concepts);
    const candidates = candidatesOf(
      vector && model.joint && joint
        ? opinion(model.joint, joint, { reading, hints }, vector)
        : opinion(model.lexical, lexical, { reading, hints }, reading.tokens.words),
    );
    const understood = {
      text,
      language: detectLanguage(text, fallback),
      candidates,
      zone: zoneOf(candidates[0]?.confidence ?? 0, thresholds),
    };
    if (!reading.corrected) return understood;
    return { ...understood, corrected: plainText(reading) };
  }

  function opinion(
    { calibration }: Judge,
    weigher: Weigher,
    { reading, hints }: Asked,
    dense: DensePart,
  ): Opinion {
    const weighed = weigher.weigh(reading.features, dense);
    if (weighed.contenders.length === 0 || weighed.known === 0) return { reading, weighed, confidence: 0 };
    const share = calibration.rehearsed ? traffic.unanswerable : usualUnanswerable;
    if (calibration.rehearsed && !hints.reread) {
      traffic.see(answerableLikelihood(calibration, weighed.evidence), plainText(reading), hints.asker);
    }
    return { reading, weighed, confidence: confidenceOf(calibration, weighed.evidence, share) };
  }

  /** The best has the confidence; the others share what is left as the contenders' shares stand. */
  function candidatesOf({ reading, weighed, confidence }: Opinion): Candidate[] {
    const { contenders, known, vector } = weighed;
    const best = contenders[0];
    if (!best || known === 0) return [];
    counter.ask(vector);
    wordsOf.ask(reading.tokens);
    const rest = Math.max(1 - best.share, 1e-6);
    const candidates: Candidate[] = [];
    for (const each of contenders) {
      const entry = model.entries[each.class];
      if (!entry || each.cosine <= 0 || counter.cosine(each.class) > each.cosine) continue;
      const share = each === best ? confidence : Math.min(confidence, ((1 - confidence) * each.share) / rest);
      candidates.push({
        id: entry.id,
        kind: entry.kind,
        confidence: share,
        reason: reasonOf(each, wordsOf.inRow(each.row)),
      });
    }
    return candidates;
  }

  function reasonOf({ row, score, share, cosine, linear }: Contender, words: readonly string[]): Reason {
    return { phrasing: model.phrasings[row] ?? '', words, scores: { score, share, cosine, linear } };
  }

  return {
    rank,
    sentenceOf(text) {
      if (!model.joint || detectLanguage(text, 'en') !== 'en') return undefined;
      return plainSentence(text, correct);
    },
  };
}

/** The words as they were read, then the runs of Chinese. */
function plainText({ tokens: { words, runs } }: Reading): string {
  return (runs.length === 0 ? words : [...words, ...runs]).join(' ');
}
