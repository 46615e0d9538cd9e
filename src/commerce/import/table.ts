/** Records of a CSV or TSV export, streamed, with every bound that keeps a hostile file harmless. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import { decodeText } from './decode.ts';
import { type Bytes, largestRecord, mostColumns } from './offer-source.ts';

/** One record: field by column name. A missing field is an empty text. */
export interface TableRecord {
  /** From 1, the header not counted. */
  readonly row: number;
  field(column: string): string;
}

export interface TableShape {
  readonly delimiter: ',' | '\t' | ';';
  /** Columns without which the file is something else, each by any of its names; compared without case. */
  readonly required: readonly (string | readonly string[])[];
}

/**
 * Streams the records. Throws `import.columns` when the header lacks a required column or has too many,
 * `import.syntax` when quotes or lengths are broken, `import.empty` when there is no header.
 */
export async function* readTable(bytes: Bytes, shape: TableShape): AsyncGenerator<TableRecord> {
  const parser = parse({
    bom: true,
    delimiter: shape.delimiter,
    // A tab-separated feed quotes nothing; an inch sign there is only an inch sign.
    quote: shape.delimiter === '\t' ? null : '"',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: largestRecord,
  });
  const source = Readable.from(decodeText(bytes), { objectMode: false, encoding: 'utf8' });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: Map<string, number> | undefined;
  let row = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (!columns) {
        columns = columnsOf(record, shape);
        continue;
      }
      row += 1;
      if (record.length > mostColumns) throw tooWide(record.length);
      yield recordOf(row, record, columns);
    }
  } catch (error) {
    if (error instanceof CsvError) throw broken(error, row);
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (!columns) throw new ShopdeskError('import.empty', 'The file has no header line.');
}

function columnsOf(header: readonly string[], shape: TableShape): Map<string, number> {
  if (header.length > mostColumns) throw tooWide(header.length);
  const columns = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    const key = name.trim().toLowerCase();
    if (!columns.has(key)) columns.set(key, index);
  }
  const missing = shape.required
    .map((names) => [names].flat())
    .filter((names) => !names.some((name) => columns.has(name.toLowerCase())))
    .map(([name]) => name);
  if (missing.length > 0) {
    throw new ShopdeskError('import.columns', `The file has no column "${missing.join('", "')}".`, {
      remedy: 'Export it again with all columns, in English.',
    });
  }
  return columns;
}

function recordOf(row: number, record: readonly string[], columns: ReadonlyMap<string, number>): TableRecord {
  return {
    row,
    field(column) {
      const index = columns.get(column.toLowerCase());
      return (index === undefined ? undefined : record[index])?.trim() ?? '';
    },
  };
}

function tooWide(count: number): ShopdeskError {
  return new ShopdeskError('import.columns', `A line has ${count} columns; ${mostColumns} are the most.`);
}

function broken(error: CsvError, row: number): ShopdeskError {
  return new ShopdeskError('import.syntax', `The table breaks after row ${row}: ${messageOf(error)}`, {
    cause: error,
  });
}
