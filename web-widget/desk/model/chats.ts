/** The chats that were looked at, so that going back to one shows it at once, half-written words included. */
import type { App } from './app.ts';
import { OpenChat } from './open-chat.ts';

const mostKept = 40;

export class Chats {
  readonly #app: App;
  #open = new Map<string, OpenChat>();

  constructor(app: App) {
    this.#app = app;
  }

  get current(): OpenChat | undefined {
    const { place } = this.#app;
    return place.screen === 'chats' && place.chat ? this.#open.get(place.chat) : undefined;
  }

  get(id: string): OpenChat | undefined {
    return this.#open.get(id);
  }

  async open(id: string): Promise<void> {
    const chat = this.#open.get(id) ?? new OpenChat(this.#app, id);
    this.#open.delete(id);
    this.#open.set(id, chat);
    // The oldest goes, unless something is being written in it.
    for (const [old, each] of this.#open) {
      if (this.#open.size <= mostKept) break;
      if (old !== id && !each.draft.text) this.#open.delete(old);
    }
    for (const [other, each] of this.#open) if (other !== id) each.stream.close();
    chat.stream.open();
    await chat.refresh();
  }

  /** Something about a chat changed: what is known beside it is fetched anew, where it is on the screen. */
  changed(id: string, how: string): void {
    const { current } = this;
    // What was said and read comes over the chat's own stream; the card follows when they pause.
    if (current?.id !== id || how === 'marks') return;
    if (how === 'message' || how === 'note') current.refreshSoon();
    else void current.refresh();
  }

  clear(): void {
    for (const each of this.#open.values()) each.stream.close();
    this.#open = new Map();
  }
}
