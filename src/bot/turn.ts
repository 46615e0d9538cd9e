/** One turn as an intent sees it: what was asked, and the means to answer. Nothing leaves before the turn ends. */
import type { AlertAgent } from '../alerts/index.ts';
import type { Settle } from '../conversations/index.ts';
import type { Activity, Attachment, CardAction } from '../core/activity.ts';
import type { Language } from '../core/language.ts';
import { type Consent, type CustomerProfile, isPersonalised } from '../customers/index.ts';
import type { HandOver } from '../desk/index.ts';
import { type Blanks, type Knowledge, render, renderPlain } from '../knowledge/index.ts';
import type { Statement } from '../store/index.ts';
import { type Entity, entitiesIn, type Mood, type Understood } from '../understanding/index.ts';
import type { CustomerAgent } from './customer-agent.ts';
import { type Memory, memoryKeys } from './memory.ts';
import type { OrderAgent } from './order-agent.ts';
import type { PeopleAgent } from './people.ts';
import type { Reading } from './reading.ts';
import type { ShopAgent } from './shop-agent.ts';

/** A button. Pressing it sends `value` as if the shopper had typed it, or opens `url`. */
export type Button =
  | { readonly title: string; readonly value?: string }
  | { readonly title: string; readonly url: string };

export interface SayOptions {
  readonly buttons?: readonly Button[];
  /** Marks the message as this answer of the bank and asks the shopper for a thumb under it. */
  readonly answerId?: string;
  readonly cards?: readonly Attachment[];
  readonly layout?: 'list' | 'carousel';
}

export interface TurnFacts {
  readonly activity: Activity;
  /** The activity's text without long runs; empty for an event or a bare file. */
  readonly said: string;
  readonly conversationId: string;
  readonly userId: string;
  readonly now: number;
  readonly newId: () => string;
  readonly settle: Settle;
  readonly language: Language;
  readonly knowledge: Knowledge;
  readonly memory: Memory;
  readonly reading?: Reading;
  readonly customer?: CustomerProfile | undefined;
  readonly customers?: CustomerAgent | undefined;
  readonly alerts?: AlertAgent | undefined;
  readonly shop?: ShopAgent | undefined;
  readonly orders?: OrderAgent | undefined;
  readonly people?: PeopleAgent | undefined;
  readonly elsewhere?: (() => Promise<readonly Elsewhere[]>) | undefined;
}

/** A link that leads the shopper to another channel, where this conversation goes on. */
export interface Elsewhere {
  readonly channel: string;
  readonly url: string;
}

export class Turn {
  /** What the shopper wrote, trimmed; empty for an event or a bare file. */
  readonly text: string;
  readonly language: Language;
  readonly activity: Activity;
  readonly conversationId: string;
  readonly userId: string;
  /** Milliseconds UTC at which the turn began. */
  readonly now: number;
  readonly knowledge: Knowledge;
  /** Who is writing, once that is proved or they registered; undefined for visitors. */
  readonly customer: CustomerProfile | undefined;
  /** What can be done for whoever is writing; undefined where no customers are kept, as on the command line. */
  readonly customers: CustomerAgent | undefined;
  /** What was promised to whoever is writing; undefined where nothing can be told later, as on the command line. */
  readonly alerts: AlertAgent | undefined;
  /** The shops' offers; undefined where there is no catalogue, as on the command line. */
  readonly shop: ShopAgent | undefined;
  /** The people behind the bot; undefined where there is no desk, as on the command line. */
  readonly people: PeopleAgent | undefined;
  /** Makes links to the shop's other channels; undefined where there is none. */
  readonly elsewhere: (() => Promise<readonly Elsewhere[]>) | undefined;
  /** Orders, of whoever proves that they are theirs; undefined where there are none, as on the command line. */
  readonly orders: OrderAgent | undefined;
  /** What was asked; undefined for an event or a bare file. */
  readonly understood: Understood | undefined;
  /** The questions of a message that asks several at once; else empty. */
  readonly parts: readonly Understood[];
  readonly mood: Mood | undefined;
  /** The question names no subject and was understood as being about the answer before. */
  readonly onTopic: boolean;
  /** The whole question that a message stands for which leans on the one before. */
  readonly completed: string | undefined;
  /** Stores the message if it is not yet: to be awaited before anything is done that does not stand or fall with the answer. */
  readonly settle: Settle;
  private readonly newId: () => string;
  private named: readonly Entity[] | undefined;
  /** Kept with the answer, and only with it. */
  readonly memory: Memory;
  /** The form that was being filled when the message came. */
  readonly inForm: Memory['form'];
  /** What has been said so far in this turn. */
  readonly replies: Activity[] = [];
  /** Statements that are committed together with the answer. */
  readonly also: Statement[] = [];
  /** The intents and answers of the bank that were acted on, for the trace. */
  readonly chosen: string[] = [];
  /** The shopper's yes or no to what the intent asked in its last turn, and about what that was. */
  verdict: { readonly yes: boolean; readonly about: string } | undefined;
  /** What was known of whoever writes was erased in this turn: nothing of it may be kept with the answer. */
  forgotten = false;
  /** The facts that the intent asked for, by the names of its slots. */
  slots: Readonly<Record<string, string>> = {};
  /** The case that begins with this answer, and whether it takes the conversation to people at once. */
  opened: (ReturnType<PeopleAgent['open']> & { readonly handedOver: boolean }) | undefined;
  /** Which reply, by its place in `replies`, is which answer of the bank. */
  readonly answerIds = new Map<number, string>();

