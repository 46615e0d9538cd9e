/** The strip above the messages that says who has the chat: the place in the line, a person's name, or the stars afterwards. */
import type { People } from '../chat/people.ts';
import type { Texts } from '../texts.ts';
import { h } from './dom.ts';
import { type KeepCopyEvents, keepCopy } from './keep-copy.ts';

export interface PeopleEvents extends KeepCopyEvents {
  backToBot(): void;
  leave(): void;
  rate(score: number, comment: string): void;
  mail(): void;
}

const mostComment = 1_000;

export class PeopleStrip {
  readonly element = h('div', { class: 'people', hidden: true });
  readonly #events: PeopleEvents;
  #shown = '';
  #score = 0;

  constructor(events: PeopleEvents) {
    this.#events = events;
  }

  draw(people: People, texts: Texts): void {
    const { state, agent, place, asksForStars } = people;
    if (state !== 'closed') this.#score = 0;
    // Drawn anew only when it says something else: what is typed into the comment must stay.
    const key = JSON.stringify([state, agent, place, asksForStars, this.#score, texts.close]);
    if (key === this.#shown) return;
    this.#shown = key;
    const parts = this.#parts(people, texts);
    this.element.hidden = parts.length === 0;
    this.element.replaceChildren(...parts);
  }

  #parts({ state, agent, place, asksForStars }: People, texts: Texts): Node[] {
    if (state === 'waiting') {
      return [
        h('p', { role: 'status' }, place ? texts.place(place.position, place.wait) : texts.waitingForPerson),
        this.#buttons(
          button(texts.backToBot, () => this.#events.backToBot()),
          button(texts.leaveLine, () => this.#events.leave()),
        ),
      ];
    }
    if (state === 'person') {
      const who = h('p', { role: 'status' }, texts.talkingTo(agent ?? texts.someone));
      return [who, ...keepCopy(texts, this.#events)];
    }
    if (state === 'bot' || (!asksForStars && this.#score === 0)) return [];
    const download = this.#buttons(
      button(texts.download, () => this.#events.download()),
      button(texts.mailChat, () => this.#events.mail()),
    );
    if (this.#score === 0) return [h('p', {}, texts.rateUs), this.#stars(texts), download];
    return [h('p', { role: 'status' }, texts.thanks), download, this.#comment(texts)];
  }

  #stars(texts: Texts): HTMLElement {
    const stars = [1, 2, 3, 4, 5].map((score) =>
      h(
        'button',
        {
          type: 'button',
          class: 'star',
          'aria-label': texts.stars(score),
          onclick: () => this.#choose(score),
        },
        '★',
      ),
    );
    return h('div', { class: 'stars', role: 'group', 'aria-label': texts.rateUs }, ...stars);
  }

  /** One tap is enough: the comment that may follow is a second, fuller word. */
  #choose(score: number): void {
    this.#score = score;
    this.#events.rate(score, '');
  }

  #comment(texts: Texts): HTMLElement {
    const field = h('input', { type: 'text', maxlength: mostComment, 'aria-label': texts.comment });
    field.placeholder = texts.comment;
    const form = h('form', { class: 'comment' }, field, h('button', { type: 'submit' }, texts.send));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const words = field.value.trim();
      if (words) this.#events.rate(this.#score, words);
      this.element.hidden = true;
    });
    return form;
  }

  #buttons(...buttons: readonly HTMLElement[]): HTMLElement {
    return h('div', { class: 'choices' }, ...buttons);
  }
}

function button(label: string, onclick: () => void): HTMLElement {
  return h('button', { type: 'button', onclick }, label);
}
