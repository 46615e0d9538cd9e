/** Recognises a short question that can only be about what was shown before. */
import { usualForm } from '../../src/kit.ts';

export type FollowUp =
  | { readonly kind: 'cheaper' }
  /** Which of them is the best choice. */
  | { readonly kind: 'best' }
  /** Others that fit the same request. */
  | { readonly kind: 'others' }
  /** Others by the same artist or maker. */
  | { readonly kind: 'same' }
  /** What the one that is meant must be or have. */
  | { readonly kind: 'which'; readonly words: string };

/** Undefined for a text that stands on its own. */
export function readFollowUp(source: string): FollowUp | undefined {
  const text = usualForm(source);
  if (text.length > 90) return undefined;
  if (cheaperOnes.some((pattern) => pattern.test(text))) return { kind: 'cheaper' };
  if (bestOnes.some((pattern) => pattern.test(text))) return { kind: 'best' };
  if (otherOnes.some((pattern) => pattern.test(text))) return { kind: 'others' };
  if (sameOnes.some((pattern) => pattern.test(text))) return { kind: 'same' };
  if (cheapestOnes.some((pattern) => pattern.test(text))) return { kind: 'which', words: 'cheapest' };
  for (const pattern of whichOnes) {
    const words = pattern
      .exec(text)?.[1]
      ?.trim()
      .replace(/^with /iu, '');
    if (words) return { kind: 'which', words };
  }
  return undefined;
}

const cheaperOnes = [
  /^(?:and |or )?(?:is there |do you have |have you got |got |show me )?(?:any(?:thing)? |some(?:thing)? |an? |ones? )?(?:cheaper|less expensive|for less)(?: ones?| options?)?[ ?.!]*$/iu,
  /^(?:那)?(?:还)?(?:有没有|有)?(?:没有)?(?:再|更)?便宜(?:一?[点些])?(?:的)?(?:吗|么|呢)?[ ?!。？！]*$/u,
  /^(?:hm+,? |oh,? |sorry,? |but )?(?:(?:that|it)(?:'s| is) |(?:they|those|these)(?:'re| are) )?(?:all )?(?:a bit |a little |way |far |much )?too (?:expensive|much(?: money)?|dear|pricey)(?: for me)?[ .!]*$/iu,
  /^(?:这|那)?(?:个|些|几款)?(?:都|还是)?(?:有点|有些)?太?贵(?:了|啦)(?:吧|啊|呀|点)?[ .!。！]*$/u,
];

const bestOnes = [
  /^(?:and |so )?(?:which|what)(?: one| ones)?(?: of (?:them|these|those))? (?:is |are |would be |do you think is )?(?:the |your )?(?:best|better|right|recommended)(?: one| choice)?(?: for .{2,40})?[ ?.!]*$/iu,
  /^(?:and |so )?(?:which|what)(?: one| ones)?(?: of (?:them|these|those))? (?:do|would|should|can) (?:you|i|we) (?:recommend|suggest|take|buy|get|choose|pick|go (?:for|with))(?: to me| for me)?[ ?.!]*$/iu,
  /^(?:那)?(?:其中|这些(?:里面?)?|它们(?:里面?)?|这几[款个台](?:里面?)?)?(?:你)?(?:最)?(?:推荐|建议(?:买|选)?)?哪[一几]?[款个台张]?(?:最好|更好|好一点|(?:的)?性价比(?:最|更|比较)?高|最划算|更划算|最合适|更合适|最适合我|更适合我|适合我|最值得(?:买|入手)?|呢)?[ ?!。？！]*$/u,
  /^(?:那)?我?(?:应该|该)(?:买|选)哪[一]?[款个台张]?(?:好|呢)?[ ?!。？！]*$/u,
];
const otherOnes = [
  /^(?:and |so |or |but )*(?:is there |do (?:you|u) have |have (?:you|u) got |got )?(?:any(?:thing)? |some(?:thing)? |an? )?better(?: ones?| options?)?[ ?.!]*$|^(?:那)?(?:还)?(?:有没有|有)(?:更好|好一?点)的?(?:吗|么|呢)?[ ?!。？！]*$/iu,
  /^(?:and |so |or |ok |no,? )*(?:(?:is there|do you have|have you got|got|show me|give me|what about|what|how about) )?(?:any(?:thing)? |some(?:thing)? |the )?(?:else|more|others?|other (?:ones?|options?|models?|choices)|more (?:ones|options|of (?:them|those|these))|different ones?)(?: (?:do|have) you (?:have|got))?[ ?.!]*$/iu,
  /^(?:那|再|给我|帮我)*(?:还有没有|还有|有没有|换|看看?|来)?(?:一个|几个|一批|一款|点)?(?:别的|其他的?|其它的?|另外的)(?:款|型号|选择|推荐)?(?:吗|么|呢|吧)?[ ?!。？！]*$|^(?:再)?换(?:一)?[个款批](?:看看)?(?:吧|呗)?[ ?!。？！]*$|^还有(?:吗|么|呢)[ ?。？]*$/u,
];

