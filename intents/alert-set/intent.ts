/** The shopper asks to be told: when a price falls, something is back, a performer comes near, a question has an answer. */
import {
  type Button,
  defineIntent,
  type FoundProduct,
  formatMoney,
  keepAsked,
  type Money,
  type NewWish,
  type Turn,
} from '../../src/kit.ts';
import { referenceIn } from '../about-shown/read-one.ts';
import { freshlyShown, type Shown } from '../about-shown/shown.ts';
import { wishAfterConcerts } from './after-concerts.ts';
import { type AskedWish, readWish } from './read-wish.ts';
import { townOf, whatIsHeard } from './show-wish.ts';
import { genre } from './wish-words.ts';

const questionButton = 'alert.answer.button';
/** The chat itself acts on it where the browser can be notified; elsewhere it comes as words. */
const pushButton = 'alert.push.button';

/** What was last promised here: "make it 300" is about that. */
interface Notes {
  readonly subject: string;
  readonly title: string;
  readonly currency: string;
  /** The turn of the conversation in which it was promised. */
  readonly turn: number;
}

const mostButtons = 6;

export default defineIntent({
  title: 'alert-set.title',
  follows: isSure,
  recognises(turn) {
    if (!turn.alerts) return false;
    return isButton(turn, questionButton) || isButton(turn, pushButton) || asked(turn) !== undefined;
  },
  async run(turn) {
    if (!turn.alerts) return turn.say('alert-set.unavailable');
    if (isButton(turn, pushButton)) return turn.say('alert.push.elsewhere');
    if (isButton(turn, questionButton)) return promiseAnswer(turn);
    const wish = asked(turn);
    if (!wish) return turn.say('alert-set.what');
    switch (wish.occasion) {
      case 'answer':
        return promiseAnswer(turn);
      case 'local-event':
        return promiseEvents(turn, wish);
      case 'new-from':
        return wish.about === ''
          ? turn.say('alert-set.who')
          : promise(turn, {
              kind: 'new-from',
              subject: turn.alerts.performerKey(wish.about),
              title: wish.about,
              terms: {},
            });
      default:
        return promiseProduct(turn, wish);
    }
  },
});

const asksAtOnce =
  /^(?:please |can you |could you |would you )*(?:tell|notify|alert|inform|remind|ping|e-?mail|message) me\b|^let me know\b|(?:告诉|通知|提醒)(?:一下)?我[吧。！]*$|^(?:请)?(?:告诉|通知|提醒)(?:一下)?我/iu;
/** The shop has events of its own, which the FAQ tells of: a wish is of those near the shopper, or of a performer's. */
const nearby = /\b(?:near|around|close to|plays?)\b|附近|演出/iu;
const ofPerformer = /\b(?:concerts?|tours?|gigs?|performs?|comes? to)\b|演唱会|巡演|开唱/iu;

/**
 * "Tell me when headphones are under 50" is no question about headphones: it is said what is wished and of what, or
 * that it is to be told, or a new limit comes right after a wish.
 */
function isSure(turn: Turn): boolean {
  const { text, memory } = turn;
  if (!turn.alerts) return false;
  if (wishAfterConcerts(turn)) return true;
  const wish = readWish(text, false);
  if (wish?.occasion === 'answer') return text.length <= 40;
  if (wish?.occasion === 'local-event')
    return wish.town !== undefined || wish.about === ''
      ? asksAtOnce.test(text) && nearby.test(text)
      : nearby.test(text) || ofPerformer.test(text);
  if (wish) return wish.about !== '' || (asksAtOnce.test(text) && ofProducts.has(wish.occasion));
  return (
    lastOne(turn) !== undefined &&
    memory.previous !== undefined &&
    asked(turn) !== undefined &&
    readWish(memory.previous, true) !== undefined
  );
}

const ofProducts: ReadonlySet<string> = new Set(['target-price', 'price-drop', 'back-in-stock']);

function asked(turn: Turn): AskedWish | undefined {
  return wishAfterConcerts(turn) ?? readWish(turn.text, lastOne(turn) !== undefined);
}

function isButton(turn: Turn, key: string): boolean {
  const texts = turn.knowledge.replies.get(key);
  return [...(texts?.en ?? []), ...(texts?.zh ?? [])].includes(turn.text);
}

async function promiseAnswer(turn: Turn): Promise<void> {
  const question = turn.memory.previous;
  // What was said before may itself have been "tell me when …", which nobody can answer.
  if (question === undefined || readWish(question, false)) return turn.say('alert-set.no-question');
  await promise(turn, { kind: 'answer', subject: question.slice(0, 300), title: question, terms: {} });
}

