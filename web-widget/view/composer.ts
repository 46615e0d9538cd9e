/** Where the shopper writes: a field that grows, a paper clip, a send button. */

import type { Texts } from '../texts.ts';
import { h, icon } from './dom.ts';
import { clipIcon, sendIcon } from './icons.ts';

export interface ComposerEvents {
  say(text: string): void;
  attach(files: readonly File[]): void;
  /** The shopper is writing. */
  typing(): void;
}

const longestMessage = 4000;
const tallestPx = 132;

export class Composer {
  readonly element: HTMLFormElement;
  readonly #field = h('textarea', {
    rows: 1,
    maxlength: longestMessage,
    enterkeyhint: 'send',
    autocomplete: 'off',
  });
  readonly #send = h('button', { type: 'submit', class: 'send', disabled: true }, icon(sendIcon));
  readonly #files = h('input', { type: 'file', multiple: true, hidden: true, tabindex: -1 });
  readonly #clip: HTMLButtonElement;
  readonly #events: ComposerEvents;

  constructor(events: ComposerEvents) {
    this.#events = events;
    this.#clip = h(
      'button',
      { type: 'button', class: 'clip', onclick: () => this.#files.click() },
      icon(clipIcon),
    );
    this.element = h('form', { class: 'composer' }, this.#clip, this.#files, this.#field, this.#send);
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener('input', () => {
      this.#fit();
      if (this.#field.value.trim()) this.#events.typing();
    });
    this.#field.addEventListener('keydown', (event) => this.#onKey(event));
    this.#field.addEventListener('paste', (event) => this.#onPaste(event));
    this.#files.addEventListener('change', () => this.#attach(this.#files.files));
  }

  focus(): void {
    this.#field.focus({ preventScroll: true });
  }

  /** Puts words into the field, for the shopper to send or change. */
  write(words: string): void {
    this.#field.value = words.slice(0, longestMessage);
    this.#fit();
  }

  label(texts: Texts): void {
    this.#field.placeholder = texts.write;
    this.#field.setAttribute('aria-label', texts.writeLabel);
    this.#send.setAttribute('aria-label', texts.send);
    this.#clip.setAttribute('aria-label', texts.attach);
    this.#files.setAttribute('aria-label', texts.attach);
  }

  /** Limits the file dialog to MIME types; all when there are none. */
  accept(types: readonly string[]): void {
    this.#files.accept = types.join(',');
  }

  #submit(): void {
    const words = this.#field.value.trim();
    if (!words) return;
    this.#field.value = '';
    this.#fit();
    this.#events.say(words);
  }

  /** Enter sends, except while an input method (Chinese, Japanese) is choosing characters. */
  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #onPaste(event: ClipboardEvent): void {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    this.#attach(event.clipboardData.files);
  }

  #attach(files: FileList | null): void {
    if (files?.length) this.#events.attach([...files]);
    this.#files.value = '';
  }

  #fit(): void {
    this.#send.disabled = this.#field.value.trim() === '';
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, tallestPx)}px`;
  }
}
