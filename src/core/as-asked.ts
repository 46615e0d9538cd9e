/** A question by its words alone, for patterns that must fit the whole of it. */

/** Letters and digits in their usual form, straight apostrophes, no marks at the end: `How’s it？！` → How's it. */
export function asAsked(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[’‘]/gu, "'")
    .replace(/[\s?!.。，,！？~～]+$/gu, '')
    .trim();
}
