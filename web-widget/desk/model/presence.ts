/** The signs of life that keep my chats with me, and what I have on the screen. */

import { ApiFailed } from '../wire/api.ts';
import type { Agent } from '../wire/types.ts';
import type { App } from './app.ts';

export class Presence {
  readonly #app: App;
  /** Keeps time while the page is hidden, too. */
  #pulse: Worker | undefined;
  #viewing: string | undefined;
  #hasActed = true;

  constructor(app: App) {
    this.#app = app;
    const acted = () => {
      this.#hasActed = true;
    };
    for (const type of ['pointerdown', 'keydown', 'wheel']) addEventListener(type, acted, { passive: true });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.#pulse) void this.#beat();
    });
  }

  start(): void {
    this.stop();
    this.#pulse = new Worker('/desk/pulse.js');
    this.#pulse.onmessage = () => void this.#beat();
    void this.#beat();
  }

  stop(): void {
    this.#pulse?.terminate();
    this.#pulse = undefined;
  }

  looksAt(chat: string | undefined): void {
    if (this.#viewing === chat) return;
    this.#viewing = chat;
    if (this.#pulse) void this.#beat();
  }

  async choose(presence: Agent['presence']): Promise<void> {
    await this.#app.attempt(async () => {
      await this.#app.api.choosePresence(presence);
      await this.#app.board.fetch();
    });
  }

  async #beat(): Promise<void> {
    const active = this.#hasActed;
    this.#hasActed = false;
    try {
      await this.#app.api.heartbeat(active, this.#viewing ?? null);
    } catch (error) {
      if (!(error instanceof ApiFailed)) throw error;
      this.#hasActed ||= active;
    }
  }
}
