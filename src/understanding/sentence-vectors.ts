/** The encoder as the service uses it: each sentence encoded once, no question kept waiting, no failure passed on. */
import { LRUCache } from 'lru-cache';
import { messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Encoder, VectorBlock } from './encoder.ts';
import { plainSentence } from './read.ts';
import { sharedFloats } from './shared.ts';

export interface SentenceVectors {
  /** One vector a phrasing. Rejects when the encoder fails; what it had encoded until then is not asked for again. */
  ofBank(phrasings: readonly string[]): Promise<VectorBlock>;
  /** The vector of a question; nothing when the encoder fails or is slow, and for a while after it was. */
  ofQuestion(sentence: string): Promise<Float32Array | undefined>;
  close(): Promise<void>;
}

/** A question does not wait longer for its sentence vector. */
const mostEncodingMs = 400;
/** After a failure the encoder is left alone for so long: shoppers must not wait for it one by one. */
const restMs = 10_000;
const rememberedQuestions = 5_000;
/** Phrasings of a bank that are encoded between two keepings. */
const encodedAtOnce = 64;

/** Vectors from `encoder`, which is closed with them. */
export function createSentenceVectors(encoder: Encoder, log: Log): SentenceVectors {
  const asked = new LRUCache<string, Float32Array>({ max: rememberedQuestions });
  let bank = new Map<string, Float32Array>();
  let resting = false;
  let rest: NodeJS.Timeout | undefined;

  function leaveAlone(): void {
    resting = true;
    rest = setTimeout(() => {
      resting = false;
    }, restMs);
    rest.unref();
  }

  async function inTime(sentence: string): Promise<Float32Array> {
    let late: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error(`it took more than ${mostEncodingMs} ms`)), mostEncodingMs);
    });
    try {
      const [vector] = await Promise.race([encoder.encode([sentence]), timeout]);
      if (!vector) throw new Error('it gave no vector');
      return vector;
    } finally {
      clearTimeout(late);
    }
  }

  return {
    async ofBank(phrasings) {
      const sentences = phrasings.map((text) => plainSentence(text));
      const missing = [...new Set(sentences)].filter((sentence) => !bank.has(sentence));
      for (let from = 0; from < missing.length; from += encodedAtOnce) {
        const part = missing.slice(from, from + encodedAtOnce);
        const vectors = await encoder.encode(part);
        vectors.forEach((vector, at) => {
          bank.set(part[at] ?? '', vector);
        });
      }
      const kept = new Map<string, Float32Array>();
      const values = sharedFloats(sentences.length * encoder.size);
      sentences.forEach((sentence, row) => {
        const vector = bank.get(sentence);
        if (!vector) return;
        kept.set(sentence, vector);
        values.set(vector, row * encoder.size);
      });
      bank = kept;
      return { of: 'sentences', values, size: encoder.size, partSize: encoder.partSize };
    },
    async ofQuestion(sentence) {
      const known = asked.get(sentence);
      if (known || resting) return known;
      try {
        const vector = await inTime(sentence);
        asked.set(sentence, vector);
        return vector;
      } catch (error) {
        log.warn({ error: messageOf(error) }, 'Questions are understood without their sentence vectors');
        leaveAlone();
        return undefined;
      }
    },
    close() {
      clearTimeout(rest);
      return encoder.close();
    },
  };
}
