/** The shopper asks to be told: when a price falls, something is back, a performer comes near, a question has an answer. */
import { defineIntent, type FoundProduct, formatMoney, type NewWish, type Turn } from '../../src/kit.ts';
import { type AskedWish, readWish } from './read-wish.ts';

const questionButton = 'alert.answer.button';
/** The chat itself acts on it where the browser can be notified; elsewhere it comes as words. */
const pushButton = 'alert.push.button';

/** What was last promised here: "make it 300" is about that. */
interface Notes {
  readonly subject: string;
  readonly title: string;
  readonly currency: string;
}

export default defineIntent({
  title: 'alert-set.title',
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

function asked(turn: Turn): AskedWish | undefined {
  return readWish(turn.text, lastOne(turn) !== undefined);
}

function isButton(turn: Turn, key: string): boolean {
  const texts = turn.knowledge.replies.get(key);
  return [...(texts?.en ?? []), ...(texts?.zh ?? [])].includes(turn.text);
}

async function promiseAnswer(turn: Turn): Promise<void> {
  const question = turn.memory.previous;
  if (question === undefined) return turn.say('alert-set.no-question');
  await promise(turn, { kind: 'answer', subject: question.slice(0, 300), title: question, terms: {} });
}

async function promiseEvents(turn: Turn, { about, withinKm }: AskedWish): Promise<void> {
  const terms = withinKm === undefined ? {} : { withinKm };
  const isAnybody = about === '' || /^(?:music|live music|bands?|concerts?|shows?|音乐|乐队)$/iu.test(about);
  const title = isAnybody ? turn.phrase('alert-set.anybody') : about;
  const subject = isAnybody ? '*' : (turn.alerts?.performerKey(about) ?? about);
  await promise(turn, { kind: 'local-event', subject, title, terms });
  if (turn.customer && !turn.customer.place) turn.say('alert-set.where');
}

async function promiseProduct(turn: Turn, wish: AskedWish): Promise<void> {
  const { occasion, about, amount, percent } = wish;
  if (occasion !== 'target-price' && occasion !== 'price-drop' && occasion !== 'back-in-stock') return;
  const last = lastOne(turn);
  const product = about === '' ? undefined : await productNamed(turn, about);
  if (about !== '' && !product) return turn.say('alert-set.unknown-product', { about });
  if (!product && !last) return turn.say('alert-set.which');
  const subject = product?.id ?? last?.subject ?? '';
  const title = product?.title ?? last?.title ?? '';
  const currency = product?.offers[0].cost?.currency ?? last?.currency ?? 'USD';
  const below = amount === undefined ? undefined : { minor: Math.round(amount * 100), currency };
  await promise(
    turn,
    { kind: occasion, subject, title, terms: { ...(below && { below }), ...(percent && { percent }) } },
    below ? { amount: formatMoney(below, turn.language) } : {},
  );
  turn.keepNotes('alert-set', { subject, title, currency } satisfies Notes);
  const now = product?.offers.find(({ availability }) => availability === 'in-stock');
  if (occasion === 'back-in-stock' && now) turn.say('alert-set.in-stock-now', { shop: now.shop });
}

/** The likeliest of what the words find; none for words that name no product. */
async function productNamed(turn: Turn, about: string): Promise<FoundProduct | undefined> {
  const found = await turn.shop?.find(about);
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
  return typeof notes === 'object' && notes !== null && 'subject' in notes && 'title' in notes;
}
