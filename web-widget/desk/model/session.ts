/** Who is signed in in this browser, and how one comes in and goes out. */
import { ApiFailed } from '../wire/api.ts';
import type { Agent, Me } from '../wire/types.ts';
import type { App } from './app.ts';

export class Session {
  phase: 'starting' | 'out' | 'welcome' | 'in' = 'starting';
  me: Agent | undefined;
  hasPassword = true;
  /** The password was right and the authenticator's code is wanted, too. */
  wantsCode = false;
  problem: string | undefined;
  isBusy = false;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Finds out who is signed in; an address with a link signs in with it. */
  async begin(): Promise<void> {
    const [, link] = /^#link=([\w-]+)$/.exec(location.hash) ?? [];
    if (link) {
      history.replaceState(null, '', location.pathname);
      await this.#enter(() => this.#app.api.useLink(link), this.#app.t.linkExpired);
      return;
    }
    try {
      this.#know(await this.#app.api.session());
    } catch (error) {
      if (!(error instanceof ApiFailed)) throw error;
      this.phase = 'out';
      if (error.status !== 401) this.problem = this.#app.wordsOf(error);
    }
    this.#app.draw();
  }

  async signIn(email: string, password: string, code: string): Promise<void> {
    await this.#enter(
      () => this.#app.api.signIn({ email, password, ...(code && { code }) }),
      this.#app.t.signInWrong,
    );
  }

  /** Ends the first visit: a name and a password of one's own. */
  async finish(name: string, password: string): Promise<void> {
    await this.#enter(async () => {
      await this.#app.api.setPassword(password, undefined);
      return this.#app.api.changeMe({ name });
    });
  }

  async signOut(): Promise<void> {
    await this.#app.attempt(() => this.#app.api.signOut());
    this.lost();
  }

  /** Nobody is signed in any more: signed out here or elsewhere. */
  lost(): void {
    if (this.phase === 'out' || this.phase === 'starting') return;
    this.phase = 'out';
    this.me = undefined;
    this.wantsCode = false;
    this.#app.left();
    this.#app.draw();
  }

  async #enter(way: () => Promise<Me>, refusal?: string): Promise<void> {
    this.isBusy = true;
    this.problem = undefined;
    this.#app.draw();
    try {
      this.#know(await way());
    } catch (error) {
      if (!(error instanceof ApiFailed)) throw error;
      if (this.phase === 'starting') this.phase = 'out';
      if (error.code === 'desk.second-factor' && !this.wantsCode) this.wantsCode = true;
      else if (error.code === 'desk.locked') this.problem = this.#app.t.signInLocked;
      else this.problem = error.code === 'desk.refused' && refusal ? refusal : this.#app.wordsOf(error);
    }
    this.isBusy = false;
    this.#app.draw();
  }

  #know({ me, hasPassword }: Me): void {
    this.me = me;
    this.hasPassword = hasPassword;
    this.wantsCode = false;
    this.phase = hasPassword ? 'in' : 'welcome';
    if (this.phase === 'in') this.#app.entered();
  }
}
