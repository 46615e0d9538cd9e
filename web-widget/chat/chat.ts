/** One shopper's chat, without a face: joins connection, outbox, memory and transcript, and says when to redraw. */

import type { PageContext } from '../options.ts';
import {
  type Activity,
  type ActivitySet,
  type CardAction,
  type Fields,
  fields,
  isFields,
  readActivity,
} from '../wire/activity.ts';
import { Connection, type ConnectionState } from '../wire/connection.ts';
import { DirectLine, userOfToken } from '../wire/direct-line.ts';
import { Memory } from '../wire/memory.ts';
import { Outbox, type Outgoing } from '../wire/outbox.ts';
import { People } from './people.ts';
import { pushKeyIn, subscribeToPush } from './push.ts';
import { Transcript, type Verdict } from './transcript.ts';

export interface ChatEvents {
  /** Something that is shown has changed. */
  changed(): void;
  /** A message came that the shopper has not had before. */
  arrived(activity: Activity): void;
}

const typingEveryMs = 3_000;
/** The server takes no more at once. */
const mostTokens = 20;
const listOf = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

export class Chat {
  readonly line: DirectLine;
  readonly memory: Memory;
  readonly transcript: Transcript;
  readonly people = new People();
  state: ConnectionState = 'connecting';
  language = 'en';
  readonly #events: ChatEvents;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #stopWatching: () => void;
  #context: PageContext = {};
  #toldContext = '';
  #isPresent = false;
  #isBegun = false;
  #customerToken: string | undefined;
  #arrivedAt: number;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #typedAt = 0;
  #askedPlace = false;
  #watermark = 0;
  #toldGot = 0;
  #toldRead = 0;

