/** The elements of a large JSON list, one at a time: an export of any size in the memory of its largest element. */
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { decodeText } from './decode.ts';
import { type Bytes, largestRecord } from './offer-source.ts';

/** One element; `row` counts from 1. A broken element is a value of `undefined`, never a guess. */
export interface JsonElement {
  readonly row: number;
  readonly value: unknown;
}

/**
 * Yields the elements of the list: the root when it is a list, else the list (or the one object) under the
 * first of `keys` that the root object has, else the root object itself. Throws `import.syntax` where the
 * text ends too early or an element is no JSON, `import.record` when one element is too large.
 */
export async function* jsonElements(bytes: Bytes, keys: readonly string[]): AsyncGenerator<JsonElement> {
  const scanner = createScanner(new Set(keys));
  let row = 0;
  for await (const text of decodeText(bytes)) {
    for (const element of scanner.read(text)) {
      row += 1;
      yield { row, value: parse(element, row) };
    }
  }
  const rest = scanner.end();
  if (rest !== undefined) yield { row: 1, value: parse(rest, 1) };
}

interface Scanner {
  /** Elements that are complete with this piece of text. */
  read(text: string): string[];
  /** The whole root when nothing in it was a list that was looked for. Throws when the text is cut off. */
  end(): string | undefined;
}

/** Follows strings and nesting only; what an element holds is left to `JSON.parse`. */
function createScanner(keys: ReadonlySet<string>): Scanner {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let lastString = '';
  let key = '';
  let rootIsList = false;
  /** Elements are what opens one level deeper; -1 while no list is open. */
  let listDepth = -1;
  let element = '';
  let collecting = false;
  let whole = '';
  let found = false;

  /** True when an element begins here. */
  const open = (isList: boolean): boolean => {
    depth += 1;
    if (depth > deepest) throw broken('is nested too deeply');
    if (depth === 1 && isList) rootIsList = true;
    const wanted = !rootIsList && depth === 2 && !found && keys.has(key);
    if ((depth === 1 && isList) || (wanted && isList)) {
      listDepth = depth;
      found = true;
      return false;
    }
    // One object under the key, as exports of a single record have it.
    if (wanted) {
      listDepth = 1;
      found = true;
    }
    return !collecting && depth === listDepth + 1;
  };

  /** True when an element ends here. */
  const close = (): boolean => {
    depth -= 1;
    if (depth < 0) throw broken('closes more than it opens');
    const ends = collecting && depth === listDepth;
    // A single object under a key is the only element of its list.
    if (depth < listDepth || (ends && !rootIsList && listDepth === 1)) listDepth = -1;
    return ends;
  };

  const inside = (letter: string): void => {
    if (escaped) escaped = false;
    else if (letter === '\\') escaped = true;
    else if (letter === '"') inString = false;
    else if (depth === 1 && lastString.length < 200) lastString += letter;
  };

  return {
    read(text) {
      const complete: string[] = [];
      let from = 0;
      if (!found && whole.length <= largestRecord) whole += text;
      for (let at = 0; at < text.length; at += 1) {
        const letter = text.charAt(at);
        if (inString) inside(letter);
        else if (letter === '"') {
          inString = true;
          lastString = '';
        } else if (letter === ':' && depth === 1) key = lastString;
        else if (letter === '{' || letter === '[') {
          if (open(letter === '[')) {
            collecting = true;
            from = at;
          }
        } else if ((letter === '}' || letter === ']') && close()) {
          complete.push(element + text.slice(from, at + 1));
          collecting = false;
          element = '';
        }
      }
      if (collecting) element += text.slice(from);
      if (element.length > largestRecord) throw tooLarge();
      if (found) whole = '';
      return complete;
    },
    end() {
      if (depth !== 0 || inString) throw broken('ends too early');
      if (found) return undefined;
      if (whole.length > largestRecord) throw tooLarge();
      if (whole.trim() === '') throw new ShopdeskError('import.empty', 'The file is empty.');
      return whole;
    },
  };
}

const deepest = 100;

function parse(text: string, row: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ShopdeskError('import.syntax', `Record ${row} is not JSON: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function broken(how: string): ShopdeskError {
  return new ShopdeskError('import.syntax', `The JSON ${how}.`, { remedy: 'Export or download it again.' });
}

function tooLarge(): ShopdeskError {
  return new ShopdeskError('import.record', `A record has more than ${largestRecord} characters.`);
}