const byThem =
  '(?:him|her|them|that (?:artist|band|brand|maker|singer|group)|the same (?:artist|band|brand|maker|singer|group))';
const sameOnes = [
  new RegExp(
    `^(?:and |so )?(?:(?:what|anything|something) else|(?:(?:do you have|have you got|show me|is there|are there) )?(?:any |some )?(?:more|others?|other (?:albums?|records?|cds?|lps?|things?|models?)))(?: (?:do|have) you (?:have|got|sell))?(?: is there)? (?:by|from|of) ${byThem}[ ?.!]*$`,
    'iu',
  ),
  /^(?:那)?(?:他|她|他们|这个?(?:歌手|乐队|牌子|品牌|厂家)|同(?:一个?)?(?:歌手|乐队|牌子|品牌))的?(?:还有|其他|别的|另外)(?:的)?(?:什么|哪些|专辑|唱片|产品|型号|CD)*(?:吗|么|呢)?[ ?!。？！]*$/iu,
];

const cheapestOnes = [
  /^(?:and |ok |so )*(?:the |show me the )?(?:cheapest|least expensive)(?: one| of (?:them|those))?[ ?.!]*$|^(?:那)?(?:要|就|来)?最便宜的?(?:那|这)?[个款台张]?(?:呢|吧)?[ ?!。？！]*$/iu,
  /^(?:and |so )?(?:which|what)(?: one| ones)?(?: of (?:them|these|those))? (?:is|are|costs?) (?:the )?(?:cheap(?:est|er)|le(?:ast|ss)(?: expensive)?|lowest)(?: one)?(?: of (?:them|these|those|all))?[ ?.!]*$/iu,
  /^(?:那)?(?:其中|这些(?:里面?)?|它们(?:里面?)?|这几[款个台](?:里面?)?)?(?:的)?(?:最便宜|价格最低|最低价)的?(?:是)?哪[一]?[款个台张]?(?:呢)?[ ?!。？！]*$|^(?:那)?(?:其中|这些(?:里面?)?|它们(?:里面?)?|这几[款个台](?:里面?)?)?哪[一]?[款个台张](?:是)?(?:最便宜|更便宜|便宜(?:一?[点些])?|价格最低)的?(?:呢)?[ ?!。？！]*$/u,
];

const ending = '[ ?.!。？！]*$';
const whichOnes = [
  new RegExp(
    `^(?:and |so )?which (?:one |ones )?(?:of (?:them|these|those) )?(?:is|are|has|have|plays?|supports?|works?|fits?|goes|pairs?|comes? (?:with|in)|can|does|do)\\s+(.{2,60}?)${ending}`,
    'iu',
  ),
  new RegExp(
    `^(?:and |what about |how about |i(?:'d| would) (?:like|take|prefer) |i(?:'ll| will) take |just )?the ([\\p{L}\\p{N}][\\p{L}\\p{N} -]{1,30}?) ones?${ending}`,
    'iu',
  ),
  new RegExp(
    `^(?:and |but )?(?:only|just) (?:those |the ones )?(?:in|with|from|by) (.{2,40}?)${ending}`,
    'iu',
  ),
  new RegExp(`^(?:and |but )?(?:only|just) (?:the )?(.{2,30}?) ones?${ending}`, 'iu'),
  new RegExp(
    `^(?:其中|这些(?:里面?)?|它们(?:里面?)?|这几[款个台](?:里面?)?)?哪[一几]?[款个台些](?:是|有|支持|能|可以|带)?(.{1,40}?)(?:的)?(?:吗|呢)?${ending}`,
    'u',
  ),
  new RegExp(
    `^(?:那)?([\\p{Script=Han}\\p{L}\\p{N}-]{1,12}?)的(?:那|这)?(?:一)?(?:款|个|台|呢)(?:呢|怎么样)?${ending}`,
    'u',
  ),
];
