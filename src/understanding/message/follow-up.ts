/** Questions that lean on the one before: "and to Canada?", "what about the silver one?", "那加拿大呢？". */

/** A follow-up is short; a longer sentence says itself what it is about. */
const mostWords = 7;
const mostHan = 12;

const opening =
  /^(?:and|or|but|so|ok and|okay and|what about|how about|what if|same for|also)\b[\s,]*(?:what about|how about|if|for)?\s*/i;
const openingHan = /^(?:那么|那麼|那|还有|還有|或者|换成|換成|如果|要是)\s*/u;
const closingHan = /\s*(?:呢|怎么样|怎麼樣|行吗|行嗎|可以吗|可以嗎)\s*$/u;
const prepositions = ['to', 'for', 'in', 'on', 'with', 'from', 'at', 'by', 'about', 'into', 'without'];

/**
 * The whole question that a short one stands for, made with the question before it; undefined when the text
 * does not lean on anything. "do you ship to France" and "and to Canada?" give "do you ship to Canada".
 */
export function leanOnPrevious(text: string, previous: string): string | undefined {
  const asked = text.trim().replace(/[?？!！.。]+$/u, '');
  const before = previous.trim().replace(/[?？!！.。]+$/u, '');
  const han = asked.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han > 0 ? leanHan(asked, before, han) : leanWords(asked, before);
}

function leanWords(asked: string, before: string): string | undefined {
  const rest = asked.replace(opening, '');
  const startsWithPreposition = prepositions.includes(firstWord(asked));
  if (rest === '' || (rest === asked && !startsWithPreposition)) return undefined;
  if (rest.split(/\s+/).length > mostWords) return undefined;
  return replaceAfterPreposition(before, rest) ?? joined(before, rest);
}

/** A number at the end of the one does not count what the other names: "under 300, double ones". */
function joined(before: string, rest: string): string {
  return `${before}${/\d$/.test(before) ? ',' : ''} ${rest}`;
}

/** "ship to France" + "to Canada" → "ship to Canada"; undefined when the same preposition is not there. */
function replaceAfterPreposition(before: string, rest: string): string | undefined {
  const preposition = firstWord(rest);
  if (!prepositions.includes(preposition)) return undefined;
  const words = before.split(/\s+/);
  const at = words.findLastIndex((word) => word.toLowerCase() === preposition);
  return at > 0 ? [...words.slice(0, at), rest].join(' ') : undefined;
}

function leanHan(asked: string, before: string, han: number): string | undefined {
  if (han > mostHan) return undefined;
  const rest = asked.replace(openingHan, '').replace(closingHan, '');
  return rest === '' || rest === asked ? undefined : joined(before, rest);
}

function firstWord(text: string): string {
  const end = text.search(/\s/);
  return (end < 0 ? text : text.slice(0, end)).toLowerCase();
}
