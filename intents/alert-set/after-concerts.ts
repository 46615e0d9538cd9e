/** "Tell me when they do", 有的话告诉我, right after a question about concerts: the wish names neither who nor where. */
import { cityIn, type Turn, usualForm } from '../../src/kit.ts';
import { answeredBefore } from '../concerts-near/answered.ts';
import { type AskedWish, readWish } from './read-wish.ts';
import * as words from './wish-words.ts';

/** Undefined for a message that says itself what it is about. */
export function wishAfterConcerts(turn: Turn): AskedWish | undefined {
  const asked = answeredBefore(turn);
  if (!asked || !namesNothing(turn.text)) return undefined;
  const { performer: about, city } = asked;
  return { occasion: 'local-event', about, ...(city !== '' && { town: { name: city, city: cityIn(city) } }) };
}

const longest = 60;

/** True for a wish to be told of "it", "them" or "one". */
export function namesNothing(text: string): boolean {
  const said = usualForm(text);
  if (said.length > longest || words.notAsking.test(said) || !words.asking.test(said)) return false;
  const wish = readWish(said, false);
  if (wish && wish.occasion !== 'answer' && wish.occasion !== 'local-event') return false;
  return (wish?.town === undefined && english.test(said)) || chinese.test(said);
}

const english =
  /^(?:(?:yes|yeah|yep|ok(?:ay)?|sure|please|do|then|so|and|but|no|thanks|can you|could you|would you|will you)\b[\s,.!]*)*(?:tell me|let me know|notify me|inform me|alert me|message me|e-?mail me|ping me|remind me|keep me (?:posted|informed|updated))(?: about it| here)?(?: (?:when(?:ever)?|if|once|as soon as|the moment) (?:(?:they|he|she|it|there|one|anything|something)\b[^,.;?!]{0,30}|(?:that|this) (?:changes|happens)|any (?:comes?|are)\b[^,.;?!]{0,20}|you (?:know|hear|find|see|get|learn|have)\b[^,.;?!]{0,20}))?(?:,? (?:then|please|thanks))*[\s.!?]*$/iu;
const chinese =
  /^(?:(?:好的?|行|可以|嗯|是的?|要|那么?|请|麻烦你?|到时候?|等|如果|一旦|一)[\s,，。!！]*)*(?:(?:他们|她们|它们|他|她|有|来|开|演)[^,，。?？]{0,10}?)?(?:的话|的时候|了|时|就|再|[\s,，])*(?:请|麻烦你?)?(?:告诉|通知|提醒|告知)(?:一下|一声)?我(?:一下|一声|吧|哦|啊)*[\s。!！]*$/u;
