/** Which products the shopper saw last, for which question, and which of them the talk is about. */
import type { FoundProduct, Turn } from '../../src/kit.ts';

type Named = Pick<FoundProduct, 'id' | 'title'>;

export interface Shown {
  /** In the order of their cards; at least one. */
  readonly products: readonly Named[];
  /** The question they answered. */
  readonly text: string;
  /** The turn of the conversation in which the talk was about them last. */
  readonly turn: number;
  /** The ids of those shown before for the same question, when more were asked for. */
  readonly seen?: readonly string[];
  /** The id of the one that "it" means: the only one, or the one that was asked about last. */
  readonly focus: string | undefined;
}

const notesOf = 'about-shown';
/** Later than this, "the silver one" may be about anything. */
const turnsRemembered = 6;

/** What was shown, if anything was. */
export function shownIn(turn: Turn): Shown | undefined {
  const notes = turn.notes(notesOf);
  return isShown(notes) && notes.products.length > 0 ? notes : undefined;
}

/** What was shown a few turns ago, so that a short question can be about it. */
export function freshlyShown(turn: Turn): Shown | undefined {
  const shown = shownIn(turn);
  return shown && (turn.memory.turns ?? 0) - shown.turn <= turnsRemembered ? shown : undefined;
}

/** Remembers what was shown for `text`; the only one is what "it" means. */
export function keepShown(
  turn: Turn,
  products: readonly Named[],
  text: string,
  seen: readonly string[] = [],
): void {
  const only = products.length === 1 ? products[0]?.id : undefined;
  keep(turn, { products: products.map(({ id, title }) => ({ id, title })), text, seen, focus: only });
}

/** The talk goes on about one of them. */
export function keepFocus(turn: Turn, focus: string): void {
  const shown = shownIn(turn);
  if (shown) keep(turn, { ...shown, focus });
}

/** The talk goes on about this one: of those `shown`, else alone. */
export function keepOne(turn: Turn, product: Named, shown: Shown | undefined): void {
  if (shown?.products.some(({ id }) => id === product.id)) keepFocus(turn, product.id);
  else keepShown(turn, [product], product.title);
}

function keep(turn: Turn, { products, text, seen = [], focus }: Omit<Shown, 'turn'>): void {
  turn.keepNotes(notesOf, {
    products,
    text,
    turn: turn.memory.turns ?? 0,
    ...(seen.length > 0 && { seen: [...seen] }),
    ...(focus !== undefined && { focus }),
  });
}

function isShown(notes: unknown): notes is Shown {
  return (
    typeof notes === 'object' &&
    notes !== null &&
    'products' in notes &&
    Array.isArray(notes.products) &&
    'text' in notes &&
    'turn' in notes
  );
}
