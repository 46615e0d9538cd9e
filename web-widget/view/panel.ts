/** The panel as a thing on the page: open and closed, keyboard, focus, the phone's keyboard, dropped files. */
import { h } from './dom.ts';

export interface PanelEvents {
  closed(): void;
  dropped(files: readonly File[]): void;
}

/** Below this width the panel fills the screen; the same number is in panel.css. */
const phone = matchMedia('(max-width: 520px)');

export class Panel {
  readonly element: HTMLElement;
  readonly #events: PanelEvents;
  #isOpen = false;

  constructor(events: PanelEvents, ...parts: readonly HTMLElement[]) {
    this.#events = events;
    this.element = h(
      'div',
      { class: 'panel', role: 'dialog', tabindex: -1, 'aria-labelledby': 'shopdesk-title', hidden: true },
      ...parts,
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
      this.element.addEventListener(type, (event) => this.#onDrag(event));
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** True on a phone. */
  get fillsScreen(): boolean {
    return phone.matches;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.element.hidden = false;
    phone.addEventListener('change', this.#fit);
    visualViewport?.addEventListener('resize', this.#fit);
    visualViewport?.addEventListener('scroll', this.#fit);
    this.#fit();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.element.hidden = true;
    phone.removeEventListener('change', this.#fit);
    visualViewport?.removeEventListener('resize', this.#fit);
    visualViewport?.removeEventListener('scroll', this.#fit);
    this.#lockPage(false);
  }

  /** On a phone the panel is all there is: it holds the focus and ends where the keyboard begins. */
  readonly #fit = (): void => {
    const { style } = this.element;
    this.#lockPage(phone.matches);
    if (phone.matches) {
      this.element.setAttribute('aria-modal', 'true');
      style.height = `${visualViewport?.height ?? innerHeight}px`;
      style.top = `${visualViewport?.offsetTop ?? 0}px`;
    } else {
      this.element.removeAttribute('aria-modal');
      style.height = '';
      style.top = '';
    }
  };

  #lockPage(locked: boolean): void {
    document.documentElement.style.overflow = locked ? 'hidden' : '';
  }

  #onKey(event: KeyboardEvent): void {
    // Shortcuts of the page are not for what is typed here.
    event.stopPropagation();
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault();
      this.#events.closed();
    } else if (event.key === 'Tab' && phone.matches) {
      this.#keepFocus(event);
    }
  }

  #keepFocus(event: KeyboardEvent): void {
    const controls = [
      ...this.element.querySelectorAll<HTMLElement>('button, a[href], textarea, [tabindex="0"]'),
    ];
    const usable = controls.filter(
      (each) => each.tabIndex >= 0 && !each.matches(':disabled') && (each.checkVisibility?.() ?? true),
    );
    const [first, last] = event.shiftKey ? [usable.at(-1), usable[0]] : [usable[0], usable.at(-1)];
    if (!last?.matches(':focus')) return;
    event.preventDefault();
    first?.focus();
  }

  #onDrag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    const leaves =
      event.type === 'dragleave' &&
      !(event.relatedTarget instanceof Node && this.element.contains(event.relatedTarget));
    if (event.type === 'drop') this.#events.dropped([...event.dataTransfer.files]);
    if (event.type === 'drop' || leaves) this.element.classList.remove('dropping');
    else this.element.classList.add('dropping');
  }
}
