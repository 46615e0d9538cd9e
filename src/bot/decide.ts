/** Decides what a turn does: which intent or answer, a "did you mean", or an honest no. */
import { z } from 'zod';
import { redactionEntity } from '../core/activity.ts';
import { languages } from '../core/language.ts';
import { handoffRule } from '../desk/index.ts';
import { type FaqEntry, faqEntryOf, holdsOn, shopDay } from '../knowledge/index.ts';
import { type Candidate, isOtherLanguage, pickOption } from '../understanding/index.ts';
import { answerFromFaq } from './answer.ts';
import { askAgain, begin, explain, type FormMemory, fill } from './form.ts';
import type { LoadedIntent } from './intents.ts';
import type { Memory } from './memory.ts';
import { notePage } from './page.ts';
import type { Repertoire } from './repertoire.ts';
import { bearsOnQuestion, isSaidAlready, keepTopic, leastShare, partWanted, topicNow } from './topic.ts';
import type { Button, Turn } from './turn.ts';
import { yesOrNo } from './yes-or-no.ts';

const mostOptions = 3;
const turnsBetweenSoothing = 4;

/** Acts on one entry of the shopper's. */
export async function decide(turn: Turn, repertoire: Repertoire): Promise<void> {
  keepCart(turn);
  if (turn.activity.type === 'event') return onEvent(turn);
  if (turn.activity.type !== 'message') return;
  if (turn.text === '') return onWordless(turn);

  const warned = warnOfSecrets(turn);
  const asked = turn.understood !== undefined;
  if ((asked || !warned) && !(await respond(turn, repertoire))) await decline(turn);
  if (!turn.handedOver && turn.chosen.length > 0) await handOverByRule(turn);
  await soothe(turn);
  if (turn.forgotten) return;
  // "And to Canada?" leans on the whole question, whatever was asked about its answer in between.
  if (!turn.onTopic) turn.memory.previous = turn.completed ?? turn.text;
  keepTopic(turn, (id) => intentOf(id, repertoire)?.courtesy ?? false);
}

/** Answers what was asked; false when that could not be understood. */
async function respond(turn: Turn, repertoire: Repertoire): Promise<boolean> {
  if (ratedInWords(turn)) return true;
  const offered = turn.memory.offered ?? [];
  delete turn.memory.offered;
  if (await answerToQuestion(turn, repertoire)) return true;
  if (await answerToOffer(turn, offered, repertoire)) return true;

  const pressed = repertoire.pressed(turn.text, turn.knowledge.replies);
  if (pressed) return act(turn, `intent:${pressed.name}`, repertoire);

  const { form } = turn.memory;
  const asking = form && repertoire.named(form.intent);
  if (form && asking) {
    await inForm(turn, repertoire, asking, form);
    return true;
  }
  const following = await repertoire.follows(turn);
  if (following) return act(turn, `intent:${following.name}`, repertoire);
  if (turn.onTopic && (await actOnTopic(turn, repertoire))) return true;
  if (await actOnParts(turn, repertoire)) return true;
  if (await actOnBest(turn, repertoire)) return true;
  const recognising = await repertoire.recognises(turn);
  if (recognising) return act(turn, `intent:${recognising.name}`, repertoire);
  if (isOtherLanguage(turn.text)) {
    await decline(turn, 'decline.language');
    return true;
  }
  // Who swears is not asked which of three questions was meant: `soothe` answers.
  if (turn.mood) return soothes(turn);
  return turn.understood?.zone === 'offer' && offer(turn, turn.understood.candidates, repertoire);
}

/** One of the questions of "did you mean", pressed or in the shopper's own words: "the second", "yes", "no". */
async function answerToOffer(
  turn: Turn,
  offered: NonNullable<Memory['offered']>,
  repertoire: Repertoire,
): Promise<boolean> {
  const titles = offered.map(({ title }) => title);
  const [likeliest = ''] = titles;
  const none = turn.phrase('offer.none');
  const said = offered.length > 0 ? yesOrNo(turn.text, { yes: likeliest, no: none }) : undefined;
  if (turn.text === none || said === 'no') {
    await decline(turn, 'offer.declined');
    return true;
  }
  const isQuestion = turn.understood?.zone === 'answer' && !titles.includes(turn.text);
  const place = said === 'yes' ? 0 : isQuestion ? undefined : pickOption(turn.text, titles);
  const chosen = place === undefined ? undefined : offered[place];
  return chosen !== undefined && act(turn, chosen.id, repertoire);
}

