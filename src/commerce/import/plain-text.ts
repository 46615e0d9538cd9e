/** Plain text from what shops put into titles and descriptions: HTML, entities escaped once or thrice. */
import { decodeHTML } from 'entities';
import { longestText } from './offer-source.ts';

/**
 * Strips tags and decodes entities until nothing changes (`&amp;amp;` is common), drops control characters
 * and folds white space. The result is text, not HTML: it must still be escaped where it is shown.
 */
export function plainText(source: string): string {
  let text = source.length > 4 * longestText ? source.slice(0, 4 * longestText) : source;
  for (let pass = 0; pass < 4; pass += 1) {
    const next = decodeHTML(stripTags(text));
    if (next === text) break;
    text = next;
  }
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, longestText);
}

/**
 * Removes tags, comments, scripts and styles in one pass. `3 < 4` is no tag: a name must follow at once.
 * What opens and never closes ends the text, except a lone tag, which is kept as written.
 */
function stripTags(html: string): string {
  if (!html.includes('<')) return html;
  // Only ASCII, so that every index stays where it is.
  const lower = html.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase());
  const parts: string[] = [];
  let at = 0;
  for (let open = html.indexOf('<'); open >= 0; open = html.indexOf('<', at)) {
    parts.push(html.slice(at, open));
    if (!/[a-z/!?]/u.test(lower.charAt(open + 1))) {
      parts.push('<');
      at = open + 1;
      continue;
    }
    const mark = closingMark(lower, open);
    const close = lower.indexOf(mark, open + 1);
    if (close < 0) {
      if (mark === '>') parts.push(html.slice(open));
      return parts.join('');
    }
    parts.push(inline.test(lower.slice(open, open + 10)) ? '' : ' ');
    at = close + mark.length;
  }
  parts.push(html.slice(at));
  return parts.join('');
}

function closingMark(lower: string, open: number): string {
  if (lower.startsWith('!--', open + 1)) return '-->';
  if (lower.startsWith('script', open + 1)) return '</script>';
  if (lower.startsWith('style', open + 1)) return '</style>';
  return '>';
}

/** Tags inside a line; all others end a word. */
const inline = /^<\/?(?:b|i|u|em|strong|span|a|sup|sub|small|font)[\s>]/u;
