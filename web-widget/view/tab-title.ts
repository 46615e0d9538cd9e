/** The number of unread messages before the page's own title, and the title as it was when there are none. */
import type { Texts } from '../texts.ts';

export class TabTitle {
  #own = '';
  #shown = '';

  show(unread: number, texts: Texts): void {
    if (this.#shown && document.title !== this.#shown) this.#shown = '';
    if (!this.#shown) this.#own = document.title;
    const title = unread > 0 ? texts.unreadTitle(unread, this.#own) : this.#own;
    if (title !== document.title) document.title = title;
    this.#shown = unread > 0 ? title : '';
  }
}
