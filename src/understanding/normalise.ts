/** The first step of a question: one spelling for what looks the same to a reader. */

/** Longer questions are cut here: nothing after it has ever changed an answer, and work stays bounded. */
const longestQuestion = 1_200;

/**
 * NFKC, lower case, plain quotes, no control or zero-width characters, single spaces; numbers of five or
 * more digits (orders, phones) become one token, because which number it is never tells what is asked.
 */
export function normalise(text: string): string {
  const head = text.slice(0, longestQuestion * 4);
  if (isPlain(head)) return head.trim().toLowerCase().slice(0, longestQuestion);
  return head
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .replace(/\d{5,}/g, '00000')
    .trim()
    .slice(0, longestQuestion);
}

/** True for what most English questions are: printable ASCII with nothing in it that would be changed but capitals. */
function isPlain(text: string): boolean {
  return /^[ -_a-~]*$/.test(text) && !/ {2}|\d{5}/.test(text);
}

/** True when there is nothing but ASCII: no need to look for other scripts. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