/** A yes or no to what an intent asked last goes to that intent; anything else leaves the question behind. */
async function answerToQuestion(turn: Turn, repertoire: Repertoire): Promise<boolean> {
  const { question } = turn.memory;
  delete turn.memory.question;
  if (!question) return false;
  const said = yesOrNo(turn.text, question);
  if (!said) return false;
  turn.verdict = { yes: said === 'yes', about: question.about };
  return act(turn, `intent:${question.intent}`, repertoire);
}

/** Answers each of several questions in its turn, until one begins a form. */
async function actOnParts(turn: Turn, repertoire: Repertoire): Promise<boolean> {
  const ids = turn.parts.flatMap(({ candidates }) => candidates[0]?.id ?? []);
  const asked = ids.filter((id) => !intentOf(id, repertoire)?.courtesy);
  const mayAsk = (id: string) => ((doerOf(turn, id, repertoire)?.slots ?? []).length > 0 ? 1 : 0);
  // What may begin a form comes last, so that the others are answered before it asks something.
  const inOrder = (asked.length > 0 ? asked : ids).toSorted((a, b) => mayAsk(a) - mayAsk(b));
  for (const id of inOrder) {
    if (!turn.memory.form) await act(turn, id, repertoire);
  }
  return turn.chosen.length > 0;
}

/** While a form is being filled: commands first, then the value asked for, then questions in between. */
async function inForm(
  turn: Turn,
  repertoire: Repertoire,
  asking: LoadedIntent,
  form: FormMemory,
): Promise<void> {
  // The form's own button means what it says, whatever else the word may stand for.
  const buttons = turn.knowledge.replies.get('form.cancel');
  const isCancelled = languages.some((language) => buttons?.[language].includes(turn.text));
  if (isCancelled && (await act(turn, 'intent:cancel', repertoire))) return;
  const [best] = turn.understood?.candidates ?? [];
  const command = best && doerOf(turn, best.id, repertoire);
  if (command?.always && (await actOnBest(turn, repertoire))) return;
  if (await fill(turn, asking, form)) return;
  const interrupted =
    command !== asking && ((await actOnBest(turn, repertoire)) || (await actOnOwn(turn, repertoire, asking)));
  if (interrupted && !turn.memory.form) return;
  // What only stood in for an answer is not insisted on while nothing of it was filled in.
  const isIdle = asking.insteadOf !== undefined && Object.keys(form.values).length === 0;
  if (interrupted && isIdle) delete turn.memory.form;
  else if (interrupted) askAgain(turn, asking, form);
  else explain(turn, asking, form);
}

/** In the middle of a form: what an intent other than the form's knows as its own question. */
async function actOnOwn(turn: Turn, repertoire: Repertoire, asking: LoadedIntent): Promise<boolean> {
  const intent = (await repertoire.follows(turn)) ?? (await repertoire.recognises(turn));
  return intent !== undefined && intent !== asking && act(turn, `intent:${intent.name}`, repertoire);
}

/** Does what was surely asked; false when nothing was. */
async function actOnBest(turn: Turn, repertoire: Repertoire): Promise<boolean> {
  const [best] = turn.understood?.candidates ?? [];
  if (turn.understood?.zone !== 'answer' || !best) return false;
  return act(turn, best.id, repertoire);
}

/** A question about the answer before: what of it tells that, else another answer that tells it. */
async function actOnTopic(turn: Turn, repertoire: Repertoire): Promise<boolean> {
  const [best, ...others] = turn.understood?.candidates ?? [];
  if (!best) return false;
  const likely = [best, ...others.filter(({ confidence }) => confidence >= leastShare)];
  const telling = likely.find(({ id }) => {
    const entry = faqEntry(turn, id);
    return entry === undefined || bearsOnQuestion(turn, entry);
  });
  const { id } = telling ?? best;
  const entry = id === topicNow(turn) ? faqEntry(turn, id) : undefined;
  if (!entry) return act(turn, id, repertoire);
  turn.memory.declined = 0;
  turn.chosen.push(id);
  answerOrPart(turn, entry);
  return true;
}

/** Of an answer that was just given what is asked of it, or that there is no more; else all of it. */
function answerOrPart(turn: Turn, entry: FaqEntry): void {
  const part = partWanted(turn, entry);
  const buttons = [{ title: turn.phrase('decline.person') }];
  if (part === undefined && isSaidAlready(turn, entry)) turn.say('answer.no-more', {}, { buttons });
  else answerFromFaq(turn, entry, [], part);
}

/** Runs an intent or gives an answer by its id in the bank; false when there is no such thing (any more). */
async function act(turn: Turn, id: string, repertoire: Repertoire): Promise<boolean> {
  const intent = doerOf(turn, id, repertoire);
  const entry = id.startsWith('faq:') ? faqEntry(turn, id) : undefined;
  if (!intent && !entry) return false;
  turn.memory.declined = 0;
  turn.chosen.push(id);
  if (intent) await begin(turn, intent);
  else if (entry) answerOrPart(turn, entry);
  return true;
}

