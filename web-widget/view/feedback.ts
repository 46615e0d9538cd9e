/** Thumbs under an answer of the bot that asks for them. */
import type { Entry, Verdict } from '../chat/transcript.ts';
import { h, icon } from './dom.ts';
import { thumbIcon } from './icons.ts';
import type { View } from './view.ts';

/** Undefined when this message does not ask. */
export function renderFeedback({ activity, verdict, live }: Entry, view: View): HTMLElement | undefined {
  const { id, channelData } = activity;
  if (!id || live || channelData.feedback !== 'ask') return undefined;
  const { texts } = view;
  const thumb = (which: Verdict, label: string) =>
    h(
      'button',
      {
        type: 'button',
        class: `thumb ${which}`,
        'aria-label': label,
        'aria-pressed': verdict === which ? 'true' : 'false',
        onclick: () => verdict !== which && view.judge(id, which),
      },
      icon(thumbIcon),
    );
  const thanks = verdict && h('span', { class: 'thanks' }, verdict === 'up' ? texts.thanks : texts.sorry);
  return h(
    'div',
    { class: 'feedback', role: 'group', 'aria-label': texts.helpful },
    thumb('up', texts.up),
    thumb('down', texts.down),
    thanks,
  );
}
