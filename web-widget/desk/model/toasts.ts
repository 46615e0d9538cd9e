/** Short notices at the edge of the screen: what was done, with its undo, or what went wrong. */

export interface Toast {
  readonly id: string;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  readonly action: { readonly title: string; readonly run: () => void } | undefined;
}

const plainMs = 6_000;
const badMs = 12_000;

export class Toasts {
  list: readonly Toast[] = [];
  readonly #changed: () => void;
  #last = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  show(text: string, action?: Toast['action']): void {
    this.#add(text, 'plain', action, plainMs);
  }

  fail(text: string): void {
    this.#add(text, 'bad', undefined, badMs);
  }

  dismiss(id: string): void {
    this.list = this.list.filter((each) => each.id !== id);
    this.#changed();
  }

  #add(text: string, tone: Toast['tone'], action: Toast['action'], ms: number): void {
    const id = `toast ${++this.#last}`;
    this.list = [...this.list.filter((each) => each.text !== text), { id, text, tone, action }].slice(-4);
    setTimeout(() => this.dismiss(id), ms);
    this.#changed();
  }
}
