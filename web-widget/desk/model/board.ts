/** What everybody at the desk sees: the queue, my chats, who is there; kept in step by what the desk says of each change. */

import { shopperName } from '../view/words.ts';
import { ApiFailed } from '../wire/api.ts';
import type { Board, BoardChange, Chat } from '../wire/types.ts';
import type { App } from './app.ts';
import { changedBoard, withChat } from './board-change.ts';

/** A repair for a hint that was lost on its way. */
const anywayMs = 30_000;
/** Somebody still waits, and nobody has looked. */
const ringAgainMs = 20_000;
/** Changes that come while the board is fetched may lead on from what is fetched. */
const mostHeard = 20;

export class BoardKeeper {
  data: Board | undefined;
  /** The server's clock less this browser's, ms. */
  skew = 0;
  readonly #app: App;
  #fetching = false;
  #again = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #rangAt = 0;
  #known = new Set<string>();
  #unread = new Map<string, number>();
  /** The changes of the moment, and how each chat was told to be while the board was fetched. */
  #heard: BoardChange[] = [];
  #told = new Map<string, Chat>();
  /** When each chat was as it is known to be, by the server's clock. */
  #asOf = new Map<string, number>();

  constructor(app: App) {
    this.#app = app;
  }

  /** Fetches the board; calls while one is under way make one more. */
  async fetch(): Promise<void> {
    if (this.#fetching) {
      this.#again = true;
      return;
    }
    this.#fetching = true;
    this.#timer ??= setInterval(() => void this.fetch(), anywayMs);
    try {
      do {
        this.#again = false;
        this.#told.clear();
        this.#become(this.#broughtOn(await this.#app.api.board()));
      } while (this.#again);
    } catch (error) {
      if (!(error instanceof ApiFailed)) throw error;
    } finally {
      this.#fetching = false;
      this.#app.draw();
    }
  }

  /** The queue or the people changed: follows when it leads on from what is known, else fetches the board. */
  hearChange(change: BoardChange | undefined): void {
    if (!change) return void this.fetch();
    this.#heard = [...this.#heard, change].slice(-mostHeard);
    const { data } = this;
    if (!data || data.version === change.to) return;
    if (data.version !== change.from) return void this.fetch();
    this.#become(changedBoard(data, change));
    this.#app.draw();
  }

  /** A chat is now so, by what the server read `at`. An older news than what is known is out of order: asks again. */
  async hearChat(id: string, chat: Chat | undefined, at: number): Promise<void> {
    const isLate = at < (this.#asOf.get(id) ?? 0);
    const now = isLate || !chat ? await this.#app.api.chat(id).catch(nothingOf) : chat;
    if (!now) return;
    if (!isLate) this.#asOf.set(id, at);
    if (this.#fetching) this.#told.set(id, now);
    if (this.data) this.#become(withChat(this.data, now));
    this.#app.draw();
  }

  /** A fetched board with all that was heard meanwhile and leads on from it. */
  #broughtOn(fetched: Board): Board {
    let board = fetched;
    for (const change of this.#heard) if (change.from === board.version) board = changedBoard(board, change);
    for (const chat of this.#told.values()) board = withChat(board, chat);
    return board;
  }

  #become(board: Board): void {
    const isFirst = this.data === undefined;
    if (board.now !== this.data?.now) this.skew = board.now - Date.now();
    this.data = board;
    this.#listen(board, isFirst);
  }

  clear(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.data = undefined;
    this.#heard = [];
    this.#asOf.clear();
    this.#known.clear();
    this.#unread.clear();
  }

  chat(id: string): Chat | undefined {
    const { data } = this;
    return data?.mine.find((each) => each.id === id) ?? data?.waiting.find((each) => each.id === id);
  }

  /** Chats of mine with something unread, and those that wait while I am here to take them. */
  get calling(): number {
    const { data } = this;
    if (!data) return 0;
    const waiting =
      data.me.presence === 'online' ? data.waiting.filter(({ kind }) => kind === 'chat').length : 0;
    return data.mine.filter(({ unread }) => unread > 0).length + waiting + this.unreadNotices;
  }

  get unreadNotices(): number {
    return this.data?.notices.filter(({ read }) => !read).length ?? 0;
  }

  /** A colleague, a flag or a clock calls. */
  notice(kind: string, chat: string | undefined, text: string): void {
    const { alarm, t } = this.#app;
    const kinds: Readonly<Record<string, string>> = t.noticeKinds;
    const title = kinds[kind] ?? t.notices;
    const words = kind === 'sla' ? t.clockNews(text) : text;
    alarm.ring('notice');
    alarm.notify(title, words, `notice ${chat ?? ''}`, () => chat && this.#app.openChat(chat));
    const open = chat ? { title: t.open, run: () => this.#app.openChat(chat) } : undefined;
    this.#app.toasts.show(`${title}: ${words}`, open);
  }

  /** Rings for what is new. */
  #listen({ waiting, mine, me }: Board, isFirst: boolean): void {
    const { alarm, t } = this.#app;
    const chats = waiting.filter(({ kind }) => kind === 'chat');
    const fresh = chats.filter(({ caseId }) => !this.#known.has(caseId));
    if (!isFirst && me.presence !== 'offline' && fresh[0]) {
      this.#rangAt = Date.now();
      alarm.ring('waiting');
      const [first] = fresh;
      alarm.notify(t.newWaiting, first.last?.text ?? '', 'waiting', () => this.#app.openChat(first.id));
    }
    for (const { id, unread, last, shopper } of mine) {
      const before = this.#unread.get(id) ?? 0;
      if (!isFirst && unread > before && last?.from === 'shopper') {
        alarm.ring('message');
        alarm.notify(t.newMessage(shopperName(shopper, t)), last.text, id, () => this.#app.openChat(id));
      }
    }
    this.#known = new Set([...this.#known, ...chats.map(({ caseId }) => caseId)]);
    this.#unread = new Map(mine.map(({ id, unread }) => [id, unread]));
  }

  /** Called with every drawing: the tab shows how many call, and who waits unheard rings again. */
  remind(): void {
    const { alarm, device } = this.#app;
    alarm.mark(this.#app.t.desk, this.calling);
    const { data } = this;
    const waits = data?.me.presence === 'online' && data.waiting.some(({ kind }) => kind === 'chat');
    if (!waits || !device.ringsAgain || Date.now() - this.#rangAt < ringAgainMs) return;
    const hasRoom = data.me.load < data.me.capacity;
    if (this.#rangAt > 0 && hasRoom) alarm.ring('waiting');
    this.#rangAt = Date.now();
  }
}

/** Who fails to answer is asked for the whole board soon. */
function nothingOf(error: unknown): undefined {
  if (!(error instanceof ApiFailed)) throw error;
}
