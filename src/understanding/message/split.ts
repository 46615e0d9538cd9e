/** Takes a message apart that may ask several things: "where is my order and can I return it". */

/** At most this many parts are looked at; whoever asks more is better served by a person. */
const mostParts = 4;

/**
 * The parts that may be questions of their own, in order; one part, the text itself, when it does not come
 * apart. Whether each part really is a question is for the matcher to say.
 */
export function splitQuestions(text: string): string[] {
  const sentences = text
    .split(sentenceEnd)
    .map(tidy)
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
  const parts = sentences.flatMap(splitClauses);
  return parts.length > 1 && parts.length <= mostParts ? parts : [text.trim()];
}

/** A dot ends a sentence only before a blank: `3.5 mm` and `a.b@c.d` stay whole. */
const sentenceEnd = /[!?。！？；;\n]+|\.(?=\s|$)/u;

/** Words that begin another question, with the comma that may stand before them. */
const joint =
  /\s*[,，、]?\s+(?:and also|and|also|plus)\s+|\s*[,，]\s*(?:and also |and |also |plus )|\s*[,，]?\s*(?:另外|还有|還有|顺便|順便|以及|并且|並且|同时|同時)[,，]?\s*|[,，]\s*(?=.*[吗呢么嗎麼]|.*(?:什么|怎么|多少|哪|几))/u;

function splitClauses(sentence: string): string[] {
  const parts: string[] = [];
  let rest = sentence;
  for (let found = joint.exec(rest); found; found = joint.exec(rest)) {
    parts.push(rest.slice(0, found.index));
    rest = rest.slice(found.index + Math.max(1, found[0].length));
  }
  parts.push(rest);
  const tidied = parts.map(tidy);
  // Most sentences are one question, as it stands.
  if (parts.length === 1 && tidied[0] === sentence) return parts;
  return tidied.every(couldAsk) ? tidied : [sentence];
}

function tidy(part: string): string {
  const bare = part.replace(/^[\s,，、.]+|(?<![\s,，、.])[\s,，、.]+$/gu, '');
  return (
    bare.replace(/^(?:and also|and|also|plus)\s+|^(?:另外|还有|還有|顺便|順便|同时|同時)[,，]?/iu, '') || bare
  );
}

/** A lone word beside "and" is a list ("CDs and records"), not a question. */
function couldAsk(part: string): boolean {
  const han = part.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han >= 3 || part.split(/\s+/).length >= 3;
}
