/** One chat on the screen: its transcript, what is known beside it, and what is being written in it. */
import { type Activity, fields, list, readActivity, text as textOf } from '../../wire/activity.ts';
import { DirectLine } from '../../wire/direct-line.ts';
import { Outbox, type Outgoing } from '../../wire/outbox.ts';
import { shopperName } from '../view/words.ts';
import { ApiFailed } from '../wire/api.ts';
import { Stream } from '../wire/stream.ts';
import type {
  Canned,
  CannedFile,
  Card,
  Chat,
  CustomerPanel,
  Filled,
  NextAction,
  Suggestion,
  Way,
} from '../wire/types.ts';
import type { App } from './app.ts';
import { type Draft, emptyDraft, type Mode } from './draft.ts';
import { DeskTranscript, type Kind } from './transcript.ts';

/** Typing is told at most this often. */
const typingPauseMs = 3_000;
const assistPauseMs = 350;
/** What is beside the chat may be so old while both sides write. */
const refreshMs = 4_000;
/** Fewer words than this say too little of what is being written. */
const leastWords = 2;
/** Less sure than this, a suggestion only takes room. */
export const worthShowing = 0.25;

export class OpenChat {
  readonly id: string;
  readonly transcript = new DeskTranscript();
  draft: Draft = emptyDraft;
  chat: Chat | undefined;
  card: Card | undefined;
  readonly stream: Stream;
  customer: CustomerPanel | undefined;
  ways: readonly Way[] = [];
  /** For the reply that is wanted now, best first. */
  suggestions: readonly Suggestion[] = [];
  actions: readonly NextAction[] = [];
  /** What was being written that they answer; empty when they answer the shopper. */
  suggestedFor = '';
  /** The item of the composer's menu that Enter takes. */
  menuAt = 0;
  menuClosed = false;
  /** Watermarks up to which the shopper has received and read, as told since the chat was fetched. */
  marks = { got: 0, read: 0 };
  problem: string | undefined;
  readonly #app: App;
  readonly #outbox: Outbox;
  #typedAt = 0;
  #readUpTo = 0;
  #fetching: Promise<void> | undefined;
  #assistTimer: ReturnType<typeof setTimeout> | undefined;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #assistedFor = '';

