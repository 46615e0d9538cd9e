/** Reads purchases and items from CSV files with a header; columns may have any of their usual names. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import type { ItemFacts, Purchase } from './types.ts';

const id = z.string().trim().min(1);
const purchaseRow = z.object({
  customer: id,
  item: id,
  at: z.string().transform((text, context) => {
    const at = Date.parse(text);
    if (!Number.isNaN(at)) return at;
    context.addIssue({ code: 'custom', message: `"${text}" is not a date` });
    return z.NEVER;
  }),
  order: id,
  quantity: z.coerce.number(),
});
const itemRow = z.object({
  id,
  title: z.string().default(''),
  price: z
    .string()
    .optional()
    .transform((text) => (text ? Number(text) : undefined))
    .pipe(z.number().optional()),
});

const purchaseColumns = {
  customer: ['customer', 'user', 'customer_id', 'user_id'],
  item: ['item', 'product', 'item_id', 'product_id', 'sku'],
  at: ['date', 'day', 'at', 'time'],
  order: ['order', 'invoice', 'order_id'],
  quantity: ['quantity', 'qty'],
};
const itemColumns = {
  id: ['item', 'id', 'product', 'item_id', 'product_id', 'sku'],
  title: ['title', 'description', 'name'],
  price: ['price', 'last_price'],
};

/** Lines of orders; lines of zero or negative quantity (returns) are left out. */
export async function readPurchases(file: string): Promise<Purchase[]> {
  const rows = await readRows(file, purchaseColumns, purchaseRow);
  return rows.filter((row) => row.quantity > 0);
}

export function readItems(file: string): Promise<ItemFacts[]> {
  return readRows(file, itemColumns, itemRow);
}

async function readRows<Row>(
  file: string,
  columns: Readonly<Record<string, readonly string[]>>,
  schema: z.ZodType<Row>,
): Promise<Row[]> {
  const records = await readRecords(file);
  const header = Object.keys(records[0] ?? {});
  const named = Object.entries(columns).flatMap(([field, names]) => {
    const name = names.find((candidate) => header.includes(candidate));
    return name === undefined ? [] : [{ field, name }];
  });
  return records.map((record, at) => {
    const row = schema.safeParse(Object.fromEntries(named.map(({ field, name }) => [field, record[name]])));
    if (row.success) return row.data;
    const issue = row.error.issues[0];
    throw new ShopdeskError(
      'commerce.csv-row',
      `${file}, row ${at + 2}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not as expected'}`,
      { remedy: `The columns are ${Object.keys(columns).join(', ')}; the first line names them.` },
    );
  });
}

/** Quotes inside a quoted title are doubled by most exports and written \\" by some: the first form that reads. */
async function readRecords(file: string): Promise<Record<string, string>[]> {
  try {
    const text = await readFile(file);
    try {
      return parse(text, parseOptions);
    } catch {
      return parse(text, { ...parseOptions, escape: '\\' });
    }
  } catch (cause) {
    throw new ShopdeskError('commerce.csv', `${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

const parseOptions = { columns: true, bom: true, skip_empty_lines: true, trim: true } as const;