  constructor(server: string, events: ChatEvents) {
    this.#events = events;
    this.line = new DirectLine(server);
    this.memory = new Memory(server);
    this.#arrivedAt = this.memory.seenAt;
    this.transcript = new Transcript(
      () => this.#connection.session?.userId ?? this.memory.session?.userId ?? '',
      Date.now,
    );
    this.#connection = new Connection(this.line, {
      state: (state) => this.#onState(state),
      received: (set) => this.#onReceived(set),
      session: (session, isNew) => {
        this.memory.session = session;
        if (isNew) this.#join();
      },
      storedSession: () => this.memory.session,
      customerToken: () => this.#customerToken,
      exclusively: (begin) => alone(`shopdesk:${server}`, begin),
      expired: () => {
        this.memory.session = undefined;
      },
    });
    this.#outbox = new Outbox({
      send: (outgoing) => this.#post(outgoing),
      changed: (outgoing) => this.#show(outgoing),
      taken: (outgoing, id) => {
        this.memory.forget(outgoing.clientId);
        this.transcript.taken(outgoing.clientId, id);
        events.changed();
      },
      locked: () => this.#connection.reconnect(),
      random: Math.random,
    });
    this.#stopWatching = this.memory.watch(() => this.#onOtherTab());
    for (const outgoing of this.memory.outbox) this.#outbox.add(outgoing);
  }

  /** Connects now, or tries again at once. */
  connect(): void {
    this.#isBegun = true;
    this.#connection.connect();
  }

  /** The shop says who is signed in; empty: nobody. A chat of somebody else is left, and nothing of it stays here. */
  signIn(token: string): void {
    const user = userOfToken(token);
    this.#customerToken = user === undefined ? undefined : token;
    const { session } = this.memory;
    const isTheirs = user === undefined ? session?.isSignedIn !== true : session?.userId === user;
    if (session && !isTheirs) this.#leave();
  }

  /** The network is back or gone: do not wait for a time-out to notice. */
  networkChanged(): void {
    this.#connection.reconnect();
  }

  stop(): void {
    this.#stopWatching();
    clearTimeout(this.#typingTimer);
    this.#outbox.pause();
    this.#connection.stop();
  }

  say(text: string): void {
    this.#send({ type: 'message', text, textFormat: 'plain' });
  }

  upload(files: readonly File[]): void {
    this.#send({ type: 'message', text: '' }, files);
  }

  /** Does what a button of the bot asks, except opening an address. */
  act(action: CardAction): void {
    const { value, title } = action;
    const pushKey = pushKeyIn(value);
    if (pushKey !== undefined) {
      void this.#subscribe(pushKey, title);
    } else if (action.type === 'messageBack') {
      const messageBack = { displayText: action.displayText ?? title };
      this.#send({ type: 'message', text: action.text ?? '', value, channelData: { messageBack } });
    } else if (action.type === 'postBack') {
      const hidden = typeof value === 'string' ? { text: value } : { value };
      this.#send({ type: 'message', ...hidden, channelData: { postBack: true } });
    } else {
      this.say(typeof value === 'string' ? value : title);
    }
  }

  /** The words of the button are what the shopper agreed to. Without the browser's leave the bot answers that it cannot. */
  async #subscribe(publicKey: string, wording: string): Promise<void> {
    const subscription = await subscribeToPush(publicKey).catch(() => undefined);
    this.#send({ type: 'event', name: 'push/subscribe', value: { subscription, wording } });
  }

  /** Hands what was filled into an Adaptive Card to the bot. */
  submit(value: unknown, title: string): void {
    this.#send({ type: 'message', text: '', value, channelData: { messageBack: { displayText: title } } });
  }

  judge(activityId: string, verdict: Verdict): void {
    this.transcript.judge(activityId, verdict);
    this.#send({ type: 'event', name: 'feedback', value: { activityId, verdict } });
    this.#events.changed();
  }

  /** The shopper gives up waiting, or goes back to the bot. */
  leaveLine(forBot: boolean): void {
    this.#send({ type: 'event', name: forBot ? 'desk/bot' : 'desk/leave' });
  }

  /** One to five stars for the person who helped; a comment may follow in a second word. */
  rate(score: number, comment: string): void {
    this.people.rated();
    this.#events.changed();
    this.#send({ type: 'event', name: 'desk/rating', value: { score, ...(comment && { comment }) } });
  }

  /** The shopper is writing: shown to a person who has the chat, now and then. */
  typing(): void {
    const now = Date.now();
    if (!this.people.areThere || now - this.#typedAt < typingEveryMs) return;
    this.#typedAt = now;
    this.#pass({ type: 'typing' });
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  /** Whether the shopper has the chat open. */
  set isPresent(isPresent: boolean) {
    this.#isPresent = isPresent;
    this.memory.isOpen = isPresent;
    this.#tellContext();
  }

  setContext(context: PageContext): void {
    this.#context = { ...this.#context, ...context };
    this.#tellContext();
  }

  /** Messages the shopper has not had before their eyes. */
  get unread(): number {
    const { seenAt } = this.memory;
    return this.transcript.entries.filter((entry) => !entry.mine && !entry.live && entry.at > seenAt).length;
  }

  /** What is there now has been seen. */
  markSeen(): void {
    this.#tellMarks(true);
    this.#tellAlertsSeen();
    const newest = this.transcript.entries.findLast((entry) => !entry.mine && !entry.live);
    if (newest && newest.at > this.memory.seenAt) this.memory.seenAt = newest.at;
  }

  #leave(): void {
    this.memory.session = undefined;
    this.memory.forgetOutbox();
    this.#outbox.clear();
    this.#forgetConversation();
  }

  #forgetConversation(): void {
    this.#outbox.pause();
    this.transcript.clear();
    this.people.clear();
    this.#watermark = this.#toldGot = this.#toldRead = 0;
    this.#connection.reset();
    if (this.#isBegun) this.#connection.connect();
    this.#events.changed();
  }

  /** Where a copy of this chat would be mailed; see `DirectLine`. */
  async copyAddress(): Promise<string | undefined> {
    return this.line.copyAddress(this.#connection.session?.token ?? '');
  }

  async mailCopy(address: string | undefined): Promise<string> {
    return this.line.mailCopy(this.#connection.session?.token ?? '', address);
  }

  /** Tells a person who has the chat what has come and what has been read; each once. */
  #tellMarks(read: boolean): void {
    const got = this.#watermark;
    if (!this.people.areThere || (got <= this.#toldGot && !(read && got > this.#toldRead))) return;
    this.#toldGot = got;
    if (read) this.#toldRead = got;
    this.#pass({ type: 'event', name: 'desk/marks', value: { got, read: this.#toldRead } });
  }

  /** Alerts are counted as opened when they come before the shopper's eyes; the server counts each once. */
  #tellAlertsSeen(): void {
    const { seenAt } = this.memory;
    const tokens = this.transcript.entries.flatMap(({ activity, at }) =>
      at > seenAt ? listOf(fields(activity.channelData.alert).seen) : [],
    );
    if (tokens.length > 0) this.line.alertsSeen(tokens.slice(0, mostTokens)).catch(() => undefined);
  }

  /** The place in the line is told when it changes; who comes back to the page asks for it. */
  #askPlace(): void {
    if (this.people.state !== 'waiting') this.#askedPlace = false;
    else if (!this.people.place && !this.#askedPlace) {
      this.#askedPlace = true;
      this.#pass({ type: 'event', name: 'desk/queue' });
    }
  }

  /** Sends what is of use only now: when it is lost, the next one takes its place. */
  #pass(activity: Fields): void {
    const session = this.#connection.session;
    if (!session || this.state !== 'online') return;
    const from = { id: session.userId, role: 'user' };
    this.line.post(session.conversationId, session.token, { ...activity, from }).catch(() => undefined);
  }

  #join(): void {
    this.#toldContext = JSON.stringify(this.#context);
    const value = { language: this.language, page: this.#context };
    this.#send({ type: 'event', name: 'webchat/join', value }, [], true);
  }

  /** Tells the desk once where the shopper is now; only while they are in the chat, else it would be tracking. */
  #tellContext(): void {
    const context = JSON.stringify(this.#context);
    if (!this.#isPresent || this.state !== 'online' || context === this.#toldContext) return;
    this.#toldContext = context;
    this.#send({ type: 'event', name: 'page', value: this.#context });
  }

  #send(activity: Fields, files: readonly File[] = [], first = false): void {
    const clientId = crypto.randomUUID?.() ?? `${Date.now()}.${Math.random()}`;
    const outgoing: Outgoing = {
      clientId,
      files,
      at: Date.now(),
      delivery: 'waiting',
      activity: {
        locale: this.language,
        ...activity,
        channelData: {
          ...(isFields(activity.channelData) ? activity.channelData : {}),
          clientActivityID: clientId,
        },
      },
    };
    this.memory.remember(outgoing);
    this.#outbox.add(outgoing, first);
    // Who writes does not want to wait for the next planned try.
    if (this.state === 'lost') this.#connection.connect();
  }

  #post({ activity, files }: Outgoing): Promise<string> {
    const session = this.#connection.session;
    if (!session) throw new TypeError('The outbox is open without a session.');
    const { conversationId, token, userId } = session;
    const signed = { ...activity, from: { id: userId, role: 'user' } };
    return files.length > 0
      ? this.line.upload(conversationId, token, userId, signed, files)
      : this.line.post(conversationId, token, signed);
  }

  #show(outgoing: Outgoing): void {
    if (outgoing.delivery === 'failed') this.memory.forget(outgoing.clientId);
    const attachments = outgoing.files.map(({ name, type }) => ({ name, contentType: type || 'file' }));
    const activity = readActivity({ ...outgoing.activity, attachments });
    if (activity?.type === 'message') this.transcript.send(outgoing, activity);
    this.#events.changed();
  }

  #onState(state: ConnectionState): void {
    this.state = state;
    if (state === 'online') {
      this.#tellContext();
      this.#outbox.resume();
    } else {
      this.#outbox.pause();
    }
    this.#events.changed();
  }

  #onReceived({ activities, watermark }: ActivitySet): void {
    if (watermark !== undefined) this.#watermark = Math.max(this.#watermark, Number(watermark) || 0);
    for (const activity of activities) {
      this.people.receive(activity);
      const clientId = activity.channelData.clientActivityID;
      if (typeof clientId === 'string') {
        this.#outbox.settle(clientId);
        this.memory.forget(clientId);
      }
      const isNew = this.transcript.receive(activity) === 'new';
      const at = activity.at ?? 0;
      if (isNew && at > this.#arrivedAt) {
        this.#arrivedAt = at;
        this.#events.arrived(activity);
      }
    }
    this.#tellMarks(false);
    this.#askPlace();
    clearTimeout(this.#typingTimer);
    const { typingMs } = this.transcript;
    if (typingMs > 0) this.#typingTimer = setTimeout(() => this.#events.changed(), typingMs + 50);
    this.#events.changed();
  }

  /** Another tab began a chat or has read messages. */
  #onOtherTab(): void {
    const stored = this.memory.session;
    const own = this.#connection.session;
    const wasLeft = own?.isSignedIn === true && !stored;
    if (wasLeft) this.#customerToken = undefined;
    if (wasLeft || (stored && own && stored.conversationId !== own.conversationId))
      this.#forgetConversation();
    else this.#events.changed();
  }
}

/** Runs `task` while no other tab runs one of the same name. Plain http has no locks: there it just runs. */
async function alone(name: string, task: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request(name, task);
  else await task();
}
