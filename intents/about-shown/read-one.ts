/** Recognises a question about one of the products at hand: "is the second one in stock?", "why that one?". */
import { usualForm } from '../../src/kit.ts';

/** What is asked of it. `more`: whatever there is to be told. */
/** `has`: whether it shows what the words name; `fits`: whether it works with what they name. */
export type Aspect = 'stock' | 'price' | 'cheaper' | 'why' | 'order' | 'has' | 'fits' | 'more';

export interface AboutOne {
  readonly aspect: Aspect;
  readonly which: Reference;
  /** What it should have or work with, as the shopper said it. */
  readonly words?: string;
}

/** Which one is meant: its place from 0, from the end where negative; `it` for whichever the talk is about, `other` for the one beside. */
export type Reference = number | 'it' | 'other';

/** Of the question around the name. */
const longest = 60;

/**
 * Undefined for a text that does not wholly consist of such a question.
 * @param titles of the products at hand, in the order they were shown.
 */
export function readAboutOne(source: string, titles: readonly string[]): AboutOne | undefined {
  for (const { which, rest } of references(plain(source.slice(0, 500)), titles)) {
    if (rest.length > longest) continue;
    const aspect = aspects.find(([, patterns]) => patterns.some((pattern) => pattern.test(rest)))?.[0];
    // "It" alone says nothing; "the second one" does.
    if (aspect && !(which === 'it' && rest === '§')) return { aspect, which };
    const trait = traitIn(rest);
    if (trait) return { ...trait, which };
  }
  return undefined;
}

/** Of service, not of the thing. */
const service =
  /warrant|guarantee|return|ship|deliver|discount|coupon|gift|wrap|insur|tax|保修|退|运费|包邮|优惠|礼|发票|税/u;

function traitIn(rest: string): Pick<AboutOne, 'aspect' | 'words'> | undefined {
  for (const [aspect, patterns] of traits) {
    for (const pattern of patterns) {
      const { words: said, made } = pattern.exec(rest)?.groups ?? {};
      const words = (said ?? made)?.trim();
      if (words && !service.test(words)) return { aspect, words };
    }
  }
  return undefined;
}

/** The places from 0 of those that a text names by them: "the first two", "the first and the last", 前三个. */
export function placesIn(source: string, count: number): readonly number[] {
  const text = plain(source.slice(0, 500));
  const [, english, digit, chinese] =
    /\b(?:first|the|these|those|both) (?:(two|three|four)|([2-4]))\b|[前这那]([两二三四2-4])[个款台张种件]/u.exec(
      text,
    ) ?? [];
  const many = english ?? digit ?? chinese;
  if (many !== undefined) return Array.from({ length: Math.min(count, numberNamed(many)) }, (_, at) => at);
  const named = places.flatMap(([pattern, placeOf]) =>
    [...text.matchAll(new RegExp(pattern, 'gu'))].flatMap(
      ({ 1: one, 2: other }) => placeOf(one ?? other ?? '') ?? [],
    ),
  );
  return [...new Set(named.map((place) => (place < 0 ? count + place : place)))].filter(
    (place) => place >= 0 && place < count,
  );
}

function numberNamed(name: string): number {
  const at = ['two', 'three', 'four'].indexOf(name);
  return at >= 0 ? at + 2 : (placeInChinese(name) ?? 0) + 1;
}

/** The one that a text names by its place, its title or "it", whatever else it says; undefined when it names none. */
export function referenceIn(source: string, titles: readonly string[]): Reference | undefined {
  return references(plain(source.slice(0, 500)), titles).find(({ rest }) => rest.includes('§'))?.which;
}

/** Every way to read it, the surest first, with the name of the thing replaced by `§`. */
function references(text: string, titles: readonly string[]): { which: Reference; rest: string }[] {
  const named = titles.flatMap((title, at) => {
    const name = nameIn(text, title, titles);
    return name === undefined ? [] : [{ which: at, rest: withMark(text, name) }];
  });
  const placed = places.flatMap(([pattern, placeOf]) => {
    const found = pattern.exec(text);
    const which = found && placeOf(found[1] ?? found[2] ?? '');
    return found && which !== null && which !== undefined ? [{ which, rest: withMark(text, found[0]) }] : [];
  });
  const numbered = numberNamedIn(text, titles);
  const it = pronoun.exec(text);
  const other = theOther.exec(text);
  return [
    ...named,
    ...placed,
    ...(numbered ? [{ which: numbered.at, rest: withMark(text, numbered.name) }] : []),
    ...(other ? [{ which: 'other' as const, rest: withMark(text, other[0]) }] : []),
    ...(it ? [{ which: 'it' as const, rest: withMark(text, it[0]) }] : []),
    { which: 'it', rest: text },
  ];
}

