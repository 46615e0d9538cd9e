/** From bytes to text: size, encoding, line ends and characters that have no business in a text file. */
import type { KnowledgeProblem } from './knowledge.ts';
import { failure, type Reading, type TextFile } from './reading.ts';

/** A knowledge file is written by hand; anything larger is a mistake. */
export const maximumBytes = 64 * 1024;

const lineFeed = 0x0a;

/**
 * Control characters, halves of surrogate pairs, line separators and direction overrides. The last would let
 * a text look different from what is matched and sent.
 */
const forbidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** Reads `bytes` as UTF-8. A byte order mark and Windows line ends are accepted and removed. */
export function decodeTextFile(file: string, bytes: Uint8Array): Reading<TextFile> {
  if (bytes.length > maximumBytes) return failure(file, 1, tooLarge(bytes.length));
  const bad = firstLineNotUtf8(bytes);
  if (bad !== undefined) {
    return failure(file, bad, 'this line is not UTF-8; save the file with the encoding UTF-8');
  }
  const text = normaliseLineEnds(new TextDecoder('utf-8').decode(bytes));
  const problems = forbiddenCharacters(file, text);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { file, text } };
}

export function tooLarge(bytes: number): string {
  return `the file has ${Math.ceil(bytes / 1024)} KiB; at most ${maximumBytes / 1024} KiB are read`;
}

/** Removes a byte order mark and turns Windows line ends into `\n`. */
export function normaliseLineEnds(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
}

/** At most one problem a line. */
export function forbiddenCharacters(file: string, text: string): KnowledgeProblem[] {
  return text.split('\n').flatMap((content, index) => {
    const found = forbidden.exec(content.replaceAll('\t', ' '));
    if (!found) return [];
    const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return [
      {
        file,
        line: index + 1,
        reason: `this line has an invisible control character (U+${code}); delete it`,
      },
    ];
  });
}

/** True for a text of one line that may be shown: no control characters, not empty, not padded. */
export function isOneLine(text: string): boolean {
  return text.length > 0 && text.trim() === text && !forbidden.test(text);
}

/** UTF-8 never has a line feed inside a character, so lines can be judged one by one. */
function firstLineNotUtf8(bytes: Uint8Array): number | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(lineFeed, start);
    const stop = end === -1 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop + 1;
  }
  return undefined;
}