/** Asks which of the likeliest was meant; false when none of them can be offered. */
function offer(turn: Turn, candidates: readonly Candidate[], repertoire: Repertoire): boolean {
  const options = candidates
    .flatMap(({ id }) => {
      const title = titleOf(turn, id, repertoire);
      return title ? [{ title, id }] : [];
    })
    .slice(0, mostOptions);
  if (options.length === 0) return false;
  turn.memory.offered = options;
  const buttons: Button[] = options.map(({ title }) => ({ title }));
  turn.say('offer.ask', {}, { buttons: [...buttons, { title: turn.phrase('offer.none') }] });
  return true;
}

/** Says that it does not know, and offers a person; the second time in a row one goes on, if one is there. */
async function decline(
  turn: Turn,
  sentence: 'decline' | 'decline.language' | 'offer.declined' = 'decline',
): Promise<void> {
  turn.memory.declined = (turn.memory.declined ?? 0) + 1;
  if (await handOverByRule(turn)) return;
  const person = { title: turn.phrase('decline.person') };
  // Who wishes to know is told once somebody of the shop has written the answer down.
  const later = turn.alerts ? [{ title: turn.phrase('alert.answer.button') }] : [];
  turn.say(sentence, {}, { buttons: [person, ...later] });
}

function intentOf(id: string, repertoire: Repertoire): LoadedIntent | undefined {
  return id.startsWith('intent:') ? repertoire.named(id.slice(7)) : undefined;
}

/** The intent of this id, or the one that does what this answer of the FAQ only tells of. */
function doerOf(turn: Turn, id: string, repertoire: Repertoire): LoadedIntent | undefined {
  if (!id.startsWith('faq:')) return intentOf(id, repertoire);
  if (!turn.orders || !faqEntry(turn, id)) return undefined;
  return repertoire.insteadOf(id.slice(4));
}

/** Says that a card number or password was masked, and never to send one; false when there was none. */
function warnOfSecrets(turn: Turn): boolean {
  const masked = turn.activity.entities?.some(({ type }) => type === redactionEntity) ?? false;
  if (masked) turn.say('secret.masked');
  return masked;
}

/** Brings an angry shopper to a person; where nobody is there it says sorry, but not at every word. */
async function soothe(turn: Turn): Promise<void> {
  if (!turn.mood || turn.handedOver) return;
  if (await handOverByRule(turn)) return;
  if (!soothes(turn) || turn.chosen.includes('intent:talk-to-person')) return;
  turn.memory.soothed = turn.memory.turns ?? 0;
  turn.say('angry.sorry', {}, { buttons: [{ title: turn.phrase('decline.person') }] });
}

/** Said sorry not too lately to say it again. */
function soothes({ memory }: Turn): boolean {
  return (memory.turns ?? 0) - (memory.soothed ?? Number.NEGATIVE_INFINITY) >= turnsBetweenSoothing;
}

/** A person goes on where a rule of the merchant's says so and one is there; not in the middle of a form. */
async function handOverByRule(turn: Turn): Promise<boolean> {
  if (!turn.people || turn.memory.form || turn.handedOver) return turn.handedOver;
  const rule = handoffRule(turn.knowledge, {
    declined: turn.memory.declined ?? 0,
    mood: turn.mood,
    topics: turn.chosen,
    cart: turn.memory.cart,
    loyalty: turn.customer?.preferences.loyalty,
  });
  if (!rule) return false;
  const outlook = await turn.people.outlook(turn.language, rule);
  if (!outlook.there || outlook.blocked) return false;
  const { id, skills, priority } = rule;
  const reason = id === 'declined' || id === 'angry' ? id : `rule:${id}`;
  const because = rule.mood ? 'desk.waiting.sorry' : rule.declined ? 'desk.waiting.declined' : undefined;
  return turn.handOver({ reason, skills, priority }, because);
}

function titleOf(turn: Turn, id: string, repertoire: Repertoire): string | undefined {
  if (id.startsWith('intent:')) {
    const title = intentOf(id, repertoire)?.title;
    return title && turn.phrase(title);
  }
  const texts = faqEntry(turn, id)?.texts;
  return (texts?.[turn.language] ?? texts?.en ?? texts?.zh)?.question;
}

function faqEntry(turn: Turn, id: string): FaqEntry | undefined {
  const entry = id.startsWith('faq:') ? faqEntryOf(turn.knowledge, id.slice(4)) : undefined;
  return entry && holdsOn(entry, shopDay(turn.knowledge, turn.now)) ? entry : undefined;
}

