/** Hears what changes at the desk, and has what the screen shows of it follow. */
import { fields, isFields, text } from '../../wire/activity.ts';
import { Stream } from '../wire/stream.ts';
import type { App } from './app.ts';
import { isBoardChange, isChat } from './board-change.ts';

export class Live {
  state: 'online' | 'lost' = 'online';
  readonly #app: App;
  readonly #desk: Stream;

  constructor(app: App) {
    this.#app = app;
    this.#desk = new Stream({
      grant: () => app.api.stream(undefined, 0),
      received: (activity) => this.#hear(activity),
      state: (state) => this.#become(state),
      refused: () => undefined,
    });
    addEventListener('online', () => this.#networkChanged());
    addEventListener('offline', () => this.#networkChanged());
  }

  start(): void {
    this.#desk.open();
  }

  stop(): void {
    this.#desk.close();
  }

  #networkChanged(): void {
    this.#desk.again();
    this.#app.chats.current?.stream.again();
  }

  #become(state: 'online' | 'lost'): void {
    const isBack = this.state === 'lost' && state === 'online';
    this.state = state;
    // What changed meanwhile was told to nobody.
    if (isBack) {
      void this.#app.board.fetch();
      this.#app.screens.changed('board');
    }
    this.#app.draw();
  }

  #hear(activity: unknown): void {
    const { name, value } = fields(activity);
    if (name !== 'desk/changed' || !isFields(value)) return;
    const chat = text(value.chat);
    switch (value.what) {
      case 'notice':
        this.#app.board.notice(text(value.kind) ?? '', chat, text(value.text) ?? '');
        void this.#app.board.fetch();
        return;
      case 'chat':
        if (!chat) return;
        this.#app.chats.changed(chat, text(value.how) ?? '');
        void this.#app.board.hearChat(chat, isChat(value.now) ? value.now : undefined, Number(value.at) || 0);
        return;
      case 'settings':
      case 'knowledge':
        this.#app.screens.changed(value.what);
        return;
      default:
        this.#app.screens.changed('board');
        this.#app.board.hearChange(isBoardChange(value.change) ? value.change : undefined);
    }
  }
}
