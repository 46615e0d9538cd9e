/** Cards side by side: swiped on a phone, paged by buttons and arrow keys elsewhere. */
import { h, icon } from './dom.ts';
import { leftIcon, rightIcon } from './icons.ts';
import type { View } from './view.ts';

export function renderCarousel(cards: readonly HTMLElement[], view: View): HTMLElement {
  const items = cards.map((card) => h('li', {}, card));
  const track = h('ul', { class: 'track', tabindex: 0, 'aria-label': view.texts.carousel }, ...items);
  const previous = pageButton('left', view.texts.previous, () => page(-1));
  const next = pageButton('right', view.texts.next, () => page(1));

  function page(direction: 1 | -1): void {
    const width = items[0]?.getBoundingClientRect().width ?? 0;
    track.scrollBy({ left: direction * (width + 12) });
  }

  function showEnds(): void {
    const end = track.scrollWidth - track.clientWidth - 2;
    previous.hidden = track.scrollLeft <= 2;
    next.hidden = track.scrollLeft >= end;
  }

  track.addEventListener('scroll', showEnds, { passive: true });
  track.addEventListener('keydown', (event) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    if (!focusNeighbour(items, direction)) page(direction);
  });
  new ResizeObserver(showEnds).observe(track);
  return h(
    'div',
    {
      class: 'carousel',
      role: 'group',
      'aria-roledescription': 'carousel',
      'aria-label': view.texts.carousel,
    },
    track,
    previous,
    next,
  );
}

/** Moves the focus from within one card to the first control of its neighbour; false when it was in none. */
function focusNeighbour(items: readonly HTMLElement[], direction: 1 | -1): boolean {
  const at = items.findIndex((item) => item.matches(':focus-within'));
  if (at < 0) return false;
  const target = items[at + direction]?.querySelector<HTMLElement>('button, a');
  target?.focus();
  target?.closest('li')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  return true;
}

function pageButton(side: 'left' | 'right', label: string, onclick: () => void): HTMLButtonElement {
  // The track itself takes arrow keys, so these stay out of the tab order.
  return h(
    'button',
    { type: 'button', class: `page ${side}`, 'aria-label': label, tabindex: -1, onclick },
    icon(side === 'left' ? leftIcon : rightIcon),
  );
}
