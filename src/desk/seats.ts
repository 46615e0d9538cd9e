/** Agents with room, in the order in which they are given chats; whoever is given one moves back to where they then belong. */

export interface Seated {
  readonly id: string;
  readonly capacity: number;
  readonly load: number;
  /** When a chat was last given, Unix ms. */
  readonly assignedAt: number;
}

export interface Seats {
  /** The first seat of those that are able, one byte for each, with room for `weight`; -1 when there is none. */
  best(able: Uint8Array, weight: number): number;
  roomOf(seat: number): number;
  give(seat: number, weight: number): void;
}

/**
 * A sorted list in which the few numbers between are moved: for a thousand agents that is quicker than any tree, and the
 * best of all who are able is found after a few steps from the front.
 *
 * @param isByShare the least busy by share come first, among equals whoever was given a chat longest ago; else only the latter.
 */
export function createSeats(people: readonly Seated[], isByShare: boolean, now: number): Seats {
  const count = people.length;
  const room = Int32Array.from(people, ({ capacity, load }) => capacity - load);
  const capacities = Int32Array.from(people, ({ capacity }) => capacity);
  const rank = Float64Array.from(people, ({ load, capacity }) => (isByShare ? load / capacity : 0));
  const byName = placesOf(people, (one, other) => (one.id < other.id ? -1 : 1));
  const turns = placesOf(
    people,
    (one, other) => one.assignedAt - other.assignedAt || (one.id < other.id ? -1 : 1),
  );
  // Whoever is given one now stands behind all others, and among themselves by id.
  const afterAll = (seat: number) => count + (byName[seat] ?? 0);
  const order = Int32Array.from(people, ({ assignedAt }, seat) =>
    assignedAt < now ? (turns[seat] ?? 0) : afterAll(seat),
  );
  const line = Int32Array.from(people.keys()).sort((one, other) => (isBefore(one, other) ? -1 : 1));
  let length = count;

  function isBefore(one: number, other: number): boolean {
    const [mine = 0, theirs = 0] = [rank[one], rank[other]];
    return mine < theirs || (mine === theirs && (order[one] ?? 0) < (order[other] ?? 0));
  }

  /** The number of seats in the line before which `seat` does not belong. */
  function placeFor(seat: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(line[middle] ?? 0, seat)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    best(able, weight) {
      for (let at = 0; at < length; at++) {
        const seat = line[at] ?? 0;
        if (able[seat] === 1 && (room[seat] ?? 0) >= weight) return seat;
      }
      return -1;
    },
    roomOf: (seat) => room[seat] ?? 0,
    give(seat, weight) {
      const from = placeFor(seat);
      line.copyWithin(from, from + 1, length);
      length--;
      const left = (room[seat] ?? 0) - weight;
      room[seat] = left;
      if (left <= 0) return;
      const capacity = capacities[seat] ?? 1;
      if (isByShare) rank[seat] = (capacity - left) / capacity;
      order[seat] = afterAll(seat);
      const to = placeFor(seat);
      line.copyWithin(to + 1, to, length);
      line[to] = seat;
      length++;
    },
  };
}

/** The place of each when they are sorted so. */
function placesOf(people: readonly Seated[], inOrder: (one: Seated, other: Seated) => number): Int32Array {
  const places = new Int32Array(people.length);
  const sorted = people.map((person, seat) => ({ person, seat }));
  sorted.sort((one, other) => inOrder(one.person, other.person));
  for (const [place, { seat }] of sorted.entries()) places[seat] = place;
  return places;
}
