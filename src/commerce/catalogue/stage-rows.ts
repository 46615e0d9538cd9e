/** Reads a source batch by batch: memory stays bounded, and what cannot be kept is refused with its row. */
import { ShopdeskError } from '../../core/errors.ts';
import type { Read } from '../import/offer-source.ts';
import type { Tally } from './report.ts';

export interface StagedRow<Columns> {
  readonly row: number;
  readonly columns: Columns;
}

export interface StageRowsOptions<Item, Columns> {
  readonly tally: Tally;
  readonly batchSize: number;
  /** The record as columns of the store; a ShopdeskError refuses it. */
  readonly columnsOf: (item: Item) => Columns;
  /** Never called with an empty batch. */
  readonly stage: (batch: readonly StagedRow<Columns>[]) => Promise<void>;
  /** Called after each batch with the number of records read. */
  readonly progress?: ((rows: number) => void) | undefined;
}

/** What the reader throws is passed on. */
export async function stageRows<Item, Columns>(
  reads: AsyncIterable<Read<Item>>,
  { tally, batchSize, columnsOf, stage, progress }: StageRowsOptions<Item, Columns>,
): Promise<void> {
  let batch: StagedRow<Columns>[] = [];
  let rows = 0;
  const flush = async () => {
    if (batch.length > 0) await stage(batch);
    batch = [];
    progress?.(rows);
  };
  for await (const read of reads) {
    rows += 1;
    tally.row();
    if (read.kind === 'refused') {
      tally.refuse(read);
      continue;
    }
    try {
      batch.push({ row: read.row, columns: columnsOf(read.item) });
    } catch (error) {
      if (!(error instanceof ShopdeskError)) throw error;
      tally.refuse({ row: read.row, code: error.code, reason: error.message });
    }
    if (batch.length >= batchSize) await flush();
  }
  await flush();
}
