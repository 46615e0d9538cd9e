/** The life of an understander: learns at once what must be live, and better in the background. */
import { join } from 'node:path';
import { messageOf } from '../core/errors.ts';
import { type Log, silentLog } from '../core/log.ts';
import type { Encoder } from './encoder.ts';
import { readKept } from './kept-model.ts';
import { readAhead } from './lexicon.ts';
import type { BankModel } from './model.ts';
import { type Ranker, rankerOf } from './rank.ts';
import { createSentenceVectors } from './sentence-vectors.ts';
import type { SynonymGroup } from './synonyms.ts';
import { createTraffic, heldStill } from './traffic.ts';
import { createTrainer } from './trainer.ts';
import { runStep, type TrainingStep } from './trainer-steps.ts';
import type { BankEntry, Understander, UnderstandingHints, Understood } from './understanding.ts';
import { thresholdsFor, usualWrongAnswerCost } from './zones.ts';

export interface UnderstandingOptions {
  readonly entries: readonly BankEntry[];
  readonly synonyms: readonly SynonymGroup[];
  /** How much worse a wrong answer is than a needless handoff; 1.5 when left out. The one dial of a merchant. */
  readonly wrongAnswerCost?: number;
  /** Sentence vectors for `understandFully`; closed with the understanding. */
  readonly encoder?: Encoder;
  /** After this time an encoder that failed on the bank is tried again, later each time; a minute when left out. */
  readonly encoderRetryMs?: number;
  /** A folder to keep what was learnt in, for the next start. */
  readonly keepIn?: string;
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
/** Beyond this many nothing is learnt but the calibration, and each thread's memory is given back at once. */
const veryManyPhrasings = 30_000;
/** Learning in the background waits for a quiet moment after the start or a change. */
const settleAfterMs = 3_000;
const usualRetryMs = 60_000;
const mostRetryMs = 1_800_000;

/** An understander of `entries`; ready when it resolves. */
export async function createUnderstanding(options: UnderstandingOptions): Promise<Understanding> {
  const { encoder, log = silentLog } = options;
  const thresholds = thresholdsFor(options.wrongAnswerCost ?? usualWrongAnswerCost);
  const traffic = createTraffic();
  let quick = createTrainer();
  const vectors = encoder && createSentenceVectors(encoder, log);
  const keptFile = options.keepIn && join(options.keepIn, 'understanding.model');
  let deep = createTrainer();
  let entries = options.entries;
  let model: BankModel;
  let ranker: Ranker;
  let generation = 0;
  let closed = false;
  /** False when the model went on from that of another bank, which is quicker but not quite as good. */
  let learntWhole = true;
  /** True when all was learnt about the bank that can be without an encoder. */
  let calibrated = false;
  let retryMs = options.encoderRetryMs ?? usualRetryMs;
  let settling: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const many = options.entries.reduce((sum, { phrasings }) => sum + phrasings.length, 0) > fewPhrasings;
  const ready =
    keptFile && readKept(keptFile, { entries, synonyms: options.synonyms, encoder: encoder?.name });
  if (ready) {
    use(ready);
    settling = Promise.resolve();
  } else {
    const learning: TrainingStep = { kind: 'learn', entries, synonyms: options.synonyms };
    use(many ? await quick.run(learning) : runStep(learning));
    settleSoon();
  }

  const looking = setTimeout(() => {
    readAhead().catch((error) =>
      log.warn({ error: messageOf(error) }, 'common English words cannot be read'),
    );
  }, settleAfterMs);
  looking.unref();

  function use(next: BankModel): void {
    if (next.phrasings.length > veryManyPhrasings) {
      void quick.stop();
      quick = createTrainer();
    }
    model = next;
    ranker = rankerOf(next, thresholds, traffic);
  }

  function understanderOf(fixed: BankModel): Understander {
    const { rank } = rankerOf(fixed, thresholds, heldStill(traffic));
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
    settling ??= learnAs(++generation);
    return settling;
  }

  function learnAs(mine: number): Promise<void> {
    return learnDeeply(mine).catch((error) => {
      // Who ends or changes the bank while it learns has nothing to be warned of: it is learnt on.
      if (closed || mine !== generation) return;
      log.warn({ error: messageOf(error) }, 'the bank is answered from, but could not be learnt in full');
      if (calibrated) settleAgain();
    });
  }

  /** An endpoint that is down now may be up later, without anybody changing the bank. */
  function settleAgain(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      settling = undefined;
      void settle();
    }, retryMs);
    timer.unref();
    retryMs = Math.min(mostRetryMs, 2 * retryMs);
  }

  /** Steps give way when the bank changes: `mine` is then no longer the generation. */
  async function learnDeeply(mine: number): Promise<void> {
    const bank = entries;
    const veryMany = model.phrasings.length > veryManyPhrasings;
    const { synonyms } = model;
    const current = () => mine === generation;
    if (!calibrated) {
      const learnt =
        learntWhole || veryMany ? model : await deep.run({ kind: 'learn', entries: bank, synonyms });
      // Without a linear model the calibration needs no phrasings read again, nor sent to the thread.
      const again = learnt.lexical.fit.linear ? bank : [];
      const known = await deep.run({ kind: 'calibrate', model: learnt, entries: again });
      if (!current()) return;
      use(known);
      calibrated = true;
    }
    if (veryMany) return void deep.stop();
    let best = model;
    if (vectors) {
      const block = await vectors.ofBank(best.phrasings);
      if (!current()) return;
      best = await deep.run({ kind: 'join', model: best, entries: bank, block });
      if (!current()) return;
      use(best);
    }
    if (!keptFile) return;
    const lesson = { entries: bank, synonyms, encoder: encoder?.name };
    await deep.run({ kind: 'keep', model: best, file: keptFile, lesson });
  }

  return {
    understand: (text, hints) => ranker.rank(text, hints?.language ?? 'en', undefined, hints),
    async understandFully(text, hints) {
      const sentence = vectors && ranker.sentenceOf(text);
      const vector = sentence ? await vectors.ofQuestion(sentence) : undefined;
      return ranker.rank(text, hints?.language ?? 'en', vector, hints);
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
      learntWhole = false;
      calibrated = false;
      retryMs = options.encoderRetryMs ?? usualRetryMs;
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
      closed = true;
      generation++;
      clearTimeout(timer);
      clearTimeout(looking);
      await Promise.all([quick.stop(), deep.stop(), vectors?.close()]);
    },
  };
}
