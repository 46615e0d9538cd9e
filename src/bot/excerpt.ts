/** The sentences of an answer that bear on a further question about it: after the whole of it, only the rest is wanted. */

interface Kind {
  readonly asked: RegExp;
  readonly told: RegExp;
}

const kinds: readonly Kind[] = [
  {
    asked:
      /\bhow (?:much|expensive)\b|\b(?:costs?|price|pays?|fees?|charges?|free)\b|钱|费|贵|谁[出付承]|由谁/iu,
    told: /[$€£¥]\s*\d|\b(?:free(?: of charge)?|fees?|charged?|pay|costs?|price)\b|元|费/iu,
  },
  {
    asked: /\b(?:when|what (?:day|date|time))\b|什么时候|何时|几号|几点/iu,
    told: /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december|may \d|noon|midnight)\b|\d ?(?:am|pm)\b|\d:\d\d|\d月|[周期][一二三四五六日天]|\d ?[点號号]/iu,
  },
  {
    asked:
      /\bhow (?:long|soon|fast|quickly|often|many (?:days|weeks|hours|months|years))\b|\bwhen\b|多久|多长时间|几天|多少天|什么时候|何时/iu,
    told: /\b(?:\d+|one|two|three|four|five|six)[*\s]*(?:(?:business|more) )?(?:minutes?|hours?|days?|weeks?|months?|years?)\b|\d[\d–-]*\s*(?:个)?(?:工作日|分钟|小时|天|周|月|年)/iu,
  },
];

/** True when the answer says something of the kind that is asked for: a price, a time; any answer, where neither is. */
export function bearsOn(answer: string, question: string): boolean {
  const meant = kinds.filter(({ asked }) => asked.test(question));
  return meant.length === 0 || meant.some(({ told }) => told.test(answer));
}

/** Undefined when no sentence, or every one of them, bears on the question. */
export function excerptOf(answer: string, question: string): string | undefined {
  const sentences = answer.split(/(?<=[.!?]\**)\s+(?=[\p{Lu}*])|(?<=[。！？]\**)/u);
  // A date answers "when" before a number of days does.
  const meant = kinds.filter(({ asked }) => asked.test(question));
  const kind = meant.find(({ told }) => sentences.some((sentence) => told.test(sentence))) ?? meant[0];
  const words = wordsOf(question);
  const fits = (sentence: string) =>
    kind ? kind.told.test(sentence) : wordsOf(sentence).some((word) => words.includes(word));
  const fitting = sentences.filter(fits);
  const excerpt = fitting.join(/\p{Script=Han}/u.test(answer) ? '' : ' ').trim();
  // A bare "yes" tells nothing.
  return excerpt.length < shortest || fitting.length === sentences.length ? undefined : excerpt;
}

const shortest = 10;

/** The stems of longer words, and pairs of Chinese characters. */
function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  const words = lower.match(/[a-z]{4,}/gu) ?? [];
  const runs = lower.match(/\p{Script=Han}+/gu) ?? [];
  const pairs = runs.flatMap((run) => {
    const characters = [...run];
    return characters.slice(1).map((last, at) => `${characters[at]}${last}`);
  });
  const stems = words.filter((word) => !common.has(word)).map((word) => word.slice(0, 5));
  return [...stems, ...pairs.filter((pair) => !commonPairs.has(pair))];
}

const commonPairs = new Set(
  '可以 怎么 什么 多久 多少 我们 你们 这里 需要 是否 能不 不能 有没 没有 请问 一个 这个 那个'.split(' '),
);

const common = new Set(
  'that this them they those these with from have does will would what when where which your there about into then than also just only some more very much'.split(
    ' ',
  ),
);
