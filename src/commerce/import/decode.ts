/** Bytes to text: byte order marks, declared encodings, and an honest refusal of anything else. */
import { TextDecoder } from 'node:util';
import { ShopdeskError } from '../../core/errors.ts';
import type { Bytes } from './offer-source.ts';

/**
 * Decodes a source as it streams. A byte order mark decides first, then `declared` (an XML declaration or
 * a Content-Type names one), then UTF-8. Throws `import.encoding` at the first byte that does not fit, so
 * that no title is ever stored with replacement characters in it.
 */
export async function* decodeText(
  bytes: Bytes,
  declared?: (start: string) => string | undefined,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let held = new Uint8Array(0);
  for await (const chunk of bytes) {
    if (decoder) {
      yield decode(decoder, chunk);
      continue;
    }
    held = joined(held, chunk);
    if (held.length < startLength) continue;
    decoder = decoderFor(held, declared);
    yield decode(decoder, held);
  }
  decoder ??= decoderFor(held, declared);
  const stillHeld = held.length < startLength ? held : undefined;
  yield decode(decoder, stillHeld, true);
}

/** Long enough for a byte order mark and an XML declaration. */
const startLength = 256;

function decoderFor(start: Uint8Array, declared?: (start: string) => string | undefined): TextDecoder {
  const [a, b] = start;
  if (a === 0xff && b === 0xfe) return fatalDecoder('utf-16le');
  if (a === 0xfe && b === 0xff) return fatalDecoder('utf-16be');
  if (a === 0xef && b === 0xbb) return fatalDecoder('utf-8');
  const ascii = Buffer.from(start.subarray(0, startLength)).toString('latin1');
  return fatalDecoder(declared?.(ascii) ?? 'utf-8');
}

function fatalDecoder(label: string): TextDecoder {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw new ShopdeskError('import.encoding', `The encoding "${label.slice(0, 40)}" is unknown.`, { cause });
  }
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, last = false): string {
  try {
    return decoder.decode(chunk, { stream: !last });
  } catch (cause) {
    throw new ShopdeskError('import.encoding', `The file is not valid ${decoder.encoding}.`, {
      cause,
      remedy: 'Save it as UTF-8 and import it again.',
    });
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
