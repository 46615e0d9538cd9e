/** Cards of a reply as a test reads them. */
import { z } from 'zod';
import type { Activity } from '../../src/core/activity.ts';
import { type CardWords, readCard } from '../../src/core/card.ts';

export interface ShownCard extends CardWords {
  /** Its paragraphs in one. */
  readonly text: string;
  /** The first amount in dollars on it, in cents. */
  readonly cents: number;
}

export function cardsOf(reply: Activity | undefined): ShownCard[] {
  return (reply?.attachments ?? []).flatMap((attachment) => {
    const card = readCard(attachment);
    if (!card) return [];
    const text = card.paragraphs.join('\n');
    return [{ ...card, text, cents: centsIn(text) }];
  });
}

const tableSchema = z.object({
  type: z.literal('Table'),
  rows: z.array(z.object({ cells: z.array(z.object({ items: z.array(z.object({ text: z.string() })) })) })),
});

/** The rows of the tables on a reply's cards, a text per cell. */
export function tableRows(reply: Activity | undefined): string[][] {
  const bodies = (reply?.attachments ?? []).flatMap(({ content }) => {
    const parsed = z.object({ body: z.array(z.unknown()) }).safeParse(content);
    return parsed.success ? parsed.data.body : [];
  });
  return bodies.flatMap((element) => {
    const table = tableSchema.safeParse(element);
    return table.success
      ? table.data.rows.map(({ cells }) => cells.map(({ items }) => items.map(({ text }) => text).join(' ')))
      : [];
  });
}

/** Cents of the first amount in dollars; 0 without one. */
export function centsIn(text: string): number {
  const [, dollars = '', cents = ''] = /\$([\d,]+)\.(\d\d)/.exec(text) ?? [];
  return Number(`${dollars.replaceAll(',', '')}${cents}`);
}
