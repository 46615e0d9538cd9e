/** One line under the header: the state of the connection, or what is wrong with a file. */

import type { Texts } from '../texts.ts';
import type { ConnectionState } from '../wire/connection.ts';
import { h } from './dom.ts';

const noticeMs = 8000;

export class Banner {
  readonly element = h('div', { class: 'banner', hidden: true });
  readonly #tryNow: () => void;
  #shown = '';
  #notice = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tryNow: () => void) {
    this.#tryNow = tryNow;
  }

  /** Shows `notice` for a while, before the state of the connection. */
  notice(notice: string, redraw: () => void): void {
    this.#notice = notice;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#notice = '';
      redraw();
    }, noticeMs);
    redraw();
  }

  draw(state: ConnectionState, texts: Texts): void {
    const words = this.#notice || (state === 'online' ? '' : texts[state]);
    const kind = this.#notice ? 'notice' : state;
    if (this.#shown === kind + words) return;
    this.#shown = kind + words;
    this.element.hidden = words === '';
    this.element.className = `banner ${kind}`;
    const tryNow = kind === 'lost' && h('button', { type: 'button', onclick: this.#tryNow }, texts.tryNow);
    this.element.replaceChildren(h('span', {}, words), ...(tryNow ? [tryNow] : []));
  }
}
