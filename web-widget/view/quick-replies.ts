/** The replies the bot suggests with its last message; gone as soon as something is said. */
import type { Language } from '../texts.ts';
import type { CardAction } from '../wire/activity.ts';
import { renderButton } from './button.ts';
import { h } from './dom.ts';
import type { View } from './view.ts';

export class QuickReplies {
  #actions: readonly CardAction[] = [];
  #language: Language | undefined;
  #element: HTMLElement | undefined;

  /** The same element as before when the same replies are offered, so that focus stays. */
  draw(actions: readonly CardAction[], view: View): HTMLElement | undefined {
    if (actions.length === 0) return undefined;
    if (this.#element && actions === this.#actions && view.language === this.#language) return this.#element;
    const buttons = actions.map((action) => renderButton(action, 'chip', view));
    this.#actions = actions;
    this.#language = view.language;
    this.#element = h(
      'div',
      { class: 'chips', role: 'group', 'aria-label': view.texts.suggestions },
      ...buttons,
    );
    return this.#element;
  }
}
