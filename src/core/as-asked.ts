/** A text in its usual form, for patterns that are to fit it however it was typed. */

/** Letters, digits and signs in their usual form, straight apostrophes, nothing around: ` How’s ｉｔ？ ` → How's it? */
export function usualForm(text: string): string {
  return lastUsual(text);
}

/** A question by its words alone, without marks at the end: `How’s it？！` → How's it. */
export function asAsked(text: string): string {
  return lastAsked(text);
}

const lastUsual = keepingLast((text) => text.normalize('NFKC').replace(/[’‘]/gu, "'").trim());
const lastAsked = keepingLast((text) =>
  lastUsual(text)
    // Begun at the first mark only: anew at each of many it would take seconds.
    .replace(/(?<![\s?!.。，,！？~～])[\s?!.。，,！？~～]+$/u, '')
    .trim(),
);

/** Many ask for the form of the same text, one after another. */
function keepingLast(make: (text: string) => string): (text: string) => string {
  let last = '';
  let made = make(last);
  return (text) => {
    if (text !== last) {
      made = make(text);
      last = text;
    }
    return made;
  };
}
