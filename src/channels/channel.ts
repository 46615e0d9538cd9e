/**
 * What a channel is to the rest of the house: it reads what the platform tells, and says what the log has to say.
 * Nothing outside a channel's own folder knows which one it is.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Phrase } from './phrases.ts';
import type { Reply } from './reply.ts';

export interface Channel {
  /** Small letters and hyphens; the first part of its conversations' ids. */
  readonly name: string;
  /** Where the platform calls, when that is not `/channels/NAME`. */
  readonly path?: string;
  /** Nothing waits to be sent there before the first call comes in: nobody need look for it. */
  readonly isOccasional?: boolean;
  /** What it can show, for the agent who writes. */
  readonly shows: Shows;
  /**
   * Reads one call of the platform's to `/channels/NAME`. What it returns is answered only when every event is
   * committed; when that fails the platform is told so, and calls again.
   * @throws Refused unless the call is truly the platform's, fresh and well-formed.
   */
  readonly webhook?: (call: Call) => Heard | Promise<Heard>;
  /** The reply as the native messages that show it best, in order; none when there is nothing to show. */
  readonly render: (reply: Reply, phrase: Phrase) => readonly Part[];
  /** All that the bot answers to one message, where it is best shown together; one by one if left out. */
  readonly renderTurn?: (replies: readonly Reply[], phrase: Phrase) => readonly Part[];
  /**
   * Hands one part over to the platform.
   * @throws SendFailure
   */
  readonly send: (part: Part, to: Recipient, attempt: Attempt) => Promise<Sent>;
  /** Looks whether a part of unknown fate arrived; for `repeats: 'look'`. */
  readonly find?: (to: Recipient, attempt: Attempt) => Promise<Sent | undefined>;
  /** Shows that somebody is writing. What fails is of no concern. */
  readonly typing?: (to: Recipient) => Promise<void>;
  /** Gets a file that came with a message, of at most so many bytes. What fails is shown as one that could not be had. */
  readonly fetchFile?: (place: string, mostBytes: number) => Promise<Uint8Array>;
  readonly repeats: Repeats;
  /** A wrong answer weighs more here than a late one: what the bot is not sure of goes to people. */
  readonly isCareful?: boolean;
  /** How long after the person's last message the platform lets us write; always if left out. */
  readonly windowMs?: number;
  /** What may be sent outside the window, such as a template; nothing if left out. */
  readonly renderOutside?: (reply: Reply, phrase: Phrase) => readonly Part[];
  /** Opens a chat with who has this e-mail address, so that a conversation can go on there. */
  readonly begin?: (email: string, subject: string, conversationId: string) => Begun;
  /** Where a person comes in with `code` typed already, so that a conversation can move there. */
  readonly invite?: (code: string) => string;
  /** Connects: tells the platform where to call, or begins to fetch. What fails is tried again or logged, never thrown. */
  readonly start?: (hear: (events: readonly Event[]) => Promise<void>) => void;
  readonly stop?: () => Promise<void>;
}

/** A chat that the shop opens: its name, who is there, and what it takes to write there. */
export interface Begun {
  readonly chat: string;
  readonly person: string;
  readonly address: Readonly<Record<string, string>>;
}

export interface Shows {
  readonly buttons: 'native' | 'numbered';
  /** More choices than this are numbered even where there are buttons. */
  readonly mostButtons?: number;
  /** Where a choice is longer than this, all of them are numbered besides. */
  readonly longestButton?: number;
  readonly cards: 'native' | 'text';
  readonly files: 'native' | 'link';
  readonly markdown: boolean;
  /** Characters of one message, in the platform's own way of counting. */
  readonly textLimit: number;
}

/**
 * What happens to a part of which nobody knows whether the platform took it, because the process or the line died
 * meanwhile. `key`: the platform drops what it has already under our key, so it is simply sent again. `receipt`: the
 * platform reports each delivery with our key; the report is waited for, then it is sent again. `look`: what arrived
 * can be read back, so it is sent again only when it is not there. `again`: the platform offers none of these; it is
 * sent again, since a missing answer is worse than a double one, and the agent is told that it may have come twice.
 */
