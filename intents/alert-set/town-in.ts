/** The town that a wish to hear of shows names: "play in Chicago", "gigs near Boston, MA", 来芝加哥演出, 芝加哥有演出. */
import { type City, cityIn } from '../../src/kit.ts';

export interface TownSaid {
  /** In the shopper's words. */
  readonly name: string;
  /** Undefined for a place that is no city we know, such as a country. */
  readonly city: City | undefined;
  /** The sentence without it. */
  readonly rest: string;
}

/** Undefined when no town is named: then it is near the shopper. */
export function townIn(said: string): TownSaid | undefined {
  return /\p{Script=Han}/u.test(said) ? townInChinese(said) : townInEnglish(said);
}

const showWord =
  'plays?|playing|performs?|performing|tours?|touring|tour|comes?|coming|concerts?|gigs?|shows?|events?|festivals?|stage|music|live';
const between =
  '(?:\\s+(?:live|again|ever|back|together|next|up|on stage|somewhere|anywhere|any time|a (?:concert|show|gig)))*';
/** Said right behind a word for shows it is a place, known or not. */
const behindShow = new RegExp(
  `\\b(?:${showWord})${between}\\s+(?:in|at|to|near|around|close to|within \\d+ ?(?:km|kilomet(?:er|re)s?|miles?|mi) of)\\s+(.+)$`,
  'iu',
);
/** Elsewhere it may be part of a name, such as Alice in Chains: only a city that is known counts. */
const anywhere = /\b(?:in|near|around|close to|of)\s+(?=(\p{Lu}[^?!;]*))/gu;
const endsName =
  /\s+(?:by|with|from|if|when|on|this|next|within|please|or|and|for|soon|again|in|at)\b.*$|[?!.;:]+$/giu;
const noTown =
  /^(?:me\b|here\b|us\b|my\b|our\b|town\b|this\b|that\b|the\s+(?:area|city|neighbou?rhood|near|next|coming|spring|summer|autumn|fall|winter|evening|shop|store)|(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|concert|stock|person|advance|general|the future)\b|\d)/iu;
const mostWords = 5;

function townInEnglish(said: string): TownSaid | undefined {
  const behind = behindShow.exec(said);
  const [all = '', after = ''] = behind ?? [];
  if (behind && !noTown.test(after)) {
    const known = knownAtStart(after);
    const name = known?.name ?? after.replace(endsName, '').trim();
    const showAlone = all.slice(0, all.length - after.length).replace(/\s+\S+\s*$/u, ' ');
    const rest = said.slice(0, behind.index) + showAlone + after.slice(name.length);
    return name === '' ? undefined : { name, city: known?.city, rest };
  }
  for (const { 0: word, 1: names = '', index } of said.matchAll(anywhere)) {
    const known = noTown.test(names) ? undefined : knownAtStart(names);
    if (!known) continue;
    const rest = `${said.slice(0, index)} ${said.slice(index + word.length + known.name.length)}`;
    return { ...known, rest };
  }
  return undefined;
}

/** The longest beginning of the words that is a city. */
function knownAtStart(words: string): { readonly name: string; readonly city: City } | undefined {
  const parts = words.match(/[^\s]+/gu)?.slice(0, mostWords) ?? [];
  for (let count = parts.length; count > 0; count -= 1) {
    const end = endOf(words, parts.slice(0, count));
    const name = words
      .slice(0, end)
      .replace(/(?:\s+(?:please|now|soon|again)|[\s,?!;:]|(?<![A-Z])\.)+$/giu, '');
    const city = cityIn(name);
    // Of "London, Ontario" half is no answer.
    if (city) return /,\s*$/u.test(words.slice(0, end)) && count < parts.length ? undefined : { name, city };
  }
  return undefined;
}

function endOf(words: string, parts: readonly string[]): number {
  return parts.reduce((at, part) => words.indexOf(part, at) + part.length, 0);
}

const shows = '演出|演唱会|音乐会|音乐节|巡演|开唱|现场|活动|表演|开演';
/** Where they come to, known or not. */
const comesTo = new RegExp(
  `(?:来|到|去|在)([^来到去在，。！？的]{2,20}?)(?:附近|周边)?(?:\\d+\\s*(?:公里|千米)(?:以内|之内|内)?)?(?:来)?(?:的|有|开|办|举办|举行)?(?=${shows})`,
  'u',
);
const hereInChinese = /^(?:我|我们|咱|这|本地|本市|附近|当地|家|国内)/u;
const longestName = 5;

function townInChinese(said: string): TownSaid | undefined {
  const [, named] = comesTo.exec(said) ?? [];
  if (named !== undefined && !hereInChinese.test(named)) {
    const city = cityIn(named);
    return { name: named, city, rest: withoutTown(said, named) };
  }
  // No other names are known in Chinese than those of large cities, so that they are looked for wherever they stand.
  for (let at = 0; at < said.length; at += 1) {
    for (let length = longestName; length >= 2; length -= 1) {
      const name = said.slice(at, at + length);
      const city =
        name.length === length && /^\p{Script=Han}+$/u.test(name) && !name.endsWith('附近') && cityIn(name);
      if (city) return { name: name.replace(/市$/u, ''), city, rest: withoutTown(said, name) };
    }
  }
  return undefined;
}

function withoutTown(said: string, name: string): string {
  const at = said.indexOf(name);
  const before = said.slice(0, at).replace(/(?:来|到|去|在)$/u, '');
  return `${before} ${said.slice(at + name.length).replace(/^(?:市|附近|周边|一带|那边|的)+/u, '')}`;
}
