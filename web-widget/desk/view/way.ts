/** Under the field: on which messenger the shopper reads it, what is shown there otherwise, and until when one may write. */
import { type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import type { OpenChat } from '../model/open-chat.ts';
import type { Way } from '../wire/types.ts';
import { channelLabel } from './channel-label.ts';
import { momentLabel } from './time.ts';

/** A text near the limit is worth a word; before that the number is noise. */
const nearLimit = 0.8;

/** Nothing for the widget, which shows everything as it was written. */
export function wayView({ way, draft }: OpenChat, { t, language }: App): VNode | undefined {
  if (!way) return undefined;
  const words = wayWords(way, draft.text.length, { t, language, now: Date.now() });
  return v('p', { class: 'composer-way soft small' }, words.join(' · '));
}

/** What is worth knowing while a reply of so many characters is being written. */
export function wayWords(
  { channel, shows, freeUntil }: Way,
  length: number,
  { t, language, now }: Pick<App, 't' | 'language'> & { readonly now: number },
): string[] {
  const free = (until: number) =>
    until > now ? t.freeUntil(momentLabel(until, now, language)) : t.freeNoMore;
  return [
    t.readsOn(channelLabel(channel)),
    ...(shows.buttons === 'numbered' ? [t.showsNumbered] : []),
    ...(shows.cards === 'text' ? [t.showsCardsAsText] : []),
    ...(shows.files === 'link' ? [t.showsFilesAsLinks] : []),
    ...(shows.markdown ? [] : [t.showsNoFormat]),
    ...(length > shows.textLimit * nearLimit ? [t.showsInParts(length, shows.textLimit)] : []),
    ...(freeUntil === null ? [] : [free(freeUntil)]),
  ];
}
