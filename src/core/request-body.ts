/** Reads a request's body, with every limit that keeps one bad client from hurting the others. */
import type { IncomingMessage } from 'node:http';
import { ShopdeskError } from './errors.ts';

const maxDepth = 40;

/**
 * The body as parsed JSON; undefined when it is empty.
 * @throws ShopdeskError `request.too-large`; `request.invalid` when not UTF-8, not JSON, or nested deeper than 40.
 */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<unknown> {
  const bytes = await readBody(request, limit);
  return bytes.length === 0 ? undefined : parseJson(bytes);
}

/** @throws ShopdeskError `request.invalid` */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  if (depthOf(text) > maxDepth) throw invalid(`The JSON is nested deeper than ${maxDepth} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('The body is not valid JSON.');
  }
  // UTF-8 cannot carry a lone surrogate, but an escape in JSON can; PostgreSQL and browsers refuse it.
  return /\\u[dD][89a-fA-F]/.test(text) ? wellFormed(value) : value;
}

/**
 * Holds at most `limit` bytes and one chunk: what is too large is let go at once, and whatever still comes runs by.
 * @throws ShopdeskError `request.too-large`; `request.invalid` when the client went away half-way.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const collect = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      request.off('data', collect);
      chunks.length = 0;
      reject(new ShopdeskError('request.too-large', `The body is larger than ${limit} bytes.`));
    };
    request.on('data', collect);
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => {
      // Every request closes in the end; only then is the error worth its stack.
      if (!request.complete) reject(invalid('The request ended before its body was complete.'));
    });
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalid('The body is not valid UTF-8.');
  }
}

/** How deep brackets nest outside of strings; one pass, so that depth cannot exhaust the parser's stack. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return deepest;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name.toWellFormed(), wellFormed(each)]),
  );
}

const invalid = (message: string) => new ShopdeskError('request.invalid', message);
