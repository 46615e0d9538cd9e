/** What the screens beside the chats have fetched, and when they fetch it anew. */
import type { Canned, Settings } from '../wire/types.ts';
import type { App } from './app.ts';
import type { Place } from './place.ts';

/** A screen that fetches something of its own. */
export interface Screen {
  /** Called when one comes to it. */
  enter(place: Place): Promise<void>;
  /** Called while one is there and something changed that it may show. */
  changed?(what: 'board' | 'settings' | 'knowledge'): void;
}

export class Screens {
  settings: Settings | undefined;
  canned: readonly Canned[] = [];
  readonly #app: App;
  readonly #screens = new Map<Place['screen'], Screen>();

  constructor(app: App) {
    this.#app = app;
  }

  add(name: Place['screen'], screen: Screen): void {
    this.#screens.set(name, screen);
  }

  async enter(place: Place): Promise<void> {
    await this.#app.attempt(async () => this.#screens.get(place.screen)?.enter(place));
    this.#app.draw();
  }

  changed(what: 'board' | 'settings' | 'knowledge'): void {
    if (what === 'settings') void this.fetchSettings();
    this.#screens.get(this.#app.place.screen)?.changed?.(what);
  }

  /** What every chat needs of the settings: canned replies, tags, dispositions. */
  async fetchSettings(): Promise<void> {
    const [settings, canned] = await Promise.allSettled([this.#app.api.settings(), this.#app.api.canned()]);
    if (settings.status === 'fulfilled') this.settings = settings.value;
    if (canned.status === 'fulfilled') this.canned = canned.value;
    this.#app.draw();
  }
}
