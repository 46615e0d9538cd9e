/** A text without long runs of blanks and marks: they say nothing, and patterns take longest over them. */

const mostMarks = 8;

/**
 * Blanks in a row become one, or the one or two line breaks among them; of one mark in a row eight are left. What is
 * written by hand stays as it is; what is sent to keep a pattern busy becomes short.
 */
export function withoutRuns(text: string): string {
  return text
    .replace(/\s{3,}/gu, (blanks) => {
      const breaks = blanks.split('\n').length - 1;
      return breaks === 0 ? ' ' : '\n'.repeat(Math.min(2, breaks));
    })
    .replace(marksInARow, (_marks, mark: string) => mark.repeat(mostMarks));
}

const marksInARow = new RegExp(`([^\\p{L}\\p{N}\\s])\\1{${mostMarks},}`, 'gu');
