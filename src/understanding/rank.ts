/** A question against a trained bank: ranked candidates with a confidence and a reason. */
import type { Language } from '../core/language.ts';
import { featuresOf, wordFeature } from './features.ts';
import { detectLanguage } from './language.ts';
import type { BankModel } from './model.ts';
import { cosines } from './nearest.ts';
import { Space } from './space.ts';
import { scoreClasses } from './svm.ts';
import { conceptsOf } from './synonyms.ts';
import { tokenise } from './tokens.ts';
import type { Candidate, Understood, Zone } from './understanding.ts';

const mostCandidates = 5;
const answerFrom = 0.5;
const offerFrom = 0.2;

/** Answers questions from `model`; `fallback` is the language of texts that do not tell their own. */
export function rankerOf(model: BankModel): (text: string, fallback: Language) => Understood {
  const space = new Space(model.space);
  const concepts = conceptsOf(model.synonyms);
  return (text, fallback) => {
    const tokens = tokenise(text);
    const features = featuresOf(tokens, concepts);
    const vector = space.vectorOf(features);
    const language = detectLanguage(text, fallback);
    if (vector.ids.length === 0) return { text, language, candidates: [], zone: 'decline' };
    const nearness = cosines(model.index, vector, model.phrasings.length);
    const margins = scoreClasses(model.svm, vector);
    const nearest = new Int32Array(model.entries.length).fill(-1);
    nearness.forEach((value, row) => {
      const owner = model.owners[row] ?? 0;
      const best = nearest[owner] ?? -1;
      if (value > 0 && (best < 0 || value > (nearness[best] ?? 0))) nearest[owner] = row;
    });
    let known = 0;
    for (const feature of features.words.keys()) if (space.idOf(feature) >= 0) known++;
    const knownShare = known / Math.max(1, features.words.size);
    const scored = [...nearest.keys()]
      .filter((owner) => (nearest[owner] ?? -1) >= 0)
      .map((owner) => {
        const row = nearest[owner] ?? 0;
        const cosine = nearness[row] ?? 0;
        const margin = margins[owner] ?? -1;
        return { owner, row, cosine, margin, score: margin + cosine };
      })
      .sort((left, right) => right.score - left.score)
      .slice(0, mostCandidates);
    const words = [...new Set(tokens.words)].filter(
      (_, at) => space.idOf(wordFeature(tokens.stems[at] ?? '')) >= 0,
    );
    const candidates: Candidate[] = [];
    for (const { owner, row, cosine, margin, score } of scored) {
      const entry = model.entries[owner];
      if (!entry) continue;
      candidates.push({
        id: entry.id,
        kind: entry.kind,
        confidence: 1 / (1 + Math.exp(-4 * (score - 0.1 + 0.5 * (knownShare - 0.7)))),
        reason: { phrasing: model.phrasings[row] ?? '', words, scores: { margin, cosine, knownShare } },
      });
    }
    const best = candidates[0]?.confidence ?? 0;
    const zone: Zone = best >= answerFrom ? 'answer' : best >= offerFrom ? 'offer' : 'decline';
    return { text, language, candidates, zone };
  };
}