  constructor(app: App, id: string) {
    this.#app = app;
    this.id = id;
    this.#outbox = new Outbox({
      send: (outgoing) => this.#post(outgoing),
      changed: (outgoing) => this.#show(outgoing),
      taken: () => app.draw(),
      locked: () => setTimeout(() => this.#outbox.resume(), 1_000),
      random: Math.random,
    });
    this.#outbox.resume();
    this.stream = new Stream({
      grant: (watermark) => app.api.stream(id, watermark),
      received: (activity, watermark) => this.#receive(activity, watermark),
      state: () => undefined,
      refused: (error) => {
        this.problem = app.wordsOf(error);
        app.draw();
      },
    });
  }

  /** The chat as the board has it, else as it was fetched. */
  get now(): Chat | undefined {
    return this.#app.board.chat(this.id) ?? this.chat;
  }

  /** The messenger that shows what is written here; undefined for the widget, which shows all of it. */
  get way(): Way | undefined {
    return this.ways.find(({ channel, isOpen }) => isOpen && channel !== 'directline');
  }

  get isMine(): boolean {
    const { now } = this;
    return now?.closedAt === null && now.agent?.id === this.#app.data?.me.id;
  }

  get mode(): Mode {
    return this.isMine ? (this.draft.mode ?? 'reply') : 'note';
  }

  /** A note that was begun in another's chat stays one when the chat comes to whoever writes it. */
  beginWriting(): void {
    if (!this.isMine) this.write({ mode: 'note' });
  }

  leaveField(): void {
    if (!this.isMine && this.draft.text === '') this.write({ mode: undefined });
  }

  get name(): string {
    const { now, customer } = this;
    if (!now) return this.#app.t.guest;
    const { id, name } = now.shopper;
    return shopperName({ id, name: name ?? customer?.name ?? null }, this.#app.t);
  }

  /** Fetches what is known of the chat beside its transcript, which the stream brings. */
  refresh(): Promise<void> {
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
      this.#app.draw();
    });
    return this.#fetching;
  }

  /** The same in a while, once for all that happens until then. */
  refreshSoon(): void {
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      void this.refresh();
    }, refreshMs);
  }

  async #fetch(): Promise<void> {
    try {
      this.chat = await this.#app.api.chat(this.id);
      this.problem = undefined;
      this.stream.open();
      const [card, customer, ways] = await Promise.all([
        this.#app.api.card(this.id).catch(nothingOf),
        this.#app.api.customer(this.id).catch(nothingOf),
        this.#app.api.ways(this.id).catch(nothingOf),
      ]);
      this.ways = ways?.ways ?? this.ways;
      this.card = card ?? this.card;
      this.customer = customer ?? this.customer;
    } catch (error) {
      if (!(error instanceof ApiFailed)) throw error;
      this.problem = this.#app.wordsOf(error);
    }
  }

  #receive(input: unknown, watermark: number | undefined): void {
    const activity = readActivity(input);
    if (!activity) return;
    if (activity.type === 'typing') setTimeout(() => this.#app.draw(), 6_100);
    if (activity.name === 'desk/marks') this.#receiveMarks(activity);
    const isNews = this.transcript.receive(activity, watermark ?? Number.POSITIVE_INFINITY);
    const clientId = activity.channelData.clientActivityID;
    if (typeof clientId === 'string') this.#outbox.settle(clientId);
    if (isNews) this.planAssist();
    this.#app.draw();
  }

  /** How far the shopper has received and read. */
  #receiveMarks({ value }: Activity): void {
    const { by, got, read } = fields(value);
    if (by !== 'shopper') return;
    const { marks } = this;
    this.marks = {
      got: Math.max(marks.got, Number(got) || 0),
      read: Math.max(marks.read, Number(read) || 0),
    };
  }

  /** The agent has the chat before their eyes. */
  markRead(): void {
    const newest = this.transcript.newest;
    if (!this.isMine || !Number.isFinite(newest)) return;
    if (newest <= this.#readUpTo) return;
    this.#readUpTo = newest;
    this.#app.api.markRead(this.id, newest).catch(ignoreFailure);
  }

  write(change: Partial<Draft>): void {
    const before = this.draft;
    this.draft = { ...before, ...change };
    if (this.draft.text !== before.text) {
      if (this.mode === 'reply' && this.draft.text) this.#tellTyping();
      if (this.mode === 'reply') this.planAssist();
    }
    this.#app.draw();
  }

  /** Sends what is written; gives back false when there is nothing to send. */
  submit(): boolean {
    const { text, files, shopFiles, mentions } = this.draft;
    const { mode } = this;
    const words = text.trim();
    if (!words && files.length + shopFiles.length === 0) return false;
    const mentioned = [...mentions].flatMap(([name, id]) => (words.includes(`@${name}`) ? [id] : []));
    this.draft = { ...emptyDraft, mode: this.draft.mode };
    this.#send(words, mode, { files, shopFiles, mentions: mentioned });
    return true;
  }

  /** Sends a suggestion as it is. */
  say(text: string): void {
    this.#send(text, 'reply', {});
  }

  /** Takes a suggestion (as it is, or to work on), or waves it away: the desk learns from both. */
  decide(suggestion: Suggestion, taken: boolean): void {
    this.suggestions = this.suggestions.filter((each) => each !== suggestion);
    this.#app.api.judge(this.id, suggestion.id, taken).catch(ignoreFailure);
    this.#app.draw();
  }

  /** A canned reply, its variables filled in for this chat. */
  async fill({ id, body }: Canned): Promise<Filled> {
    const filled = await this.#app.api.fillCanned(this.id, id).catch(nothingOf);
    return filled ?? { text: body.en ?? body.zh ?? '', blanks: [], attachments: [] };
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  #send(text: string, mode: Mode, { files = [], shopFiles = [], mentions = [] }: Attached): void {
    this.#outbox.add({
      clientId: crypto.randomUUID?.() ?? `${Date.now()}.${Math.random()}`,
      activity: { type: 'message', text, mode, mentions, shopFiles },
      files,
      at: this.#app.now,
      delivery: 'waiting',
    });
    this.suggestions = [];
    this.actions = [];
    this.#app.draw();
  }

  async #post({ activity, files, clientId }: Outgoing): Promise<string> {
    const { api } = this.#app;
    const text = String(activity.text);
    if (activity.mode === 'note') {
      return api.note(this.id, { text, mentions: list(activity.mentions).map(String), clientId });
    }
    const attachments = list(activity.shopFiles).map(cannedFile);
    if (files.length === 0) return api.reply(this.id, { text, attachments, clientId });
    if (attachments.length > 0) {
      await api.reply(this.id, { text: '', attachments, clientId: `${clientId} shop` });
    }
    const grant = await api.stream(this.id, 0);
    return new DirectLine('').upload(
      this.id,
      grant.token,
      `agent:${this.#app.data?.me.id}`,
      { type: 'message', text, channelData: { clientActivityID: clientId } },
      files,
    );
  }

  #show(outgoing: Outgoing): void {
    const { mode } = outgoing.activity;
    const kind: Kind = mode === 'note' ? 'note' : 'agent';
    const me = this.#app.data?.me;
    const shown: Activity | undefined = readActivity({
      ...outgoing.activity,
      from: { id: `agent:${me?.id}`, name: me?.name, role: 'agent' },
      attachments: [
        ...outgoing.files.map(({ name, type }) => ({ name, contentType: type || 'file' })),
        ...list(outgoing.activity.shopFiles),
      ],
    });
    if (shown) this.transcript.send(outgoing, shown, kind);
    this.#app.draw();
  }

  #tellTyping(): void {
    if (Date.now() - this.#typedAt < typingPauseMs) return;
    this.#typedAt = Date.now();
    this.#app.api.typing(this.id).catch(ignoreFailure);
  }

  /** Asks for suggestions a moment after the shopper, or the agent's own words, changed what would fit. */
  planAssist(): void {
    clearTimeout(this.#assistTimer);
    this.#assistTimer = setTimeout(() => void this.#fetchAssist(), assistPauseMs);
  }

  async #fetchAssist(): Promise<void> {
    if (!this.isMine || this.mode !== 'reply') return;
    const writing = questionIn(this.draft.text);
    const about = `${this.transcript.newest} ${writing}`;
    if (about === this.#assistedFor) return;
    this.#assistedFor = about;
    try {
      const { suggestions, actions } = await this.#app.api.assist(this.id, writing);
      if (this.#assistedFor !== about) return;
      this.suggestedFor = writing;
      this.suggestions = suggestions.filter(({ confidence }) => confidence >= worthShowing);
      this.actions = actions;
    } catch (error) {
      ignoreFailure(error);
    }
    this.#app.draw();
  }
}

/** What is being written, when it says enough to look for: not a shortcut, a blank, or a single word. */
function questionIn(text: string): string {
  const words = text.trim();
  const isEnough = words.split(/\s+/).length >= leastWords || /\p{Script=Han}{4}/u.test(words);
  return isEnough && !words.startsWith('/') && !words.includes('{{') ? words.slice(-300) : '';
}

interface Attached {
  readonly files?: readonly File[];
  readonly shopFiles?: readonly CannedFile[];
  readonly mentions?: readonly string[];
}

function cannedFile(input: unknown): CannedFile {
  const { contentType, contentUrl, name } = fields(input);
  return {
    contentType: textOf(contentType) ?? '',
    contentUrl: textOf(contentUrl) ?? '',
    name: textOf(name) ?? '',
  };
}

function nothingOf(error: unknown): undefined {
  ignoreFailure(error);
}

/** A failure that the next call repairs. */
function ignoreFailure(error: unknown): void {
  if (!(error instanceof ApiFailed)) throw error;
}