export type Repeats = 'key' | 'receipt' | 'look' | 'again';

export interface Attempt {
  /** Names the part for ever, the same at each try. */
  readonly key: string;
  /** It was handed over before, and nobody knows what became of it. */
  readonly again: boolean;
}

/** One HTTP call of the platform's, read whole. */
export interface Call {
  readonly method: string;
  /** The address as the platform called it, when the server knows its public one. */
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Exactly the bytes that came: signatures are over these. */
  readonly body: Buffer;
  /** Milliseconds UTC. */
  readonly at: number;
  /** The caller runs on this very machine; false for whoever comes through a proxy that says so. */
  readonly isFromOwnMachine: boolean;
}

export interface Heard {
  readonly events: readonly Event[];
  /** What the platform is answered once all is committed; an empty 200 if left out. */
  readonly answer?: Answer | (() => Promise<Answer>);
}

export interface Answer {
  readonly contentType: string;
  readonly body: string;
}

export type Event = Message | Revision | Receipt;

/** Something that a person said or did. */
export interface Message {
  readonly kind: 'message';
  /** The platform's own id of the message; the same again is stored once. */
  readonly id: string;
  readonly from: Person;
  /** The platform's id of the chat. */
  readonly chat: string;
  /** What else is needed to write there, replacing what was known. */
  readonly address?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** A pressed button: what we put into it, and what it says. */
  readonly pressed?: { readonly id: string; readonly title?: string };
  readonly files?: readonly IncomingFile[];
  /** The person opened the chat and has said nothing yet. */
  readonly opened?: boolean;
  /** The platform takes the bot's answers with its own call: they are not sent besides. */
  readonly inCall?: boolean;
  /** A machine wrote it: it is kept for the record and nobody answers. */
  readonly unanswered?: boolean;
  /** Kept with the activity for the record. */
  readonly record?: Readonly<Record<string, unknown>>;
}

export interface IncomingFile {
  readonly name: string;
  /** As the platform says; what it truly is, is told from the content. */
  readonly contentType?: string | undefined;
  /** Where the channel's `fetchFile` finds it, once the message is acknowledged; or the content itself. */
  readonly place: string | Uint8Array;
}

export interface Person {
  readonly id: string;
  readonly name?: string | undefined;
  /** BCP 47. */
  readonly locale?: string | undefined;
}

/** A message that its author changed, or took back when `text` is missing. */
export interface Revision {
  readonly kind: 'revision';
  /** The platform's id of this change. */
  readonly id: string;
  /** The platform's id of the message. */
  readonly of: string;
  readonly from: Person;
  readonly chat: string;
  readonly text?: string;
}

/** The platform says what became of a message of ours, named by its own id or by our key. */
export interface Receipt {
  readonly kind: 'receipt';
  readonly messageId: string;
  readonly key?: string | undefined;
  /** Why it will never arrive; it did if left out. */
  readonly failure?: string | undefined;
}

/** One native message: the platform's method, or path, and what goes with it, without the address. */
export interface Part {
  readonly call: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What to send when the platform refuses this one, such as a link for a picture that it cannot fetch. */
  readonly instead?: Part;
}

export interface Recipient {
  readonly chat: string;
  readonly address: Readonly<Record<string, string>>;
}

export interface Sent {
  /** The platform's id of what was sent, when it tells one. */
  readonly messageId?: string | undefined;
  /** What it takes to write there changed. */
  readonly address?: Readonly<Record<string, string>>;
}

/** A call that is not answered as the platform's. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}

/**
 * Why a part did not go out. `later`: try again, after `retryAfterMs` if that is said. `never`: trying again is of no
 * use, `message` says why. `unknown`: nobody knows whether the platform took it.
 */
export class SendFailure extends Error {
  readonly kind: 'later' | 'never' | 'unknown';
  readonly retryAfterMs: number | undefined;

  constructor(kind: SendFailure['kind'], message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'SendFailure';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}
