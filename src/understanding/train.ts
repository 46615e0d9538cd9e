/** From the entries of a bank to a model that answers. */
import { type Features, featuresOf } from './features.ts';
import type { BankModel } from './model.ts';
import { invert } from './nearest.ts';
import { spaceOf } from './space.ts';
import { rowsOf, trainSvm } from './svm.ts';
import { conceptsOf, type SynonymGroup } from './synonyms.ts';
import { tokenise } from './tokens.ts';
import type { BankEntry } from './understanding.ts';

/** Trains on all phrasings. Takes from milliseconds (100 phrasings) to seconds (10,000). */
export function train(entries: readonly BankEntry[], synonyms: readonly SynonymGroup[]): BankModel {
  const concepts = conceptsOf(synonyms);
  const phrasings: string[] = [];
  const owners: number[] = [];
  const features: Features[] = [];
  entries.forEach((entry, owner) => {
    for (const { text } of entry.phrasings) {
      phrasings.push(text);
      owners.push(owner);
      features.push(featuresOf(tokenise(text), concepts));
    }
  });
  const space = spaceOf(features);
  const rows = rowsOf(features.map((each) => space.vectorOf(each)));
  const labels = Uint32Array.from(owners);
  return {
    entries,
    synonyms,
    phrasings,
    owners: labels,
    space: space.data,
    index: invert(rows, space.size),
    svm: trainSvm(rows, labels, entries.length, space.size, { cost: 1, positiveWeight: 1 }),
  };
}
