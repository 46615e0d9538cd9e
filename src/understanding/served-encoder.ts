/** Sentence vectors from a server that speaks OpenAI's embeddings API: many model servers do, local ones too. */
import { z } from 'zod';
import { messageOf, ShopdeskError } from '../core/errors.ts';
import type { Encoder } from './encoder.ts';

export interface ServedEncoderOptions {
  /** Up to and without `/embeddings`, for example `http://localhost:8080/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Length of the model's vectors. */
  readonly size: number;
  readonly apiKey?: string;
  /** For one request of up to 64 texts; 10 seconds when left out. */
  readonly timeoutMs?: number;
}

const usualTimeoutMs = 10_000;
const textsPerRequest = 64;
/** A vector of a few thousand numbers as text takes about 60 kB. */
const longestReply = 16_000_000;

const replySchema = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()) })),
});

/**
 * An encoder behind `POST {baseUrl}/embeddings` (platform.openai.com/docs/api-reference/embeddings). A call fails with
 * `understanding.encoder` on a time-out, a status other than 2xx, or a reply of another shape or size.
 */
export function createServedEncoder(options: ServedEncoderOptions): Encoder {
  const stop = new AbortController();
  return {
    name: `${options.baseUrl} ${options.model}`,
    size: options.size,
    partSize: options.size,
    async encode(texts) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += textsPerRequest) {
        vectors.push(...(await request(options, texts.slice(from, from + textsPerRequest), stop.signal)));
      }
      return vectors;
    },
    async close() {
      stop.abort();
    },
  };
}

async function request(
  { baseUrl, model, size, apiKey, timeoutMs = usualTimeoutMs }: ServedEncoderOptions,
  texts: readonly string[],
  stopped: AbortSignal,
): Promise<Float32Array[]> {
  try {
    const response = await fetch(`${baseUrl.replace(/\/$/, '')}/embeddings`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      body: JSON.stringify({ model, input: texts }),
      redirect: 'error',
      signal: AbortSignal.any([stopped, AbortSignal.timeout(timeoutMs)]),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return vectorsOf(replySchema.parse(JSON.parse(await textOf(response))), texts.length, size);
  } catch (cause) {
    throw new ShopdeskError(
      'understanding.encoder',
      `The embeddings server gave no vectors: ${messageOf(cause)}`,
      {
        remedy: 'Questions are answered without them; check the address, the model and its vector size.',
        cause,
      },
    );
  }
}

/** The body, as long as it stays within bounds. */
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (!response.body) return '';
  for await (const part of response.body) {
    text += decoder.decode(part, { stream: true });
    if (text.length > longestReply) throw new Error('the reply is too long');
  }
  return text + decoder.decode();
}

function vectorsOf({ data }: z.infer<typeof replySchema>, count: number, size: number): Float32Array[] {
  const byPlace = new Map(data.map(({ index, embedding }) => [index, embedding]));
  return Array.from({ length: count }, (_, place) => {
    const embedding = byPlace.get(place);
    if (embedding?.length !== size) throw new Error(`text ${place} has no vector of ${size} numbers`);
    return Float32Array.from(embedding);
  });
}