async function promiseEvents(turn: Turn, { about, withinKm, town }: AskedWish): Promise<void> {
  if (town && !town.city) return turn.say('alert-set.unknown-town', { town: town.name });
  const near = town?.city && townOf(town.name, town.city);
  if (genre.test(about)) return turn.say('alert-set.genre');
  const isAnybody = about === '' || /^(?:music|live music|bands?|concerts?|shows?|音乐|乐队)$/iu.test(about);
  const wish: NewWish = {
    kind: 'local-event',
    subject: isAnybody ? '*' : (turn.alerts?.performerKey(about) ?? about),
    title: isAnybody ? '*' : about,
    terms: { ...(withinKm !== undefined && { withinKm }), ...(near && { near }) },
  };
  await promise(turn, wish, whatIsHeard(turn, wish));
  if (near || turn.customer?.place) return;
  keepAsked(turn, 'my-place');
  turn.say('alert-set.where');
}

async function promiseProduct(turn: Turn, wish: AskedWish): Promise<void> {
  const { occasion, about, amount, percent } = wish;
  if (occasion !== 'target-price' && occasion !== 'price-drop' && occasion !== 'back-in-stock') return;
  const shown = freshlyShown(turn);
  const promised = lastOne(turn);
  // "It" is what was promised just now, unless something was shown since.
  const last = promised && promised.turn >= (shown?.turn ?? -1) ? promised : undefined;
  const atHand = async () => (last ? undefined : productAtHand(turn, shown));
  const product = about === '' ? await atHand() : await productNamed(turn, about);
  if (about !== '' && !product) return turn.say('alert-set.unknown-product', { about });
  if (!product && !last) return turn.say('alert-set.which', {}, { buttons: choices(turn, shown) });
  const subject = product?.id ?? last?.subject ?? '';
  const title = product?.title ?? last?.title ?? '';
  const currency = product?.offers[0].cost?.currency ?? last?.currency ?? 'USD';
  const below = amount === undefined ? undefined : { minor: Math.round(amount * 100), currency };
  await promise(
    turn,
    { kind: occasion, subject, title, terms: { ...(below && { below }), ...(percent && { percent }) } },
    below ? { amount: formatMoney(below, turn.language) } : {},
  );
  turn.keepNotes('alert-set', { subject, title, currency, turn: turn.memory.turns ?? 0 } satisfies Notes);
  if (below) await sayIfBelowNow(turn, subject, below);
  const now = product?.offers.find(({ availability }) => availability === 'in-stock');
  if (occasion === 'back-in-stock' && now) turn.say('alert-set.in-stock-now', { shop: now.shop });
}

/** What is asked for may be there already. */
async function sayIfBelowNow(turn: Turn, id: string, below: Money): Promise<void> {
  const [best] = (await turn.shop?.products([id]))?.[0]?.offers ?? [];
  if (best?.availability !== 'in-stock' || best.cost?.currency !== below.currency) return;
  if (best.cost.minor > below.minor) return;
  turn.say('alert-set.below-now', { amount: formatMoney(best.cost, turn.language), shop: best.shop });
}

/** The one that the talk is about, else that of the shopper's page. */
async function productAtHand(turn: Turn, shown: Shown | undefined): Promise<FoundProduct | undefined> {
  const { shop, memory, text } = turn;
  const titles = shown?.products.map(({ title }) => title) ?? [];
  const which = referenceIn(text, titles);
  const id = typeof which === 'number' ? shown?.products.at(which)?.id : shown?.focus;
  if (id !== undefined) return (await shop?.products([id]))?.[0];
  return memory.page && !shown ? shop?.onPage(memory.page) : undefined;
}

/** The same wish for each of those that "it" may mean. */
function choices({ text }: Turn, shown: Shown | undefined): Button[] {
  return (shown?.products ?? []).slice(0, mostButtons).map(({ title }) => ({
    title,
    value: text.replace(/\b(?:it|this one|that one|this|that)\b|它|这[个款台]|那[个款台]/iu, () => title),
  }));
}

/** The likeliest of what the words find; none for words that name no product. */
async function productNamed(turn: Turn, about: string): Promise<FoundProduct | undefined> {
  const found = await turn.shop?.findExactly(about);
  return found?.level === 'exact' ? found.products[0] : undefined;
}

async function promise(
  turn: Turn,
  wish: NewWish,
  blanks: Readonly<Record<string, string>> = {},
): Promise<void> {
  const done = await turn.alerts?.promise(wish, turn.text, turn.language);
  const key = done === 'changed' ? `alert-set.changed.${wish.kind}` : `alert-set.done.${wish.kind}`;
  const known = turn.knowledge.replies.has(key) ? key : `alert-set.done.${wish.kind}`;
  turn.say(
    known,
    { title: wish.title, ...blanks },
    { buttons: [{ title: turn.phrase('alert-list.button') }] },
  );
}

function lastOne(turn: Turn): Notes | undefined {
  const notes = turn.notes('alert-set');
  return isNotes(notes) ? notes : undefined;
}

function isNotes(notes: unknown): notes is Notes {
  return typeof notes === 'object' && notes !== null && 'subject' in notes && 'turn' in notes;
}
