/** Cuts a text into pieces that fit, at the best places there are. */

/** From the best place to the worst: after a line, a sentence, a clause or word. */
const places = [/\n+/g, /[.!?…][)"'”’]*\s+|[。！？；][」』”’）]*/g, /[,;:]\s+|[，、：]/g, /\s+/g];

/** @returns the text in order, nothing left out but white space at the cuts. */
export function cutText(text: string, fits: (piece: string) => boolean): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest !== '' && !fits(rest)) {
    const most = longestThatFits(rest, fits);
    const at = bestCut(rest, most);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

/** The cut nearest to the end, but not so early that most of the piece stays empty. */
function bestCut(text: string, most: number): number {
  for (const place of places) {
    let found = 0;
    for (const match of text.slice(0, most + 1).matchAll(place)) {
      const end = match.index + match[0].trimEnd().length || match.index;
      if (end <= most) found = end;
    }
    if (found >= most / 3) return found;
  }
  return most;
}

function longestThatFits(text: string, fits: (piece: string) => boolean): number {
  let low = 1;
  let high = text.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(text.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  // Never between the halves of a character.
  const code = text.charCodeAt(low - 1);
  return code >= 0xd800 && code <= 0xdbff && low > 1 ? low - 1 : low;
}

/** The text itself, or its beginning with an ellipsis: for titles that a platform would cut or refuse. */
export function clip(
  text: string,
  limit: number,
  measure: (text: string) => number = (each) => each.length,
): string {
  const whole = text.replace(/\s+/g, ' ').trim();
  if (measure(whole) <= limit) return whole;
  const characters = Array.from(whole);
  while (characters.length > 0 && measure(`${characters.join('')}…`) > limit) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
