/**
 * The life of one connection: a token, a conversation, a socket, and back to a socket whenever it drops. After a
 * drop the server replays from the last watermark, so nothing is missed and repeats are dropped by their id.
 * Where sockets are blocked on the way, it polls.
 */
import { type ActivitySet, parseJson, readActivitySet } from './activity.ts';
import { backoffMs } from './backoff.ts';
import { CallFailed, type DirectLine, type Grant, isChatToken, userOfToken } from './direct-line.ts';
import type { Session } from './memory.ts';

/** `lost`: trying again by itself; `refused`: this page may not use this desk. */
export type ConnectionState = 'connecting' | 'online' | 'lost' | 'refused';

export interface ConnectionEvents {
  state(state: ConnectionState): void;
  received(set: ActivitySet): void;
  /** A session was begun (`isNew`) or its token renewed. */
  session(session: Session, isNew: boolean): void;
  /** Runs `begin` alone among all tabs, so that two tabs begin one conversation; may find one another tab began. */
  exclusively(begin: () => Promise<void>): Promise<void>;
  storedSession(): Session | undefined;
  /** Of the customer who is signed in at the shop; undefined for a visitor. */
  customerToken(): string | undefined;
  /** The server no longer knows the session; another will be begun. */
  expired(): void;
}

const socketOpensWithinMs = 15_000;
const keepAliveMs = 20_000;
/** Refreshes are neither a storm nor beyond what a timer can count. */
const refreshAtLeastMs = 60_000;
const refreshAtMostMs = 12 * 3_600_000;
const pollEveryMs = 2000;
/** Polls before the socket gets another chance. */
const pollsInARow = 30;

export class Connection {
  readonly #line: DirectLine;
  readonly #events: ConnectionEvents;
  #session: Session | undefined;
  #socket: WebSocket | undefined;
  #watermark = '0';
  #attempt = 0;
  #stopped = false;
  #connecting = false;
  /** Rises with each `reset`: what was begun before it is not kept. */
  #life = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #keepAliveTimer: ReturnType<typeof setInterval> | undefined;

