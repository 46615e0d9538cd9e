/**
 * The line a shopper really stands in: those before them who wait for the same people. Chats in another language, or
 * for other skills, do not count; what a chat asks for later, when it has waited long, does where nobody fits now.
 */
import {
  type Ability,
  type Demand,
  demandOf,
  type LooseningRules,
  loosensAt,
  suits,
  type Waits,
} from './demand.ts';
import { type HandlingFigures, type WaitRange, waitRange } from './wait-range.ts';

export interface LinePerson extends Ability {
  readonly capacity: number;
  readonly load: number;
}

export interface Place {
  /** 1 is next. */
  readonly position: number;
  /** Undefined while there are too few figures, or nobody there, to say. */
  readonly wait: WaitRange | undefined;
}

export interface Line {
  /** `count` chats that ask for this join the line. */
  join(chat: Waits, count?: number): void;
  /** Where a chat stands behind all that have joined. */
  placeOf(chat: Waits & { readonly weight: number }): Place;
}

interface Group {
  /** One byte for each person: can they take such a chat? */
  readonly able: Uint8Array;
  count: number;
}

/** @param people those who are there. */
export function createLine(
  people: readonly LinePerson[],
  rules: LooseningRules,
  figures: HandlingFigures,
  now: number,
): Line {
  const groups = new Map<string, Group>();

  function groupOf(demand: Demand): Group {
    const known = groups.get(demand.key);
    if (known) return known;
    const able = Uint8Array.from(people, (person) => (suits(person, demand) ? 1 : 0));
    const group = { able, count: 0 };
    groups.set(demand.key, group);
    return group;
  }

  /** Who takes the chat: whoever fits now, or else once it asks for less. */
  function takers(chat: Waits): { group: Group; afterMs: number } {
    let at = now;
    for (;;) {
      const group = groupOf(demandOf(chat, rules, at));
      const next = loosensAt(chat, rules, at);
      if (next === undefined || group.able.includes(1)) return { group, afterMs: at - now };
      at = next;
    }
  }

  return {
    join(chat, count = 1) {
      takers(chat).group.count += count;
    },
    placeOf(chat) {
      const { group, afterMs } = takers(chat);
      let [position, least] = [1, 1];
      for (const other of groups.values()) {
        if (other.count === 0) continue;
        if (isShared(other.able, group.able)) position += other.count;
        // Those who can be taken by nobody else are before this one for sure.
        if (isWithin(other.able, group.able)) least += other.count;
      }
      const room = { rooms: 0, free: 0 };
      people.forEach(({ capacity, load }, at) => {
        if (group.able[at] !== 1) return;
        room.rooms += Math.floor(capacity / chat.weight);
        room.free += Math.max(0, Math.floor((capacity - load) / chat.weight));
      });
      const quick = waitRange(least, room, figures, afterMs);
      const slow = waitRange(position, room, figures, afterMs);
      return { position, wait: quick && slow && { low: quick.low, high: Math.max(quick.high, slow.high) } };
    },
  };
}

function isShared(one: Uint8Array, other: Uint8Array): boolean {
  // Where nobody is there for either, they stand in the same line.
  return one === other || one.some((able, at) => able === 1 && other[at] === 1);
}

function isWithin(inner: Uint8Array, outer: Uint8Array): boolean {
  return inner === outer || inner.every((able, at) => able === 0 || outer[at] === 1);
}
