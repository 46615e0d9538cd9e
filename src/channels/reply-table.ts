/** Adaptive Cards as text: comparisons and lists of facts, for platforms that do not know such cards. */
import { z } from 'zod';
import type { Attachment } from '../core/activity.ts';
import { type Block, plainOf, readMarkdown } from './markdown/read.ts';
import { plain, writeText } from './markdown/write.ts';

const deepest = 8;

/** The blocks that say what the card shows; undefined for any other attachment. */
export function tableOf({ contentType, content }: Attachment): Block[] | undefined {
  if (contentType !== 'application/vnd.microsoft.card.adaptive') return undefined;
  const card = cardSchema.safeParse(content);
  return card.success ? card.data.body.flatMap((element) => blocksOf(element, 0)) : [];
}

/** True for a card with a table in it. */
export function hasTable(attachment: Attachment): boolean {
  return tableOf(attachment)?.some(({ kind }) => kind === 'table') ?? false;
}

const list = z.array(z.unknown()).catch([]);
const cardSchema = z.object({ body: list });
const element = z.object({
  type: z.string().catch(''),
  text: z.string().catch(''),
  weight: z.string().optional().catch(undefined),
  facts: z.array(z.object({ title: z.string(), value: z.string() })).catch([]),
  items: list,
  columns: list,
  rows: list,
  cells: list,
});

function blocksOf(value: unknown, depth: number): Block[] {
  const read = element.safeParse(value);
  if (!read.success || depth > deepest) return [];
  const { type, text, weight, facts, items, columns, rows } = read.data;
  const below = (list: readonly unknown[]) => list.flatMap((each) => blocksOf(each, depth + 1));
  switch (type) {
    case 'TextBlock':
      return readMarkdown(weight === 'Bolder' ? `**${text}**` : text);
    case 'FactSet':
      return facts.map(({ title, value: fact }) => ({
        kind: 'item',
        mark: '-',
        depth: 0,
        inside: [{ kind: 'text', text: `${title}: ${fact}` }],
      }));
    case 'ColumnSet':
      return rowOf(columns, depth);
    case 'Table':
      return [{ kind: 'table', rows: rows.map((row) => cellsOf(row, depth)) }];
    default:
      return below(items);
  }
}

/** Columns beside one another are one line. */
function rowOf(columns: readonly unknown[], depth: number): Block[] {
  const text = columns
    .map((column) => writeText(blocksOf(column, depth + 1), plain).replaceAll('\n', ' '))
    .filter((cell) => cell !== '')
    .join(' · ');
  return text === '' ? [] : [{ kind: 'paragraph', inside: [{ kind: 'text', text }] }];
}

function cellsOf(row: unknown, depth: number): string[] {
  const read = element.safeParse(row);
  if (!read.success) return [];
  return read.data.cells.map((cell) =>
    blocksOf(cell, depth + 1)
      .map((block) => ('inside' in block ? plainOf(block.inside) : ''))
      .join(' '),
  );
}
