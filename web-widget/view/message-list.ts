/** The conversation as a list that is redrawn only where it changed, and keeps its place while it grows. */
import type { Entry } from '../chat/transcript.ts';
import { h, icon, spoken } from './dom.ts';
import { downIcon } from './icons.ts';
import { type Place, renderMessage } from './message.ts';
import { dayLabel, timeLabel } from './time.ts';
import type { View } from './view.ts';

interface Drawn {
  readonly entry: Entry;
  readonly place: string;
  readonly element: HTMLElement;
}

/** A pause this long is worth a time of day above the next message. */
const pauseMs = 20 * 60_000;
/** Nearer to the end than this, the list follows new messages. */
const nearEndPx = 80;
/** Room above an answer that does not fit, so that what it answers to still shows. */
const aboveAnswerPx = 56;

export class MessageList {
  readonly element: HTMLElement;
  readonly #log: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #toEnd: HTMLButtonElement;
  readonly #dots = h('div', { class: 'message theirs first last typing' });
  #drawn = new Map<string, Drawn>();
  #following = true;
  /** Where an answer taller than the view begins: its first words are read first. */
  #restsAt = 0;
  #view: View | undefined;

  constructor() {
    this.#log = h('div', { class: 'log', role: 'log', 'aria-live': 'off' });
    this.#scroller = h('div', { class: 'scroller', tabindex: 0 }, this.#log);
    this.#toEnd = h('button', {
      type: 'button',
      class: 'to-end',
      hidden: true,
      onclick: () => this.scrollToEnd(true),
    });
    this.element = h('div', { class: 'conversation' }, this.#scroller, this.#toEnd);
    this.#scroller.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    new ResizeObserver(() => this.#follow()).observe(this.#scroller);
    // Pictures and carousels change the height after they are drawn.
    new ResizeObserver(() => this.#follow()).observe(this.#log);
  }

  /** Draws `entries`; `footer` (quick replies) and the typing dots come after the last. */
  draw(entries: readonly Entry[], typing: boolean, footer: HTMLElement | undefined, view: View): void {
    if (this.#view?.language !== view.language) this.#relabel(view);
    this.#view = view;
    this.#leave();
    const drawn = new Map<string, Drawn>();
    const wanted: HTMLElement[] = [];
    const newestMine = entries.findLast((entry) => entry.mine);
    let before: Entry | undefined;
    entries.forEach((entry, index) => {
      const after = entries[index + 1];
      if (!before || entry.at - before.at > pauseMs) wanted.push(this.#divider(entry, view));
      const place: Place = {
        first: !before || before.mine !== entry.mine || entry.at - before.at > pauseMs,
        last: !after || after.mine !== entry.mine,
        newestMine: entry === newestMine && !after,
        read: entry === newestMine && entry.at <= (view.readAt ?? 0),
      };
      const item = this.#reuse(entry, place, view);
      drawn.set(entry.key, item);
      wanted.push(item.element);
      before = entry;
    });
    this.#drawn = drawn;
    if (typing) wanted.push(this.#dots);
    if (footer) wanted.push(footer);
    this.#arrange(wanted);
    this.#follow();
  }

  scrollToEnd(smooth = false): void {
    this.#following = true;
    this.#toEnd.hidden = true;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
  }

  /** A message came: offer the way to it when the shopper reads further up. */
  hint(): void {
    this.#leave();
    if (!this.#following) this.#toEnd.hidden = false;
  }

  #reuse(entry: Entry, place: Place, view: View): Drawn {
    const placeKey = JSON.stringify(place);
    const old = this.#drawn.get(entry.key);
    if (old && old.entry === entry && old.place === placeKey) return old;
    return { entry, place: placeKey, element: replacing(old?.element, renderMessage(entry, place, view)) };
  }

  /** Brings the list in the wanted order, touching only what is out of place, so that focus and motion survive. */
  #arrange(wanted: readonly HTMLElement[]): void {
    let at = this.#log.firstElementChild;
    for (const element of wanted) {
      if (element === at) at = at.nextElementSibling;
      else this.#log.insertBefore(element, at);
    }
    while (at) {
      const next = at.nextElementSibling;
      at.remove();
      at = next;
    }
  }

  readonly #dividers = new Map<string, HTMLElement>();

  #divider({ key, at }: Entry, view: View): HTMLElement {
    const label = `${dayLabel(at, Date.now(), view)} ${timeLabel(at, view.language)}`;
    const kept = this.#dividers.get(key);
    if (kept?.textContent === label) return kept;
    const divider = h('p', { class: 'divider' }, label);
    this.#dividers.set(key, divider);
    return divider;
  }

  #relabel(view: View): void {
    this.#drawn.clear();
    this.#scroller.setAttribute('aria-label', view.texts.log);
    this.#scroller.setAttribute('role', 'region');
    this.#log.setAttribute('aria-label', view.texts.log);
    this.#toEnd.replaceChildren(icon(downIcon), view.texts.newMessages);
    const dot = () => h('i', {});
    this.#dots.replaceChildren(
      h(
        'div',
        { class: 'bubble' },
        dot(),
        dot(),
        dot(),
        spoken(`${view.texts.someone} ${view.texts.typing}`),
      ),
    );
  }

  #onScroll(): void {
    this.#following = this.#isAtEnd();
    if (this.#following) this.#toEnd.hidden = true;
  }

  /** Scrolling is told of a frame later than it happened: who went up before this message came is not pulled down. */
  #leave(): void {
    if (!this.#isAtEnd()) this.#following = false;
  }

  #isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const rests = Math.abs(scrollTop - this.#restsAt) < 3;
    return rests || scrollHeight - scrollTop - clientHeight < nearEndPx;
  }

  #follow(): void {
    if (!this.#following) return;
    const { scrollHeight, clientHeight } = this.#scroller;
    const [, newest] = [...this.#drawn].at(-1) ?? [];
    const begins = newest && !newest.entry.mine ? newest.element.offsetTop - aboveAnswerPx : scrollHeight;
    this.#restsAt = Math.max(0, Math.min(begins, scrollHeight - clientHeight));
    this.#toEnd.hidden = true;
    this.#scroller.scrollTo({ top: this.#restsAt, behavior: 'instant' });
  }
}

/** Keeps the focus on the same control when a message is drawn anew, and does not play its entrance twice. */
function replacing(old: HTMLElement | undefined, fresh: HTMLElement): HTMLElement {
  if (!old) return fresh;
  fresh.classList.add('again');
  const focused = [...old.querySelectorAll<HTMLElement>('button, a')].findIndex((each) =>
    each.matches(':focus'),
  );
  old.replaceWith(fresh);
  if (focused >= 0) [...fresh.querySelectorAll<HTMLElement>('button, a')][focused]?.focus();
  return fresh;
}
