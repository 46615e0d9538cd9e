/** The conversation, oldest first, which stays at its end while it grows unless one reads further up. */

import { downIcon } from '../../view/icons.ts';
import { line as drawing, type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import type { OpenChat } from '../model/open-chat.ts';
import type { Line } from '../model/transcript.ts';
import { lineView } from './line.ts';
import { spoken } from './pieces.ts';
import { dayLabel } from './time.ts';

/** Nearer to the end than this, the list follows new lines. */
const nearEndPx = 120;
/** Lines of one side further apart than this show their author again. */
const pauseMs = 5 * 60_000;

export function transcriptView(open: OpenChat, app: App): VNode {
  const { t } = app;
  const { lines } = open.transcript;
  const newestOurs = lines.findLast(({ kind }) => kind === 'agent');
  const drawn: VNode[] = [];
  let before: Line | undefined;
  for (const [at, line] of lines.entries()) {
    // Of several pages in a row only the last is told: the way there is on the card.
    if (line.kind === 'page' && lines[at + 1]?.kind === 'page') continue;
    const day = new Date(line.at).toDateString();
    if (!before || new Date(before.at).toDateString() !== day) {
      drawn.push(v('p', { key: `day ${day}`, class: 'day' }, dayLabel(line.at, app.now, app.language)));
    }
    const first =
      !before ||
      before.kind !== line.kind ||
      before.activity.from.id !== line.activity.from.id ||
      line.at - before.at > pauseMs;
    drawn.push(lineView(line, { first, newestOurs: line === newestOurs }, open, app));
    before = line;
  }
  return v(
    'div',
    { key: `transcript ${open.id}`, class: 'transcript' },
    v(
      'div',
      {
        class: 'transcript-scroll scrolls',
        tabindex: 0,
        role: 'region',
        'aria-label': t.conversation,
        made: follow,
      },
      v(
        'div',
        { class: 'lines', role: 'log', 'aria-live': 'off' },
        drawn,
        open.transcript.isTyping(Date.now()) &&
          v(
            'p',
            { key: 'typing', class: 'typing', role: 'status' },
            v('i'),
            v('i'),
            v('i'),
            spoken(t.isTyping(open.name)),
          ),
      ),
    ),
    v(
      'button',
      { type: 'button', class: 'to-end', hidden: true, onclick: toEnd },
      drawing(downIcon),
      t.newMessages,
    ),
  );
}

/** Keeps the end in sight as long as the reader is there. */
function follow(scroller: HTMLElement): void {
  let following = true;
  let lastTop = 0;
  const end = () => {
    if (following) scroller.scrollTop = scroller.scrollHeight;
    else button()?.removeAttribute('hidden');
  };
  const button = () => scroller.parentElement?.querySelector<HTMLElement>('.to-end');
  scroller.addEventListener(
    'scroll',
    () => {
      const isNearEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx;
      // Only who goes up stops following: growth moves nothing, and is told of later than it happened.
      following = isNearEnd || (following && scroller.scrollTop >= lastTop);
      lastTop = scroller.scrollTop;
      if (following) button()?.setAttribute('hidden', '');
    },
    { passive: true },
  );
  const watcher = new ResizeObserver(end);
  watcher.observe(scroller);
  if (scroller.firstElementChild) watcher.observe(scroller.firstElementChild);
}

function toEnd({ currentTarget }: Event): void {
  const scroller =
    currentTarget instanceof HTMLElement && currentTarget.parentElement?.querySelector('.transcript-scroll');
  if (scroller) scroller.scrollTop = scroller.scrollHeight;
}
