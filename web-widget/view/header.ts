/** Who one talks to, what to expect, and the two buttons every chat needs. */

import type { ShopConfig } from '../chat/shop-config.ts';
import type { Language, Texts } from '../texts.ts';
import { h, icon, spoken } from './dom.ts';
import { closeIcon } from './icons.ts';

export interface HeaderEvents {
  close(): void;
  switchLanguage(): void;
}

export class Header {
  readonly element: HTMLElement;
  readonly title = h('h2', { id: 'shopdesk-title' });
  readonly #expectation = h('p', { class: 'expectation' });
  readonly #mark = h('span', { class: 'mark', 'aria-hidden': 'true' });
  readonly #close: HTMLButtonElement;
  readonly #language: HTMLButtonElement;

  constructor(events: HeaderEvents) {
    this.#close = h(
      'button',
      { type: 'button', class: 'tool', onclick: () => events.close() },
      icon(closeIcon),
    );
    this.#language = h('button', {
      type: 'button',
      class: 'tool words',
      onclick: () => events.switchLanguage(),
    });
    const words = h('div', { class: 'who' }, this.title, this.#expectation);
    this.element = h('div', { class: 'header' }, this.#mark, words, this.#language, this.#close);
  }

  draw(config: ShopConfig, language: Language, texts: Texts): void {
    const shop = config.shopName ?? texts.defaultShop;
    this.title.textContent = shop;
    this.#mark.textContent = [...shop][0] ?? '';
    this.#expectation.textContent = config.expectation[language] ?? texts.expectation;
    this.#language.replaceChildren(texts.language, spoken(` ${texts.languageLabel}`));
    this.#language.hidden = config.languages.length < 2;
    this.#close.setAttribute('aria-label', texts.close);
  }
}
