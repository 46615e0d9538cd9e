/** The desk in one browser: joins who is signed in, what is known, where one is, and says when to draw. */

import { AccountScreen } from '../screens/account.ts';
import { AlertsScreen } from '../screens/alerts.ts';
import { KnowledgeScreen } from '../screens/knowledge/knowledge.ts';
import { SearchScreen } from '../screens/search.ts';
import { SettingsScreen } from '../screens/settings.ts';
import { WallScreen } from '../screens/wall.ts';
import { type Language, type Texts, texts } from '../texts/texts.ts';
import { ApiFailed, createApi } from '../wire/api.ts';
import { type DeskApi, deskApi } from '../wire/desk-api.ts';
import { type KnowledgeApi, knowledgeApi } from '../wire/knowledge-api.ts';
import type { Board } from '../wire/types.ts';
import { Alarm } from './alarm.ts';
import { BoardKeeper } from './board.ts';
import { Chats } from './chats.ts';
import { type Device, keepDevice, lookOf, onSystemLook, readDevice } from './device.ts';
import type { Dialog } from './dialog.ts';
import { Live } from './live.ts';
import { hashOf, type Place, placeOf } from './place.ts';
import { Presence } from './presence.ts';
import { Screens } from './screens.ts';
import { Session } from './session.ts';
import { Toasts } from './toasts.ts';

export class App {
  readonly api: DeskApi;
  readonly knowledgeApi: KnowledgeApi;
  readonly toasts = new Toasts(() => this.draw());
  readonly alarm = new Alarm(() => this.device);
  readonly session: Session;
  readonly board: BoardKeeper;
  readonly chats: Chats;
  readonly live: Live;
  readonly presence: Presence;
  readonly screens: Screens;
  readonly account = new AccountScreen(this);
  readonly search = new SearchScreen(this);
  readonly settings = new SettingsScreen(this);
  readonly alerts = new AlertsScreen(this);
  readonly wall = new WallScreen(this);
  readonly knowledge = new KnowledgeScreen(this);
  device: Device = readDevice();
  place: Place = placeOf(location.hash);
  dialog: Dialog | undefined;
  overlay: 'palette' | 'keys' | 'notices' | 'me' | undefined;
  /** On a phone: what of the chat is in front. */
  front: 'list' | 'chat' | 'side' = 'list';
  listFilter = '';
  readonly #render: (app: App) => void;
  #drawPlanned: ReturnType<typeof setTimeout> | undefined;
  /** The address that `place` was read from. */
  #arrivedAt: string | undefined;

  constructor(render: (app: App) => void) {
    this.#render = render;
    const call = createApi(() => this.session.lost());
    this.api = deskApi(call);
    this.knowledgeApi = knowledgeApi(call);
    this.session = new Session(this);
    this.board = new BoardKeeper(this);
    this.chats = new Chats(this);
    this.live = new Live(this);
    this.presence = new Presence(this);
    this.screens = new Screens(this);
    this.screens.add('account', this.account);
    this.screens.add('search', this.search);
    this.screens.add('alerts', this.alerts);
    this.screens.add('wall', this.wall);
    this.screens.add('knowledge', this.knowledge);
    this.screens.add('settings', this.settings);
    addEventListener('hashchange', () => location.hash !== this.#arrivedAt && this.#arrive());
    onSystemLook(() => this.applyDevice({}));
    // Clocks go on by themselves.
    setInterval(() => document.visibilityState === 'visible' && this.draw(), 1000);
  }

  async start(): Promise<void> {
    this.applyDevice({});
    await this.session.begin();
  }

  /** Somebody is signed in: fetch what they see, and stay in step with it. */
  entered(): void {
    void this.board.fetch();
    void this.screens.fetchSettings();
    this.live.start();
    this.presence.start();
    this.#arrive();
  }

  left(): void {
    this.live.stop();
    this.presence.stop();
    this.board.clear();
    this.chats.clear();
    this.dialog = undefined;
    this.overlay = undefined;
  }

  get language(): Language {
    return this.device.language;
  }

  get t(): Texts {
    return texts[this.language];
  }

  get data(): Board | undefined {
    return this.board.data;
  }

  /** The server's time, Unix ms. */
  get now(): number {
    return Date.now() + this.board.skew;
  }

  get isSupervisor(): boolean {
    const role = this.data?.me.role ?? this.session.me?.role;
    return role === 'supervisor' || role === 'admin';
  }

  get isAdmin(): boolean {
    return (this.data?.me.role ?? this.session.me?.role) === 'admin';
  }

  go(place: Place): void {
    this.overlay = undefined;
    const hash = hashOf(place);
    if (location.hash !== hash && !(hash === '#/' && location.hash === '')) location.hash = hash;
    // The browser tells of it later; the next key is meant for the new place.
    this.#arrive();
  }

  openChat(id: string): void {
    this.front = 'chat';
    this.go({ screen: 'chats', chat: id });
  }

  show(dialog: Dialog): void {
    this.overlay = undefined;
    this.dialog = dialog;
    this.draw();
  }

  hide(): void {
    this.dialog = undefined;
    this.overlay = undefined;
    this.draw();
  }

  applyDevice(change: Partial<Device>): void {
    this.device = { ...this.device, ...change };
    if (Object.keys(change).length > 0) keepDevice(this.device);
    document.documentElement.lang = this.language;
    document.documentElement.dataset.theme = lookOf(this.device);
    this.draw();
  }

  /** Does `work`; what goes wrong is told at the edge of the screen. True when it went well. */
  async attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
    try {
      await work();
      if (done) this.toasts.show(done);
      return true;
    } catch (error) {
      if (!(error instanceof ApiFailed)) throw error;
      this.toasts.fail(this.wordsOf(error));
      return false;
    }
  }

  wordsOf({ status, message, remedy }: ApiFailed): string {
    return status === 0 ? this.t.noAnswer : [message, remedy].filter(Boolean).join(' ') || this.t.failed;
  }

  /** Many changes, one drawing. Not on animation frames: they rest in hidden tabs, where the title still counts. */
  draw(): void {
    this.#drawPlanned ??= setTimeout(() => this.drawNow());
  }

  /** Draws at once, so that the next key finds what this one brought. */
  drawNow(): void {
    clearTimeout(this.#drawPlanned);
    this.#drawPlanned = undefined;
    this.#render(this);
  }

  #arrive(): void {
    this.#arrivedAt = location.hash;
    this.place = placeOf(location.hash);
    if (this.session.phase === 'in') {
      if (this.place.screen === 'chats') {
        if (this.place.chat) void this.chats.open(this.place.chat);
        this.front = this.place.chat ? 'chat' : 'list';
      } else void this.screens.enter(this.place);
      this.presence.looksAt(this.place.screen === 'chats' ? this.place.chat : undefined);
    }
    this.draw();
  }
}
