/** Purchases turned into what the models read: numbered items and customers, one history per customer. */
import { type Sparse, type SparseVector, sparseFromRows, sparseVector } from './sparse.ts';
import { dayOf, type ItemFacts, type Purchase } from './types.ts';

/** A customer's orders: entry k says that item `item[k]` stood in an order of day `day[k]`; once per order. */
export interface History {
  readonly item: Int32Array;
  readonly day: Int32Array;
}

export interface Histories {
  /** Number → id. */
  readonly items: readonly string[];
  readonly itemAt: ReadonlyMap<string, number>;
  readonly customers: readonly string[];
  readonly customerAt: ReadonlyMap<string, number>;
  /** By number of the customer. */
  readonly of: readonly History[];
}

/** Numbers items (those listed first, then others in the order they were first sold) and gathers the histories. */
export function gatherHistories(purchases: readonly Purchase[], facts: readonly ItemFacts[]): Histories {
  const items: string[] = [];
  const itemAt = new Map<string, number>();
  const numberOf = (id: string) => {
    let at = itemAt.get(id);
    if (at === undefined) {
      at = items.push(id) - 1;
      itemAt.set(id, at);
    }
    return at;
  };
  for (const fact of facts) numberOf(fact.id);
  const byCustomer = new Map<string, Purchase[]>();
  // In order of time, so that more purchases later on never renumber what was there before.
  for (const purchase of [...purchases].sort((a, b) => a.at - b.at)) {
    numberOf(purchase.item);
    const list = byCustomer.get(purchase.customer);
    if (list) list.push(purchase);
    else byCustomer.set(purchase.customer, [purchase]);
  }
  const customers = [...byCustomer.keys()];
  return {
    items,
    itemAt,
    customers,
    customerAt: new Map(customers.map((id, at) => [id, at])),
    of: [...byCustomer.values()].map((list) => historyOf(list, itemAt)),
  };
}

/** The history in one customer's purchases; items the model does not know are left out. */
export function historyOf(
  purchases: readonly Omit<Purchase, 'customer'>[],
  itemAt: ReadonlyMap<string, number>,
): History {
  const seen = new Map<string, { item: number; day: number }>();
  for (const { item: id, order, at } of purchases) {
    const item = itemAt.get(id);
    if (item !== undefined) seen.set(`${item} ${order}`, { item, day: dayOf(at) });
  }
  const entries = [...seen.values()];
  return { item: Int32Array.from(entries, (e) => e.item), day: Int32Array.from(entries, (e) => e.day) };
}

/** The part of a history before `day`. */
export function historyBefore(history: History, day: number): History {
  const keep = (_: number, k: number) => (history.day[k] ?? 0) < day;
  return { item: history.item.filter(keep), day: history.day.filter(keep) };
}

/** Orders per item, each worth half after `halfLifeDays`; with Infinity a plain count. */
export function fadedCounts(history: History, today: number, halfLifeDays: number): SparseVector {
  const counts = new Map<number, number>();
  for (let k = 0; k < history.item.length; k++) {
    const item = history.item[k] ?? 0;
    const age = Math.max(today - (history.day[k] ?? 0), 0);
    counts.set(item, (counts.get(item) ?? 0) + 0.5 ** (age / halfLifeDays));
  }
  return sparseVector(counts);
}

/** Customers × items of faded counts. */
export function fadedMatrix(
  histories: readonly History[],
  items: number,
  today: number,
  halfLifeDays: number,
): Sparse {
  return sparseFromRows(
    histories.map((history) => fadedCounts(history, today, halfLifeDays)),
    items,
  );
}