  constructor(facts: TurnFacts) {
    this.activity = facts.activity;
    this.text = facts.said.trim();
    this.language = facts.language;
    this.conversationId = facts.conversationId;
    this.userId = facts.userId;
    this.now = facts.now;
    this.newId = facts.newId;
    this.settle = facts.settle;
    this.knowledge = facts.knowledge;
    this.customer = facts.customer;
    this.customers = facts.customers;
    this.alerts = facts.alerts;
    this.shop = facts.shop?.forTurn(facts.customer?.place);
    this.orders = facts.orders;
    this.people = facts.people;
    this.elsewhere = facts.elsewhere;
    this.understood = facts.reading?.understood;
    this.parts = facts.reading?.parts ?? [];
    this.mood = facts.reading?.mood;
    this.onTopic = facts.reading?.onTopic ?? false;
    this.completed = facts.reading?.completed;
    this.memory = facts.memory;
    this.inForm = facts.memory.form;
  }

  /**
   * Says the sentence `key` of `knowledge/replies` in the shopper's language.
   * @throws ShopdeskError `knowledge.*` when the key or one of its blanks is missing.
   */
  say(key: string, blanks: Blanks = {}, options: SayOptions = {}): void {
    const { replies } = this.knowledge;
    this.sayMarkdown(render(replies, key, this.language, blanks, this.variant), options);
  }

  /**
   * Asks for a yes or a no with two buttons; plain words do as well. `intent` runs again with `verdict` set when the next
   * message is one of them, and hears nothing of it otherwise.
   * @param about what it is about, for an intent that asks several things.
   */
  ask(
    intent: string,
    key: string,
    { yes, no, about = '', blanks = {} }: { yes: string; no: string; about?: string; blanks?: Blanks },
  ): void {
    const titles = { yes: this.phrase(yes), no: this.phrase(no) };
    this.memory.question = { intent, about, ...titles };
    this.say(key, blanks, { buttons: [{ title: titles.yes }, { title: titles.no }] });
  }

  /** Waits for what this intent's form asks next; the question itself is said by whoever begins it so. */
  expect(intent: string): void {
    this.memory.form = { intent, values: {} };
  }

  /** Nothing of this conversation is known any more: the memory is emptied, and what is said now is the last. */
  forgetAll(): void {
    for (const key of memoryKeys) delete this.memory[key];
    this.forgotten = true;
  }

  /** Names as a list of the shopper's language: "one, two and three". */
  list(names: readonly string[]): string {
    const [last = '', ...before] = names.toReversed();
    const first = before
      .toReversed()
      .reduce((sum, name) => (sum ? this.phrase('list.comma', { first: sum, last: name }) : name), '');
    return first ? this.phrase('list.and', { first, last }) : last;
  }

  /** A channel's name as the shopper knows it. */
  channelName(channel: string): string {
    const key = `channel.${channel}`;
    return this.knowledge.replies.has(key)
      ? this.phrase(key)
      : this.phrase('channel.other', { name: channel });
  }

  /** What was agreed to, in the shopper's words. */
  consentName({ purpose, channel }: Pick<Consent, 'purpose' | 'channel'>): string {
    return this.phrase(
      `consent.granted.${purpose}`,
      purpose === 'personalisation' ? {} : { channel: this.channelName(channel) },
    );
  }

  /** A sentence of `knowledge/replies` as plain text, without saying it: for titles and buttons. */
  phrase(key: string, blanks: Blanks = {}): string {
    return renderPlain(this.knowledge.replies, key, this.language, blanks, () => 0);
  }

  /** A sentence of `knowledge/replies` as Markdown, without saying it: for the text of a card. */
  sentence(key: string, blanks: Blanks = {}): string {
    return render(this.knowledge.replies, key, this.language, blanks, () => 0);
  }

  /** Variants of a sentence take turns, so that none repeats at once. */
  private variant = (count: number): number => (this.memory.turns ?? 0) % count;

