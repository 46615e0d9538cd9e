/** A binary heap: the first of many by an order, without sorting them all. */

export interface Heap<T> {
  first(): T | undefined;
  dropFirst(): void;
  /** The same as dropping the first and adding `item`. */
  replaceFirst(item: T): void;
}

/** @param isBefore the order of items as they are now; an item that moved is replaced when it comes up. */
export function createHeap<T>(items: readonly T[], isBefore: (one: T, other: T) => boolean): Heap<T> {
  const heap = [...items];
  for (let at = (heap.length >> 1) - 1; at >= 0; at--) sink(at);

  function sink(from: number): void {
    let at = from;
    const item = heap[at];
    if (item === undefined) return;
    for (;;) {
      let child = 2 * at + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      let least = left;
      if (right !== undefined && isBefore(right, left)) {
        child++;
        least = right;
      }
      if (!isBefore(least, item)) break;
      heap[at] = least;
      at = child;
    }
    heap[at] = item;
  }

  return {
    first: () => heap[0],
    dropFirst() {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      heap[0] = last;
      sink(0);
    },
    replaceFirst(item) {
      if (heap.length === 0) return;
      heap[0] = item;
      sink(0);
    },
  };
}