/** A message without words: a file, or nothing at all. */
function onWordless(turn: Turn): void {
  const files = turn.activity.attachments?.length ?? 0;
  turn.say(files > 0 ? 'upload.received' : 'message.empty');
}

const cartSchema = z.object({ cart: z.object({ total: z.string().max(100) }) });
const joinSchema = z.object({ page: cartSchema });

/** What lies in the cart, as the page tells it. */
function keepCart({ activity, memory }: Turn): void {
  if (activity.value === undefined) return;
  const page = cartSchema.safeParse(activity.value).data ?? joinSchema.safeParse(activity.value).data?.page;
  if (page) memory.cart = page.cart.total;
}

const feedbackSchema = z.object({
  activityId: z.string().max(200),
  verdict: z.enum(['up', 'down']),
  comment: z.string().max(2_000).optional(),
});

/** What a client tells the bot beside words: that the chat was opened, and thumbs. */
async function onEvent(turn: Turn): Promise<void> {
  notePage(turn);
  if (turn.activity.name === 'webchat/join' && !turn.memory.welcomed) {
    turn.memory.welcomed = true;
    // Who was quicker to ask than to be greeted has been answered.
    if (turn.memory.previous !== undefined) return;
    const name = turn.customer?.name;
    const buttons = exampleQuestions(turn);
    if (name === undefined) turn.say('welcome', {}, { buttons });
    else turn.say('welcome.by-name', { name }, { buttons });
  }
  if (turn.activity.name === 'feedback') onFeedback(turn);
  if (turn.activity.name === 'desk/rating') onRating(turn);
  if (turn.activity.name === 'push/subscribe') await onPush(turn);
}

const pushSchema = z.object({ subscription: z.unknown(), wording: z.string().min(1).max(300) });

/** The shopper lets the shop notify this browser; the words of the button are what they agreed to. */
async function onPush(turn: Turn): Promise<void> {
  const parsed = pushSchema.safeParse(turn.activity.value);
  if (!parsed.success || !turn.alerts) return;
  const { subscription, wording } = parsed.data;
  await turn.settle();
  const taken = await turn.alerts.subscribe(subscription, wording, turn.language);
  turn.say(taken ? 'alert.push.on' : 'alert.push.failed');
}

const ratingSchema = z.object({
  score: z.number().int().min(1).max(5),
  comment: z.string().max(2_000).optional(),
});

/** The stars for the people who helped, from the widget. */
function onRating(turn: Turn): void {
  const parsed = ratingSchema.safeParse(turn.activity.value);
  if (parsed.success) rate(turn, parsed.data.score, parsed.data.comment);
}

/** The stars as words, from a button or a channel without the widget; false when the text is none of them. */
function ratedInWords(turn: Turn): boolean {
  if (!turn.people) return false;
  const place = starTexts.findIndex((key) =>
    languages.some((language) => turn.knowledge.replies.get(key)?.[language].includes(turn.text)),
  );
  if (place < 0) return false;
  rate(turn, place + 1, undefined);
  return true;
}

const starTexts = [1, 2, 3, 4, 5].map((stars) => `desk.rate.${stars}`);

function rate(turn: Turn, score: number, comment: string | undefined): void {
  turn.also.push(...(turn.people?.rate(turn.conversationId, score, comment?.replaceAll('\0', '')) ?? []));
  turn.say('desk.thanks');
}

function onFeedback(turn: Turn): void {
  const parsed = feedbackSchema.safeParse(turn.activity.value);
  if (!parsed.success) return;
  const { activityId, verdict, comment } = parsed.data;
  const answerId = turn.memory.answers?.find((answer) => answer.activityId === activityId)?.answerId;
  if (answerId === undefined) return;
  turn.also.push({
    sql: `INSERT INTO feedback (conversation_id, activity_id, at, answer_id, verdict, comment)
          VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (conversation_id, activity_id)
          DO UPDATE SET at = excluded.at, verdict = excluded.verdict, comment = excluded.comment`,
    params: [
      turn.conversationId,
      activityId,
      turn.now,
      answerId,
      verdict,
      comment?.replaceAll('\0', '') ?? null,
    ],
  });
  if (verdict === 'down') {
    turn.say('feedback.thanks.down', {}, { buttons: [{ title: turn.phrase('decline.person') }] });
  }
}

/** Buttons with questions that the shop can surely answer. */
export function exampleQuestions(turn: Turn): Button[] {
  return [...turn.knowledge.replies.keys()]
    .filter((key) => key.startsWith('help.example.'))
    .slice(0, 4)
    .map((key) => ({ title: turn.phrase(key) }));
}