  constructor(line: DirectLine, events: ConnectionEvents) {
    this.#line = line;
    this.#events = events;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /** Connects, or tries again at once when a later try is planned. */
  connect(): void {
    clearTimeout(this.#retryTimer);
    if (this.#stopped || this.#connecting || this.#socket) return;
    this.#connecting = true;
    this.#events.state(this.#attempt === 0 ? 'connecting' : 'lost');
    const life = this.#life;
    this.#open(life)
      .catch((error: unknown) => {
        if (life === this.#life) this.#onFailure(error);
      })
      .finally(() => {
        this.#connecting = false;
        if (life !== this.#life) this.connect();
      });
  }

  /** Drops the socket, if any, and connects anew from the last watermark. */
  reconnect(): void {
    this.#dropSocket();
    this.connect();
  }

  /** Forgets the conversation; the next `connect` begins or joins another. */
  reset(): void {
    this.#life += 1;
    this.#dropSocket();
    clearTimeout(this.#refreshTimer);
    this.#session = undefined;
    this.#watermark = '0';
  }

  stop(): void {
    this.#stopped = true;
    this.reset();
    clearTimeout(this.#retryTimer);
  }

  async #open(life: number): Promise<void> {
    this.#session ??= this.#events.storedSession();
    let grant: Grant | undefined;
    if (this.#session) grant = await this.#resume(this.#session, life);
    else {
      await this.#events.exclusively(async () => {
        const begunElsewhere = this.#events.storedSession();
        grant = begunElsewhere ? await this.#resume(begunElsewhere, life) : await this.#begin(life);
      });
    }
    if (!grant?.streamUrl) throw new CallFailed(502, 'NoStream');
    if (!this.#stopped && life === this.#life) this.#listen(grant.streamUrl);
  }

  async #begin(life: number): Promise<Grant> {
    const known = this.#events.customerToken();
    if (known !== undefined) {
      const grant = await this.#beginAs(known, life);
      if (grant) return grant;
    }
    const visitor = await this.#line.visitorToken();
    const grant = await this.#line.start(visitor.token);
    if (life === this.#life) this.#keep(grant, { userId: visitor.userId ?? '', isSignedIn: false }, true);
    return grant;
  }

  /** Undefined when the token is no longer good: then the chat is that of a visitor. */
  async #beginAs(token: string, life: number): Promise<Grant | undefined> {
    const begin = async () =>
      this.#line.start(isChatToken(token) ? token : (await this.#line.customerToken(token)).token);
    const grant = await begin().catch((error: unknown) => {
      if (error instanceof CallFailed && !error.passing) return undefined;
      throw error;
    });
    if (grant && life === this.#life)
      this.#keep(grant, { userId: userOfToken(token) ?? '', isSignedIn: true }, true);
    return grant;
  }

  async #resume(session: Session, life: number): Promise<Grant> {
    const grant = await this.#line.resume(session.conversationId, session.token, this.#watermark);
    if (life === this.#life) this.#keep(grant, session, false);
    return grant;
  }

  #keep(grant: Grant, who: Pick<Session, 'userId' | 'isSignedIn'>, isNew: boolean): void {
    const { conversationId, token } = grant;
    this.#session = { conversationId, token, userId: who.userId, isSignedIn: who.isSignedIn === true };
    this.#events.session(this.#session, isNew);
    clearTimeout(this.#refreshTimer);
    const half = Math.min(Math.max(grant.expiresIn * 500, refreshAtLeastMs), refreshAtMostMs);
    this.#refreshTimer = setTimeout(() => void this.#refresh(), half);
  }

  /** A refresh that fails is tried with the next connection; a live chat is never cut for it. */
  async #refresh(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const grant = await this.#line.refresh(session.token).catch(() => undefined);
    if (grant && this.#session?.conversationId === grant.conversationId) this.#keep(grant, session, false);
  }

  #listen(streamUrl: string): void {
    const socket = new WebSocket(streamUrl);
    this.#socket = socket;
    const patience = setTimeout(() => socket.close(), socketOpensWithinMs);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      clearTimeout(patience);
      this.#attempt = 0;
      this.#keepAliveTimer = setInterval(() => socket.send(''), keepAliveMs);
      this.#events.state('online');
    };
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string' && data) this.#receive(readActivitySet(parseJson(data)));
    };
    socket.onclose = () => {
      clearTimeout(patience);
      if (this.#socket !== socket) return;
      this.#dropSocket();
      if (opened) this.#retryLater();
      else void this.#pollInstead();
    };
  }

  /** For a while in place of a socket that cannot be opened. */
  async #pollInstead(): Promise<void> {
    const session = this.#session;
    const stillNeeded = () => this.#session?.token === session?.token && !this.#socket && !this.#connecting;
    for (let polls = 0; session && polls < pollsInARow && stillNeeded(); polls++) {
      const { conversationId, token } = session;
      const set = await this.#line.poll(conversationId, token, this.#watermark).catch(() => undefined);
      if (!stillNeeded()) return;
      if (!set) break;
      this.#receive(set);
      this.#events.state('online');
      await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
    }
    if (stillNeeded()) this.#retryLater();
  }

  #receive(set: ActivitySet): void {
    if (set.watermark !== undefined) this.#watermark = set.watermark;
    this.#events.received(set);
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    clearInterval(this.#keepAliveTimer);
    socket?.close();
  }

  #onFailure(error: unknown): void {
    if (!(error instanceof CallFailed)) throw error;
    if (!error.passing) {
      if (!this.#session && !this.#events.storedSession()) {
        this.#events.state('refused');
        return;
      }
      this.#events.expired();
      this.reset();
    }
    this.#retryLater();
  }

  #retryLater(): void {
    if (this.#stopped) return;
    this.#events.state('lost');
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.connect(), backoffMs(this.#attempt++, Math.random()));
  }
}
