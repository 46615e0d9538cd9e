/** The round button on the shop's page, in its own shadow so that neither style reaches the other. */
import css from './bubble.css';
import { bubbleTexts, type Language, languageOf } from './texts.ts';
import { isColour, wordsOn } from './view/colour.ts';
import { h, icon } from './view/dom.ts';
import { chatIcon, downIcon } from './view/icons.ts';

export type BubbleState = 'closed' | 'loading' | 'open' | 'failed';

export class Bubble {
  readonly host = document.createElement('aside');
  readonly button: HTMLButtonElement;
  readonly #place: HTMLElement;
  readonly #badge = h('span', { class: 'badge', 'aria-hidden': 'true', hidden: true });
  readonly #hint = h('span', { class: 'hint', role: 'status' });
  #language: Language = 'en';
  #state: BubbleState = 'closed';
  #unread = 0;

  constructor({ accent, position }: DOMStringMap, onclick: () => void) {
    const faces = h('span', { class: 'faces' }, icon(chatIcon), icon(downIcon));
    this.button = h('button', { type: 'button', onclick }, faces, this.#badge);
    const root = this.host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    const colours = isColour(accent) ? `:host{--accent:${accent};--on-accent:${wordsOn(accent)}}` : '';
    sheet.replaceSync(css + colours);
    root.adoptedStyleSheets = [sheet];
    this.#place = h('div', { class: position === 'left' ? 'place left' : 'place' }, this.#hint, this.button);
    root.append(this.#place);
    this.show('closed');
  }

  show(state: BubbleState): void {
    this.#state = state;
    this.#draw();
  }

  setUnread(count: number): void {
    this.#unread = count;
    this.#draw();
  }

  setLanguage(language: string): void {
    this.#language = languageOf(language);
    this.#draw();
  }

  #draw(): void {
    const state = this.#state;
    const texts = bubbleTexts[this.#language];
    const unread = state === 'open' ? 0 : this.#unread;
    const label = state === 'open' ? texts.close : texts.open;
    // Not on the host: a bilingual page may hide what is in the other language.
    this.#place.lang = this.#language;
    this.host.setAttribute('aria-label', texts.region);
    this.button.className = state;
    this.button.setAttribute('aria-label', unread > 0 ? `${label}, ${texts.unread(unread)}` : label);
    this.button.setAttribute('aria-busy', String(state === 'loading'));
    this.button.setAttribute('aria-expanded', String(state === 'open'));
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = unread > 9 ? '9+' : String(unread);
    this.#hint.textContent = state === 'failed' ? texts.failed : '';
  }
}
