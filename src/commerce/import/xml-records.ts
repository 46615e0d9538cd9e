/** Records of an XML feed, streamed: each `item` or `entry` as a map from field name to text. */
import { SaxesParser } from 'saxes';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { decodeText } from './decode.ts';
import { type Bytes, largestRecord, mostColumns } from './offer-source.ts';

/** Field names are lower case without prefix; nested fields are joined: `shipping/price`. */
export interface XmlRecord {
  readonly row: number;
  readonly fields: ReadonlyMap<string, string>;
  /** Each `tax` with its members, since there is one for every place. */
  readonly taxes: readonly ReadonlyMap<string, string>[];
}

/**
 * Streams the records. A document type is refused (`import.doctype`): feeds need none, and entities that
 * define one another fill any memory. Throws `import.syntax` where the XML breaks, `import.record` when
 * one record or one text is too large.
 */
export async function* xmlRecords(bytes: Bytes, recordNames: ReadonlySet<string>): AsyncGenerator<XmlRecord> {
  const reader = createReader(recordNames);
  let row = 0;
  const take = function* (): Generator<XmlRecord> {
    for (const record of reader.take()) {
      row += 1;
      yield { row, ...record };
    }
  };
  for await (const text of decodeText(bytes, declaredEncoding)) {
    reader.write(text, row);
    yield* take();
  }
  reader.close(row);
  yield* take();
}

function declaredEncoding(start: string): string | undefined {
  return /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/u.exec(start)?.[1];
}

const deepest = 40;

function createReader(recordNames: ReadonlySet<string>) {
  // Positions and namespaces are not needed, and cost half the time.
  const parser = new SaxesParser({ xmlns: false, position: false });
  const path: string[] = [];
  let fields: Map<string, string> | undefined;
  let taxes: Map<string, string>[] = [];
  let recordDepth = 0;
  let text = '';
  let size = 0;
  let sinceEvent = 0;
  let elements = 0;
  let complete: Omit<XmlRecord, 'row'>[] = [];
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
  };
  parser.on('error', fail);
  parser.on('doctype', () =>
    fail(new ShopdeskError('import.doctype', 'The feed has a document type, which no feed needs.')),
  );
  parser.on('opentag', ({ name, attributes }) => {
    sinceEvent = 0;
    elements += 1;
    path.push(localName(name));
    if (path.length > deepest) fail(new ShopdeskError('import.record', 'The XML is nested too deeply.'));
    if (!fields && recordNames.has(path.at(-1) ?? '')) {
      fields = new Map();
      taxes = [];
      recordDepth = path.length;
      size = 0;
    }
    if (fields && path.length === recordDepth + 1 && path.at(-1) === 'tax') taxes.push(new Map());
    text = '';
    // Atom puts the address into an attribute.
    if (fields && path.at(-1) === 'link' && attributes.href) fields.set('link', attributes.href);
  });
  parser.on('text', (piece) => {
    sinceEvent = 0;
    text += piece;
  });
  parser.on('cdata', (piece) => {
    sinceEvent = 0;
    text += piece;
  });
  parser.on('closetag', () => {
    sinceEvent = 0;
    if (fields && path.length > recordDepth) {
      const name = path.slice(recordDepth).join('/');
      size += text.length + name.length;
      if (size > largestRecord || fields.size > mostColumns) fail(tooLarge());
      if (text.trim() !== '' && !fields.has(name)) fields.set(name, text.trim());
      if (name.startsWith('tax/')) taxes.at(-1)?.set(name.slice(4), text.trim());
    } else if (fields && path.length === recordDepth) {
      complete.push({ fields, taxes });
      fields = undefined;
    }
    text = '';
    path.pop();
  });
  const check = (row: number) => {
    if (failure === undefined && (sinceEvent > largestRecord || text.length > largestRecord))
      failure = tooLarge();
    if (failure instanceof ShopdeskError) throw failure;
    if (failure !== undefined) {
      throw new ShopdeskError('import.syntax', `The XML breaks after record ${row}: ${messageOf(failure)}`, {
        cause: failure,
      });
    }
  };
  return {
    write(piece: string, row: number) {
      sinceEvent += piece.length;
      parser.write(piece);
      check(row + complete.length);
    },
    close(row: number) {
      parser.close();
      if (elements === 0) fail(new ShopdeskError('import.empty', 'The feed is empty.'));
      check(row + complete.length);
    },
    take() {
      const taken = complete;
      complete = [];
      return taken;
    },
  };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

function tooLarge(): ShopdeskError {
  return new ShopdeskError(
    'import.record',
    `A record has more than ${largestRecord} characters or ${mostColumns} fields.`,
  );
}
