/** The life of an understander: learns at once what must be live, and better in the background. */
import { LRUCache } from 'lru-cache';
import { messageOf } from '../core/errors.ts';
import { type Log, silentLog } from '../core/log.ts';
import type { Encoder, VectorBlock } from './encoder.ts';
import type { BankModel } from './model.ts';
import { type Ranker, rankerOf } from './rank.ts';
import { plainSentence } from './read.ts';
import { sharedFloats } from './shared.ts';
import type { SynonymGroup } from './synonyms.ts';
import { createTraffic } from './traffic.ts';
import { trainQuickly } from './train.ts';
import { createTrainer } from './trainer.ts';
import type { BankEntry, Understander, UnderstandingHints, Understood } from './understanding.ts';
import { thresholdsFor, usualWrongAnswerCost } from './zones.ts';

export interface UnderstandingOptions {
  readonly entries: readonly BankEntry[];
  readonly synonyms: readonly SynonymGroup[];
  /** How much worse a wrong answer is than a needless handoff; 1.5 when left out. The one dial of a merchant. */
  readonly wrongAnswerCost?: number;
  /** Sentence vectors for `understandFully`; closed with the understanding. */
  readonly encoder?: Encoder;
  readonly log?: Log;
}

/** An understander whose bank can be replaced while it answers. */
export interface Understanding extends Understander {
  /** Like `understand`, with sentence vectors when an encoder answers in time: righter, and slower by its time. */
  understandFully(text: string, hints?: UnderstandingHints): Promise<Understood>;
  /** Resolves when questions are answered from the new bank; until then the old one answers. */
  replace(entries: readonly BankEntry[], synonyms: readonly SynonymGroup[]): Promise<void>;
  /** The present bank and one that is not put to use, both as they answer now, to be compared. */
  trial(
    entries: readonly BankEntry[],
  ): Promise<{ readonly before: Understander; readonly after: Understander }>;
  /** Resolves when all that can be learnt about the present bank is: calibration, sentence vectors. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** A bank of up to this many phrasings is first learnt on the spot: quicker than starting a thread. */
const fewPhrasings = 2_000;
/** Beyond this many only what must be live is learnt, and the thread's memory is given back at once. */
const veryManyPhrasings = 30_000;
/** Learning in the background waits for a quiet moment after the start or a change. */
const settleAfterMs = 3_000;
/** A question does not wait longer for its sentence vector. */
const mostEncodingMs = 400;
const encodeAtOnce = 256;

/** An understander of `entries`; ready when it resolves. */
export async function createUnderstanding(options: UnderstandingOptions): Promise<Understanding> {
  const { encoder, log = silentLog } = options;
  const thresholds = thresholdsFor(options.wrongAnswerCost ?? usualWrongAnswerCost);
  const traffic = createTraffic();
  let quick = createTrainer();
  const vectors = new LRUCache<string, Float32Array>({ max: 5_000 });
  let bankVectors = new Map<string, Float32Array>();
  let deep = createTrainer();
  let entries = options.entries;
  let model: BankModel;
  let ranker: Ranker;
  let generation = 0;
  let settling: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const many = options.entries.reduce((sum, { phrasings }) => sum + phrasings.length, 0) > fewPhrasings;
  const first = many
    ? await quick.run({ kind: 'learn', entries, synonyms: options.synonyms })
    : trainQuickly(entries, options.synonyms);
  use(first);
  settleSoon();

  function use(next: BankModel): void {
    if (next.phrasings.length > veryManyPhrasings) {
      void quick.stop();
      quick = createTrainer();
    }
    model = next;
    ranker = rankerOf(next, thresholds, traffic);
  }

  function understanderOf(fixed: BankModel): Understander {
    const { rank } = rankerOf(fixed, thresholds, traffic);
    return { understand: (text, hints) => rank(text, hints?.language ?? 'en') };
  }

  function settleSoon(): void {
    clearTimeout(timer);
    settling = undefined;
    timer = setTimeout(() => void settle(), settleAfterMs);
    timer.unref();
  }

  function settle(): Promise<void> {
    clearTimeout(timer);
    settling ??= learnDeeply(++generation).catch((error) => {
      log.warn({ error: messageOf(error) }, 'the bank is answered from, but could not be learnt in full');
    });
    return settling;
  }

  /** Steps give way when the bank changes: `mine` is then no longer the generation. */
  async function learnDeeply(mine: number): Promise<void> {
    if (model.phrasings.length > veryManyPhrasings) return;
    const bank = entries;
    const current = () => mine === generation;
    const learnt = await deep.run({ kind: 'learn', entries: bank, synonyms: model.synonyms });
    const calibrated = await deep.run({ kind: 'calibrate', model: learnt, entries: bank });
    if (!current()) return;
    use(calibrated);
    const block = encoder && (await encodeBank(calibrated.phrasings, encoder));
    if (!block || !current()) return;
    const joined = await deep.run({ kind: 'join', model: calibrated, entries: bank, block });
    if (current()) use(joined);
  }

  async function encodeBank(phrasings: readonly string[], by: Encoder): Promise<VectorBlock> {
    const sentences = phrasings.map((text) => plainSentence(text));
    const kept = new Map<string, Float32Array>();
    const missing = new Set<string>();
    for (const sentence of sentences) {
      const known = bankVectors.get(sentence);
      if (known) kept.set(sentence, known);
      else missing.add(sentence);
    }
    const list = [...missing];
    for (let from = 0; from < list.length; from += encodeAtOnce) {
      const part = list.slice(from, from + encodeAtOnce);
      const encoded = await by.encode(part);
      part.forEach((sentence, at) => {
        const vector = encoded[at];
        if (vector) kept.set(sentence, vector);
      });
    }
    bankVectors = kept;
    const values = sharedFloats(sentences.length * by.size);
    sentences.forEach((sentence, row) => {
      const vector = kept.get(sentence);
      if (vector) values.set(vector, row * by.size);
    });
    return { values, size: by.size, partSize: by.partSize };
  }

  async function vectorOf(sentence: string, by: Encoder): Promise<Float32Array | undefined> {
    const known = vectors.get(sentence);
    if (known) return known;
    let late: NodeJS.Timeout | undefined;
    const timeout = new Promise<undefined>((resolve) => {
      late = setTimeout(() => resolve(undefined), mostEncodingMs);
    });
    try {
      const encoded = by.encode([sentence]).then(([vector]) => {
        if (vector) vectors.set(sentence, vector);
        return vector;
      });
      return await Promise.race([encoded, timeout]);
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'a question was answered without its sentence vector');
      return undefined;
    } finally {
      clearTimeout(late);
    }
  }

  return {
    understand: (text, hints) => ranker.rank(text, hints?.language ?? 'en'),
    async understandFully(text, hints) {
      const sentence = encoder && ranker.sentenceOf(text);
      const vector = sentence ? await vectorOf(sentence, encoder) : undefined;
      return ranker.rank(text, hints?.language ?? 'en', vector);
    },
    async replace(nextEntries, synonyms) {
      const asked = ++generation;
      clearTimeout(timer);
      const stopped = deep;
      deep = createTrainer();
      void stopped.stop();
      const next = await quick.run({ kind: 'learn', entries: nextEntries, synonyms, before: model });
      if (asked !== generation) return;
      entries = nextEntries;
      use(next);
      log.info({ entries: entries.length, phrasings: next.phrasings.length }, 'a changed bank is live');
      settleSoon();
    },
    async trial(changed) {
      const before = model;
      const after = await quick.run({ kind: 'learn', entries: changed, synonyms: before.synonyms, before });
      return { before: understanderOf(before), after: understanderOf(after) };
    },
    settled: settle,
    async close() {
      generation++;
      clearTimeout(timer);
      await Promise.all([quick.stop(), deep.stop(), encoder?.close()]);
    },
  };
}
