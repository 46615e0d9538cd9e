/** Finds an entry of the FAQ by its id. */
import type { FaqEntry, Knowledge } from './knowledge.ts';

export function faqEntryOf({ faq }: Pick<Knowledge, 'faq'>, id: string): FaqEntry | undefined {
  const known = byId.get(faq) ?? new Map(faq.map((entry) => [entry.id, entry]));
  byId.set(faq, known);
  return known.get(id);
}

/** Every turn looks for several entries. */
const byId = new WeakMap<readonly FaqEntry[], ReadonlyMap<string, FaqEntry>>();
