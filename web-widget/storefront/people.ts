/** Who is in the demo shop: a visitor, or one of its invented customers, whom the chat then knows. */

import type { Language } from '../texts.ts';
import { h } from '../view/dom.ts';
import { storeTexts } from './texts.ts';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly city: string;
}

/** As many as a bar has room for; the first of the list live in Boston and in Chicago. */
const mostPeople = 2;
const storageKey = 'northside:customer';

/** Fills the bar and keeps it; without the demo's routes the bar stays away. */
export class People {
  readonly #bar: HTMLElement;
  readonly #people: HTMLElement;
  readonly #mailbox: HTMLElement;
  readonly #tries: HTMLElement;
  #language: Language = 'en';
  #persons: readonly Person[] = [];
  #current = '';

  constructor(parts: { bar: HTMLElement; people: HTMLElement; mailbox: HTMLElement; tries: HTMLElement }) {
    this.#bar = parts.bar;
    this.#people = parts.people;
    this.#mailbox = parts.mailbox;
    this.#tries = parts.tries;
    void this.#load();
  }

  show(language: Language): void {
    this.#language = language;
    const texts = storeTexts[language];
    this.#people.replaceChildren(
      this.#button('', texts.visitor),
      ...this.#persons.map(({ id, name, city }) => this.#button(id, texts.person(name, city))),
    );
    const at = this.#persons.findIndex(({ id }) => id === this.#current) + 1;
    this.#tries.replaceChildren(
      ...(texts.tries[at] ?? []).map((words) =>
        h('button', { type: 'button', onclick: () => window.Shopdesk?.open(words) }, words),
      ),
    );
  }

  async #load(): Promise<void> {
    const answer: unknown = await fetch('/demo').then(
      (response) => (response.ok ? response.json() : undefined),
      () => undefined,
    );
    this.#persons = personsIn(answer).slice(0, mostPeople);
    if (this.#persons.length === 0) return;
    this.#bar.hidden = false;
    this.#mailbox.hidden = !(isObject(answer) && answer.mailbox === true);
    const stored = storedCustomer();
    if (this.#persons.some(({ id }) => id === stored)) await this.#become(stored);
    this.show(this.#language);
  }

  #button(id: string, label: string): HTMLElement {
    const choose = async () => {
      await this.#become(id);
      this.show(this.#language);
      this.#people.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    };
    const pressed = id === this.#current ? 'true' : 'false';
    return h('button', { type: 'button', 'aria-pressed': pressed, onclick: () => void choose() }, label);
  }

  /** What the page of a real shop does with the token that its back end wrote into it. */
  async #become(id: string): Promise<void> {
    if (id === '') {
      whenReady((shopdesk) => shopdesk.signOut());
    } else {
      const token = await tokenOf(id);
      if (token === undefined) return;
      whenReady((shopdesk) => shopdesk.signIn(token));
    }
    this.#current = id;
    keepCustomer(id);
  }
}

function whenReady(act: (shopdesk: NonNullable<typeof window.Shopdesk>) => void): void {
  const { Shopdesk } = window;
  if (Shopdesk) act(Shopdesk);
  else
    document.addEventListener('shopdesk:ready', () => window.Shopdesk && act(window.Shopdesk), {
      once: true,
    });
}

async function tokenOf(customer: string): Promise<string | undefined> {
  const response = await fetch('/demo/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer }),
  }).catch(() => undefined);
  const answer: unknown = response?.ok ? await response.json() : undefined;
  return isObject(answer) && typeof answer.token === 'string' ? answer.token : undefined;
}

function personsIn(answer: unknown): Person[] {
  const customers = isObject(answer) ? answer.customers : undefined;
  if (!Array.isArray(customers)) return [];
  return customers.filter((each) =>
    [each?.id, each?.name, each?.city].every((value) => typeof value === 'string'),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function storedCustomer(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

function keepCustomer(id: string): void {
  try {
    if (id === '') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, id);
  } catch {
    // Without storage the next page begins with a visitor.
  }
}