  /** Says Markdown that the merchant wrote, such as an FAQ answer; never text of the shopper's. */
  sayMarkdown(text: string, { buttons = [], answerId, cards, layout }: SayOptions = {}): void {
    if (answerId) this.answerIds.set(this.replies.length, answerId);
    this.replies.push({
      type: 'message',
      text,
      textFormat: 'markdown',
      locale: this.language === 'zh' ? 'zh-CN' : 'en-US',
      ...(buttons.length > 0 && { suggestedActions: { actions: buttons.map(actionOf) } }),
      ...(cards && cards.length > 0 && { attachments: cards, attachmentLayout: layout ?? 'carousel' }),
      ...(answerId && { channelData: { feedback: 'ask' } }),
    });
  }

  /** The shop's id of the customer as orders name them; undefined for visitors and those who only registered here. */
  get customerId(): string | undefined {
    return this.customer?.shopCustomerIds[0];
  }

  /** The customer agreed that what they bought and asked chooses what they are shown, and their browser does not object. */
  get personalised(): boolean {
    return this.customer !== undefined && isPersonalised(this.customer) && !this.privacySignal;
  }

  /** They said no to that, here or in their browser, and are told so where it makes a difference. */
  get optedOut(): boolean {
    const saidNo = this.customer?.consents.some(
      ({ purpose, granted }) => purpose === 'personalisation' && !granted,
    );
    return this.customer !== undefined && (saidNo === true || this.privacySignal);
  }

  /** The browser sends Global Privacy Control with this message. */
  get privacySignal(): boolean {
    return this.activity.channelData?.globalPrivacyControl === true;
  }

  /** Dates, money, quantities, order numbers, addresses and places that the shopper named. */
  get entities(): readonly Entity[] {
    this.named ??= entitiesIn(this.text, this.language, this.now);
    return this.named;
  }

  /**
   * Puts a request before the people of the shop, with everything filled in; kept together with the answer.
   * @returns its number, to be told to the shopper.
   */
  request(kind: string, fields: Readonly<Record<string, string>>): string {
    const number = `R-${this.newId()
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 7)
      .toUpperCase()}`;
    this.also.push({
      sql: `INSERT INTO request (id, kind, conversation_id, user_id, at, fields) VALUES ($1, $2, $3, $4, $5, $6)`,
      params: [number, kind, this.conversationId, this.userId, this.now, JSON.stringify(fields)],
    });
    this.also.push(...(this.people?.requested({ number, kind, fields }) ?? []));
    return number;
  }

  /** True once this turn has given the conversation to people: the bot says nothing more. */
  get handedOver(): boolean {
    return this.opened?.handedOver ?? false;
  }

  /**
   * Gives the conversation to people, with what was said about it and why. When nobody is there it says when
   * somebody will be, and offers to take a message.
   * @param because key of a sentence that is said before, such as an apology.
   * @returns true when the conversation goes over with this answer.
   */
  async handOver(wanted: HandOver, because?: string): Promise<boolean> {
    if (this.handedOver) return true;
    delete this.memory.form;
    const leave = { buttons: [{ title: this.phrase('leave-message.title') }] };
    const outlook = await this.people?.outlook(this.language, wanted);
    if (!this.people || !outlook) {
      this.say('person.requested', {}, leave);
      return false;
    }
    if (because) this.say(because);
    if (outlook.blocked || !outlook.there) {
      this.say(outlook.sentence.key, outlook.sentence.blanks, outlook.blocked ? {} : leave);
      return false;
    }
    const buttons = ['desk.button.bot', 'desk.button.leave'].map((key) => ({ title: this.phrase(key) }));
    this.say(outlook.sentence.key, outlook.sentence.blanks, { buttons });
    const { language, text, mood } = this;
    this.opened = { ...this.people.open({ ...wanted, language, text, mood }), handedOver: true };
    this.memory.declined = 0;
    return true;
  }

  /**
   * Puts a message before the people of the shop, who answer it by e-mail or here.
   * @returns its number, to be told to the shopper.
   */
  leaveMessage(email: string, text: string): string {
    if (!this.people) return this.request('message', { email, message: text });
    this.opened = { ...this.people.leave({ email, text, language: this.language }), handedOver: false };
    return this.opened.caseId;
  }

  /** This intent's own notes, as it left them. */
  notes(intent: string): unknown {
    return this.memory.intents?.[intent];
  }

  /** Keeps notes for later turns; `undefined` forgets them. Must be JSON. */
  keepNotes(intent: string, notes: unknown): void {
    const { [intent]: _before, ...others } = this.memory.intents ?? {};
    this.memory.intents = notes === undefined ? others : { ...others, [intent]: notes };
  }
}

function actionOf(button: Button): CardAction {
  return 'url' in button
    ? { type: 'openUrl', title: button.title, value: button.url }
    : { type: 'imBack', title: button.title, value: button.value ?? button.title };
}
