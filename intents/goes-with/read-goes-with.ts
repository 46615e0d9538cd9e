/** Reads what a shopper has, or looks at, and wants something beside. */
import { usualForm } from '../../src/kit.ts';

export interface GoesWithAsked {
  /** In the shopper's words, empty for "it". */
  readonly thing: string;
  /** What it shall be: "speakers to go with it". */
  readonly kind?: string | undefined;
}

/** Undefined when nothing of the kind is asked. */
export function readGoesWith(source: string): GoesWithAsked | undefined {
  const text = usualForm(source);
  if (text.length > 120) return undefined;
  const owned = owning.exec(text);
  if (owned) return { thing: thingIn(owned[1] ?? owned[2] ?? '') };
  for (const pattern of asking) {
    const found = pattern.exec(text);
    if (found) return { thing: thingIn(found[1] ?? '') };
  }
  const { kind, thing } = kindFor.exec(text)?.groups ?? {};
  return kind !== undefined && thing !== undefined ? { thing: thingIn(thing), kind } : undefined;
}

function thingIn(words: string): string {
  const thing = words
    .replace(/(?<![?!.,。？！，\s])[?!.,。？！，\s]+$/u, '')
    .replace(/^(?:my|the|our|an?|this|that|these|those|我的?|这[个款台]|那[个款台])\s*/iu, '')
    .trim();
  return /^(?:it|one|this|that|them|它)?$/iu.test(thing) ? '' : thing;
}

/** What they have comes first: "I own a receiver, what goes with it?" */
const owning =
  /^i(?: already|'ve| have)?(?: already)? (?:have|own|got|bought) (.{3,50}?)[,.;]? (?:and )?(?:what|anything|something).{0,12}\b(?:go(?:es)?|works?|pairs?|fits?|match(?:es)?)\b.{0,12}\bwith (?:it|that|them|this)[ ?!.]*$|^我(?:已经|已)?有(?:一?[台个款张副])?(.{1,20}?)[，,]?(?:什么|有什么|哪些).{0,6}(?:搭配|配|合适).{0,6}$/iu;
/** A kind of thing that shall go with another. */
const kindFor =
  /^(?:(?:hm+|ok|okay|and|so|also|then|now|cool|great|what about|how about|do you have|have you got|got|show me|recommend(?: me)?|suggest|find me|i need|i want|i'd like|any|some|an?|good|the|best)[ ,.]+)*(?<kind>\p{L}[\p{L} -]{2,24}?) (?:to|that(?: would| will)?|which(?: would| will)?) (?:go(?:es)?|works?|match(?:es)?|fits?|pairs?)(?: well| best)? with (?<thing>it|that|this|them|(?:my|the|this|that) .{2,40}?)[ ?!.]*$/iu;
const asking = [
  /^(?:so |and )?(?:what|which \w+)(?: else)?(?: would| will| could| should)? (?:go(?:es)?|works?|pairs?|fits?|match(?:es)?)(?: well| best| nicely| together)?(?: with)? (.{2,50})$/iu,
  /^(?:do you have |is there |recommend(?: me)? |suggest |show me |i need |i want )?(?:anything|something|(?:some )?accessor(?:y|ies)|(?:some )?extras|add-?ons)(?: that (?:goes|works|fits)| to (?:go|match))?(?: well)?(?: with| for)? ((?:my|this|that|the|it) ?.{0,50})$/iu,
  /^(?:那)?(?:有)?(?:什么|哪些|啥)(?:东西)?(?:可以|能|适合)?(?:和|跟|与|配|搭配?)(.{1,20}?)(?:一起用|搭配|配|合适|配套)?[吗呢的]?[?？。！]*$/u,
  /^(.{1,20}?)(?:可以|能|该|应该)?(?:配|搭配)(?:什么|哪些|啥)(?:好|合适)?[呢]?[?？。！]*$/u,
];
