/** A question against a trained bank: ranked candidates with a confidence and a reason. */
import { LRUCache } from 'lru-cache';
import type { Language } from '../core/language.ts';
import { confidenceOf, foreignChance } from './confidence.ts';
import { counterFinderOf } from './counter.ts';
import { type Contender, type Weighed, type Weigher, weigherOf } from './evidence.ts';
import { detectLanguage } from './language.ts';
import type { BankModel, Judge } from './model.ts';
import { plainSentence, type Reading, readQuestion } from './read.ts';
import { correctorOf } from './spelling.ts';
import { conceptsOf } from './synonyms.ts';
import { type Tokens, tokenise } from './tokens.ts';
import { type Traffic, usualUnanswerable } from './traffic.ts';
import type { Candidate, Understood } from './understanding.ts';
import { type Thresholds, zoneOf } from './zones.ts';

const mostCandidates = 5;
const rememberedPhrasings = 4_000;

export interface Ranker {
  /** Ranks by words and letters, and by the sentence vector too when there is one. */
  rank(text: string, fallback: Language, vector?: Float32Array): Understood;
  /** The sentence to make that vector of; nothing when the encoder could not help (no model for it, not English). */
  sentenceOf(text: string): string | undefined;
}

interface Opinion {
  readonly reading: Reading;
  readonly weighed: Weighed;
  readonly confidence: number;
}

/** Ranks questions by `model`. */
export function rankerOf(model: BankModel, thresholds: Thresholds, traffic: Traffic): Ranker {
  const concepts = conceptsOf(model.synonyms);
  const correct = correctorOf(model.vocabulary);
  const lexical = weigherOf(model.lexical.fit);
  const joint = model.joint && weigherOf(model.joint.fit);
  const counter = counterFinderOf(model.counterExamples);
  const readPhrasings = new LRUCache<number, Tokens>({ max: rememberedPhrasings });

  function rank(text: string, fallback: Language, vector?: Float32Array): Understood {
    const reading = readQuestion(text, correct, concepts);
    const [judge, weigher] = vector && model.joint && joint ? [model.joint, joint] : [model.lexical, lexical];
    const candidates = candidatesOf(opinion(judge, weigher, reading, vector));
    const understood = {
      text,
      language: detectLanguage(text, fallback),
      candidates,
      zone: zoneOf(candidates[0]?.confidence ?? 0, thresholds),
    };
    if (!reading.corrected) return understood;
    return { ...understood, corrected: [...reading.tokens.words, ...reading.tokens.runs].join(' ') };
  }

  function opinion(
    { calibration }: Judge,
    weigher: Weigher,
    reading: Reading,
    vector?: Float32Array,
  ): Opinion {
    const weighed = weigher.weigh(reading.features, vector);
    if (weighed.contenders.length === 0 || weighed.known === 0) return { reading, weighed, confidence: 0 };
    const share = calibration.rehearsed ? traffic.unanswerable : usualUnanswerable;
    if (calibration.rehearsed) {
      const question = [...reading.tokens.words, ...reading.tokens.runs].join(' ');
      traffic.see(foreignChance(calibration, weighed.evidence, share), question);
    }
    return { reading, weighed, confidence: confidenceOf(calibration, weighed.evidence, share) };
  }

  /** The best has the confidence; the others share what is left as the contenders' shares stand. */
  function candidatesOf({ reading, weighed, confidence }: Opinion): Candidate[] {
    counter.ask(weighed.vector);
    const [best] = weighed.contenders;
    if (!best || weighed.known === 0) return [];
    const rest = Math.max(1 - best.share, 1e-6);
    return weighed.contenders
      .filter((each) => each.cosine > 0 && counter.cosine(each.class) <= each.cosine)
      .slice(0, mostCandidates)
      .flatMap((each) => {
        const share =
          each === best ? confidence : Math.min(confidence, ((1 - confidence) * each.share) / rest);
        return candidateOf(each, share, reading);
      });
  }

  function candidateOf(contender: Contender, confidence: number, { tokens }: Reading): Candidate[] {
    const entry = model.entries[contender.class];
    if (!entry) return [];
    const phrasing = model.phrasings[contender.row] ?? '';
    const shared = tokensOfPhrasing(contender.row, phrasing);
    const words = tokens.words.filter((_, at) => shared.stems.includes(tokens.stems[at] ?? ''));
    const runs = tokens.runs.filter((run) => shared.runs.includes(run));
    const { score, share, cosine, linear } = contender;
    return [
      {
        id: entry.id,
        kind: entry.kind,
        confidence,
        reason: {
          phrasing,
          words: [...new Set([...words, ...runs])],
          scores: { score, share, cosine, linear },
        },
      },
    ];
  }

  /** Some phrasings are the nearest again and again. */
  function tokensOfPhrasing(row: number, phrasing: string): Tokens {
    const known = readPhrasings.get(row);
    if (known) return known;
    const tokens = tokenise(phrasing);
    readPhrasings.set(row, tokens);
    return tokens;
  }

  return {
    rank,
    sentenceOf(text) {
      if (!model.joint || detectLanguage(text, 'en') !== 'en') return undefined;
      return plainSentence(text, correct);
    },
  };
}
