/** One button of the bot: an address opens in a new tab, everything else is said to the bot. */
import type { CardAction } from '../wire/activity.ts';
import { safeLink } from './addresses.ts';
import { h } from './dom.ts';
import { outsideLink } from './markdown-view.ts';
import type { View } from './view.ts';

const opening = ['openurl', 'signin', 'downloadfile', 'playaudio', 'playvideo', 'showimage', 'call'];

/** Undefined when the button would open an unsafe address. */
export function renderButton(action: CardAction, className: string, view: View): HTMLElement | undefined {
  if (!opening.includes(action.type.toLowerCase())) {
    return h('button', { type: 'button', class: className, onclick: () => view.act(action) }, action.title);
  }
  const href = safeLink(action.value, view.server);
  if (!href) return undefined;
  const link = outsideLink(href, className);
  link.append(action.title);
  return link;
}
