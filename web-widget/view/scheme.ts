/** Light or dark, as the page or the system says, and the merchant's accent fitted to it. */
import { accentFrom } from './colour.ts';

export class Scheme {
  /** The accent as custom properties of the panel. */
  readonly sheet = new CSSStyleSheet();
  readonly #panel: HTMLElement;
  readonly #system = matchMedia('(prefers-color-scheme: dark)');
  #theme: string | undefined;
  #accent: string | undefined;
  #defaultAccent: string | undefined;

  constructor(panel: HTMLElement) {
    this.#panel = panel;
  }

  /** `theme` is `light` or `dark`; anything else follows the system. */
  follow(theme: string | undefined, accent: string | undefined): void {
    this.#theme = theme;
    this.#accent = accent;
    this.#system.addEventListener('change', this.#apply);
    this.#apply();
  }

  /** The shop's accent, used where the page names none. */
  setDefaultAccent(accent: string | undefined): void {
    this.#defaultAccent = accent;
    this.#apply();
  }

  stop(): void {
    this.#system.removeEventListener('change', this.#apply);
  }

  readonly #apply = (): void => {
    const isDark = this.#theme === 'dark' || (this.#theme !== 'light' && this.#system.matches);
    this.#panel.classList.toggle('dark', isDark);
    const accent = accentFrom(this.#accent ?? this.#defaultAccent ?? '', isDark);
    const properties =
      accent && `--accent:${accent.fill};--on-accent:${accent.onFill};--accent-ink:${accent.ink}`;
    this.sheet.replaceSync(properties ? `.panel.panel{${properties}}` : '');
  };
}
