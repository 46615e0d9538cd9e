/** One message: words, what is attached, and what became of it. */
import { type Entry, shownText } from '../chat/transcript.ts';
import type { Activity } from '../wire/activity.ts';
import { renderAttachments } from './attachments.ts';
import { h, spoken } from './dom.ts';
import { renderFeedback } from './feedback.ts';
import { renderMarkdown } from './markdown-view.ts';
import type { View } from './view.ts';

/** What the message's neighbours decide about it. */
export interface Place {
  /** First of several in a row from the same side. */
  readonly first: boolean;
  readonly last: boolean;
  /** The newest of the shopper's own messages says what became of it. */
  readonly newestMine: boolean;
  /** A person has read it. */
  readonly read: boolean;
}

export function renderMessage(entry: Entry, place: Place, view: View): HTMLElement {
  const { activity, mine } = entry;
  const words = shownText(activity);
  const classes = [
    'message',
    mine ? 'mine' : 'theirs',
    place.first && 'first',
    place.last && 'last',
    entry.live && 'live',
  ];
  return h(
    'div',
    { class: classes.filter(Boolean).join(' ') },
    spoken(`${authorOf(entry, view)}: `),
    place.first &&
      !mine &&
      isPerson(activity) &&
      h('p', { class: 'author', 'aria-hidden': 'true' }, authorOf(entry, view)),
    words && h('div', { class: 'bubble' }, renderWords(words, activity, mine)),
    ...renderAttachments(activity, view),
    mine ? renderDelivery(entry, place, view) : renderFeedback(entry, view),
  );
}

export function authorOf({ activity, mine }: Entry, view: View): string {
  return mine ? view.texts.you : (activity.from.name ?? view.texts.someone);
}

/** A person at the desk is named above their words; the bot is not. */
function isPerson({ channelData }: Activity): boolean {
  return channelData.author === 'agent';
}

/** What a shopper typed is never read as Markdown. */
function renderWords(words: string, { textFormat }: Activity, mine: boolean): Node {
  const isPlain = mine || (textFormat !== undefined && textFormat !== 'markdown');
  return isPlain ? h('p', { class: 'plain' }, words) : renderMarkdown(words);
}

function renderDelivery(
  { key, delivery, problem }: Entry,
  { newestMine, read }: Place,
  view: View,
): HTMLElement | undefined {
  const { texts } = view;
  if (delivery === 'failed') {
    const retry = h(
      'button',
      { type: 'button', class: 'retry', onclick: () => view.retry(key) },
      texts.retry,
    );
    return h('p', { class: 'delivery failed' }, `${texts.failed[problem ?? 'refused']} `, retry);
  }
  if (delivery === 'waiting') return h('p', { class: 'delivery' }, texts.waiting);
  if (delivery === 'sending') return h('p', { class: 'delivery' }, texts.sending);
  if (!newestMine) return undefined;
  return h('p', { class: 'delivery' }, read ? texts.seen : texts.sent);
}
