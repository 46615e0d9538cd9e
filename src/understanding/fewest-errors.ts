/** How near a short text comes to any part of a longer one. */

/** A pattern must fit into the bits of one number. */
export const longestPattern = 32;

/**
 * The fewest letters to be put in, left out or changed until `pattern` stands somewhere within `text`; `pattern` has 1 to
 * 32 UTF-16 units. All rows of a column of the table of distances are one number: G. Myers, “A fast bit-vector algorithm
 * for approximate string matching based on dynamic programming”, JACM 46 (1999), figure 8.
 */
export function fewestErrors(pattern: string, text: string): number {
  const places = new Map<number, number>();
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern.charCodeAt(at);
    places.set(unit, (places.get(unit) ?? 0) | (1 << at));
  }
  const lowest = 1 << (pattern.length - 1);
  let rises = -1;
  let falls = 0;
  let errors = pattern.length;
  let fewest = errors;
  for (let at = 0; at < text.length; at++) {
    const equal = places.get(text.charCodeAt(at)) ?? 0;
    const carried = (((equal & rises) + rises) ^ rises) | equal;
    const grows = falls | ~(carried | rises);
    const shrinks = rises & carried;
    if (grows & lowest) errors++;
    else if (shrinks & lowest) errors--;
    if (errors < fewest) fewest = errors;
    const stays = equal | falls;
    rises = (shrinks << 1) | ~(stays | (grows << 1));
    falls = (grows << 1) & stays;
  }
  return fewest;
}
