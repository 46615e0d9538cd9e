/** What a promise is called on its button, and where it is told that it ended. */
import type { Turn, Wish } from '../../src/kit.ts';

export function wishTitle(turn: Turn, { kind, subject, title, terms }: Wish): string {
  const name = kind === 'local-event' && subject === '*' ? turn.phrase('alert-stop.shows') : title;
  return terms.near ? turn.phrase('alert-stop.in-town', { name, town: terms.near.name }) : name;
}
