/** The shopper does not want to be shown a product again: a button of its card, or "not for me" of one that was shown. */
import { type Button, defineIntent, type Turn } from '../../src/kit.ts';
import { showOthers } from '../about-shown/others.ts';
import { referenceIn } from '../about-shown/read-one.ts';
import { freshlyShown, type Shown, shownIn } from '../about-shown/shown.ts';

const mostButtons = 6;
/** What they have from elsewhere is no more for them than what they do not like. */
const hasIt =
  /^(?:but )?i(?: already| do)? (?:have|own|got)(?: already)? (?:it|this|that|the \w+)(?: one)?(?: already)?[ .!]*$|^i(?:'ve| have)(?: already)? got (?:it|this|that|the \w+)(?: one)?(?: already)?[ .!]*$|^我?已经有(?:这个|那个|这款|那款|它|第.个|了)+[。！]*$/iu;

const dislikes =
  /^(?:(?:sorry|no|hm+),? )?(?:(?:i'?m )?not interested|not (?:for me|that one|this one|my (?:style|thing|taste)|(?:the|that) (?:kind|sort))|i (?:don't|dont|do not) (?:like|want) (?:it|this|that)(?: one)?)[ .!]*$|^(?:我)?(?:不喜欢|不感兴趣|不想要)(?:这个|那个|这款|那款|它)?[了。！]*$/iu;

export default defineIntent({
  begins: 'not-for-me.begins',
  follows: (turn) => freshlyShown(turn) !== undefined && (hasIt.test(turn.text) || dislikes.test(turn.text)),
  async run(turn) {
    const shown = shownIn(turn);
    const product = shown && refused(turn, shown);
    // None of several: others may please.
    if (!product && shown && turn.shop && dislikes.test(turn.text)) return showOthers(turn, turn.shop, shown);
    if (!product) return turn.say('not-for-me.which', {}, { buttons: choices(turn, shown) });
    const { title } = product;
    if (!turn.shop || turn.customerId === undefined || !(await turn.shop.knows(turn.customerId))) {
      return turn.say('not-for-me.only-here', { title });
    }
    await turn.shop.decline(turn.customerId, product.id, turn.now);
    turn.say('not-for-me.noted', { title });
  },
});

/** The one whose title the button says, else the one that the words mean. */
function refused({ text }: Turn, { products, focus }: Shown): Shown['products'][number] | undefined {
  const pressed = products.find(({ title }) => text.endsWith(title));
  if (pressed) return pressed;
  const which = referenceIn(
    text,
    products.map(({ title }) => title),
  );
  return typeof which === 'number' ? products.at(which) : products.find(({ id }) => id === focus);
}

function choices(turn: Turn, shown: Shown | undefined): Button[] {
  return (shown?.products ?? []).slice(0, mostButtons).map(({ title }) => ({
    title,
    value: `${turn.phrase('not-for-me.begins')} ${title}`,
  }));
}