function withMark(text: string, name: string): string {
  return text
    .replace(name, '§')
    .replace(/\bthe §/u, '§')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The words by which the text names this title and no other: all of it, or its brand or model. */
function nameIn(text: string, title: string, titles: readonly string[]): string | undefined {
  const whole = plain(title);
  if (text.includes(whole)) return whole;
  const others = titles.filter((other) => other !== title).map((other) => new Set(wordsOf(other)));
  const own = wordsOf(title).filter((word) => word.length > 1 && !/^\d$/u.test(word));
  const isIn = (word: string) => own.includes(word);
  const runs = text.match(/(?:the )?[\p{L}\p{N}][\p{L}\p{N}-]*(?: [\p{L}\p{N}][\p{L}\p{N}-]*)*/gu) ?? [];
  for (const run of runs) {
    const words = run.split(' ');
    const first = words.findIndex(
      (word) => isIn(word) && !everyday.has(word) && others.every((other) => !other.has(word)),
    );
    if (first < 0) continue;
    let from = first;
    let to = first + 1;
    while (from > 0 && (isIn(words[from - 1] ?? '') || words[from - 1] === 'the')) from -= 1;
    while (to < words.length && (isIn(words[to] ?? '') || words[to] === 'one')) to += 1;
    return words.slice(from, to).join(' ');
  }
  return undefined;
}

/** Words of any sentence: they name nothing, though a title may have them. */
const everyday = new Set(
  'you your we us our my me it its he she they them this that these those here there where what who how when why were was is are am be been do does did have has had can will would on in at to for from with of and or not no go going good best let all love like one two new day time'.split(
    ' ',
  ),
);

/** A number that one title alone has, with the Chinese word for what is counted: 100碟的, for a "100-Disc Changer". */
function numberNamedIn(
  text: string,
  titles: readonly string[],
): { readonly at: number; readonly name: string } | undefined {
  const [name, number = ''] =
    /(?:那|这)?[个款台]?(\d{1,5})\p{Script=Han}{1,2}(?:的|[那这][个款台]|机)/u.exec(text) ?? [];
  const places = titles.flatMap((title, at) =>
    plain(title)
      .split(/[^\p{L}\p{N}]+/u)
      .includes(number)
      ? [at]
      : [],
  );
  const [at, ...others] = places;
  return name === undefined || at === undefined || others.length > 0 ? undefined : { at, name };
}

function wordsOf(title: string): string[] {
  return plain(title).split(/[^\p{L}\p{N}-]+/u);
}

/** Without what carries no meaning at either end. */
function plain(source: string): string {
  const text = usualForm(source)
    .toLowerCase()
    .replace(/\b(let|what|that|how|who)s\b/gu, "$1's")
    .replace(/\bill (?=take|have|go|get|buy)/gu, "i'll ")
    .replace(/\bw\/? (?=\p{L})/gu, 'with ')
    .replace(/[?!.。，,;；:：~～]+/gu, ' ')
    .replace(/(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return text
    .replace(
      /^(?:(?:and|so|ok|okay|well|but|hm+|then|please|also|great|cool|nice|actually|no(?! \d)|nope|sorry|wait|oh|i meant?|i was talking about|rather|不是|不对|我是说|我说的是|还是|那么?(?![一个款台张种件])|好的?|嗯+|请问|请) ?)+(?=.)/u,
      '',
    )
    .replace(/(?: (?:please|then|now|again|though|instead|by the way|btw))+$/u, '');
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
const numerals = '一二三四五六七八';
const kindOfThing =
  '(?: (?:one|option|product|item|player|changer|card|record|album|of (?:them|these|those)))?';

const places: readonly (readonly [RegExp, (name: string) => number | undefined])[] = [
  [new RegExp(`(?:the )?\\b(${ordinals.join('|')})\\b${kindOfThing}`, 'u'), (name) => ordinals.indexOf(name)],
  [new RegExp(`(?:the )?\\b([1-8])(?:st|nd|rd|th)\\b${kindOfThing}`, 'u'), (name) => Number(name) - 1],
  [/(?:the )?(?:\b(?:number|no|option) ?|#)([1-8])\b/u, (name) => Number(name) - 1],
  [new RegExp(`the last\\b${kindOfThing}`, 'u'), () => -1],
  [/第([一二两三四五六七八1-8])(?:个|款|台|张|种|件|单|笔)/u, (name) => placeInChinese(name)],
  [/最后一?(?:个|款|台|张|种|件|单|笔)/u, () => -1],
];

function placeInChinese(name: string): number {
  return name === '两' ? 1 : /\d/u.test(name) ? Number(name) - 1 : numerals.indexOf(name);
}

const pronoun = /\b(?:this one|that one|the one|this|that|it)\b|(?:这|那)一?(?:个|款|台|张|种|件)|它(?!们)/u;

const theOther =
  /\b(?:the )?other (?:one|option|player|model)\b|\bthe other\b|另外?(?:那|的)?一?(?:个|款|台|张|种|件)/u;

const aspects: readonly (readonly [Aspect, readonly RegExp[]])[] = [
  [
    'stock',
    [
      /^(?:is|are) § (?:still |currently |now |actually |back )*(?:in stock|available|on stock|in store|sold out|out of stock)(?: (?:in|at|near|around) .{2,30})?$/u,
      /^(?:do|have) you (?:still )?(?:have|got) §(?: in stock| available| on stock)?(?: (?:in|at) (?:the |your )?(?:store|shop|boston))?$/u,
      /^can i (?:still )?get §$/u,
      /^(?:§ )?in stock$|^(?:the )?(?:stock|availability)(?: (?:of|for) §)?$/u,
      /^§?(?:在)?(?:你们)?(?:波士顿|门店|店里|实体店|店)?(?:里)?(?:现在|还)?(?:有货|有现货|有库存|缺货)(?:吗|么|没有|没)?(?: ?in .{2,20})?$|^(?:你们)?还有§(?:吗|么)?$/u,
    ],
  ],
  [
    'price',
    [
      /^how much (?:is|does|for|would|will) §(?: (?:cost|be|going for))?$|^how (?:much|expensive)(?: is §)?$/u,
      /^what(?:'s| is| was| does| would)? (?:the )?(?:total |lowest |best )?(?:price|cost)(?: (?:of|for))? §$|^what (?:does|would) § cost$/u,
      /^(?:the )?price(?: (?:of|for) §)?$|^§ (?:price|costs?)$/u,
      /^(?:(?:and )?(?:what(?:'s| is| would be) )?(?:the |my )?(?:grand )?total(?: price| cost| amount)?|how much(?: is it)? (?:in total|altogether|all in))(?: (?:of|for|with) §)?$/u,
      /^§?(?:现在)?(?:的)?(?:要|卖)?(?:多少钱|什么价|价格(?:是)?(?:多少)?|怎么卖|贵吗|贵不贵)$/u,
    ],
  ],
  [
    'cheaper',
    [
      /^(?:is|are|would) § (?:be )?(?:any |a bit |a little |much |even )?(?:cheaper|less|more expensive|dearer|pricier)(?: then)?(?: than (?:all )?(?:the )?(?:first|others?|rest|it|that|this|one|ones| )+)?$/u,
      /^§(?:是不是|会不会|有没有|是否)?(?:会)?(?:更|要|还)?(?:便宜|贵)(?:一?[点些])?(?:吗|么|不)?$/u,
    ],
  ],
  [
    'why',
    [
      /^why(?: so)?$|^why(?: is §)? so (?:expensive|cheap|dear|good)$|^为(?:什么|啥)(?:呢)?$/u,
      /^why (?:not )?§(?: instead| then)?$|^why (?:do|did|would|should|are) (?:you|i) (?:recommend|recommending|suggest|suggesting|show|choose|pick|get|buy|want|take)(?: me)? §$/u,
      /^why (?:was|were|am|are) (?:i|we) (?:being )?(?:recommended|shown|suggested|offered) §$/u,
      /^why is § .{0,40}$|^what(?:'s| is) (?:so )?(?:good|great|special|better|nice) about §$/u,
      /^what makes § .{0,40}$/u,
      /^为(?:什么|啥)(?:要|不)?(?:是|推荐|选|选择|买|给我看|给我推荐)?§$|^§(?:有什么好|好在哪里?|为什么好|有什么(?:优点|特别|优势))的?$/u,
    ],
  ],
  [
    'order',
    [
      /^(?:i(?:'ll| will|'d like to| would like to| want to| wanna| am going to|'m going to) (?:take|have|buy|order|get|go (?:for|with))|i(?:'ll| will) take|i take|buy|order|get me|give me) §$/u,
      /^(?:i(?:'d like| would like| want)|let(?:'s| us) (?:take|get|buy|do|go (?:for|with))|go (?:for|with)) §$|^add §(?: to (?:my |the )?(?:cart|basket|bag))?$/u,
      /^(?:where|how) (?:can|do|could) i (?:buy|order|get) §$|^can i (?:buy|order) §(?: here| from you| online)?$/u,
      /^我?(?:想|就|要)?(?:要|买|来|订|选|订购|下单)§(?:吧|了)?$|^§?(?:怎么买|在哪里?买|哪里(?:能|可以)?买|怎么下单|下单)$/u,
    ],
  ],
  [
    'more',
    [
      /^§$|^(?:can you |could you )?(?:tell|show) me (?:(?:a bit |some )?more |something |everything )?(?:about )?§$/u,
      /^(?:more|(?:the |any )?(?:details?|specs?|specifications|info|information|features)|describe)(?: (?:about|on|of|for))? §$/u,
      /^what(?:'s| is) § like$|^(?:what|how) about §$|^(?:what are|show me) the (?:specs?|details|features|specifications) (?:of|for) §$|^what can § do$/u,
      /^(?:can i see|show me|got|do you have) (?:an? |some |the |more )?(?:pictures?|photos?|images?|pics?)(?: of §)?$|^有(?:图片|照片|图)(?:吗|么)?$/u,
      /^how good is §$|^is § (?:any )?(?:good|worth (?:it|the money))$/u,
      /^(?:给我)?(?:再)?(?:说说|讲讲|介绍(?:一下)?|看看|看一下|详细(?:说说|介绍(?:一下)?)|了解(?:一下)?)§$/u,
      /^§(?:怎么样|如何|好吗|好不好|详情|的?(?:参数|详细信息|配置|规格)|呢)$/u,
    ],
  ],
];

const traits: readonly (readonly ['has' | 'fits', readonly RegExp[]])[] = [
  [
    'fits',
    [
      /^(?:will|does|do|would|can|is|are|could) § (?:also )?(?:work|compatible|go|pair|connect|fit|hook up|be used|usable)s? (?:with|to|together with|into|on|in) (?<words>.{2,40})$/u,
      /^(?:will|does|do|would|can|could) § (?:also )?(?:fit|suit|match) (?<words>(?:my|an?|the|your) .{2,40}|[\p{L}\d][\p{L}\d -]{1,20} [\p{L}\d-]*\d[\p{L}\d-]*)$/u,
      /^§?(?:能不能|能|可以|会|是否)(?:配|搭配|连|连接|接|兼容|适配)(?:得上|上)?(?<words>.{1,20}?)(?:吗|么|不)?$/u,
    ],
  ],
  [
    'has',
    [
      /^(?:does|do|did|has|have|can|will|would|could) § (?:also )?(?:come with|have(?: got)?|include|got|support|feature|play|take|use|come (?:in|as)) (?:an? |the |any )?(?<words>.{2,40})$/u,
      /^how (?<words>heavy|big|large|tall|wide|deep|loud|powerful|long|old) is §$|^(?:where|when) (?:is|was) § (?<made>made|built|from)$/u,
      /^(?:what are )?(?:the |its )?(?<words>dimensions?|weight|size|measurements|power|impedance|colou?rs?)(?: of §)?$/u,
      /^(?:what|which) (?<words>[\p{L} -]{2,30}?) (?:does|do|is|are) (?:on |in |with )?§(?: (?:have|come with|come in|use|take|got|available in))?$/u,
      /^§(?:是否)?(?:带|有没有|有|支持|含|能放|可以放|能播放|可以播放)(?:什么|哪些)?(?<words>[^货库].{0,19}?)(?:吗|么|没有|呢)?$/u,
    ],
  ],
];
