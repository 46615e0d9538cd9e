/** Shoppers who are kept from people for a time. */
import { type Child, v } from '../dom/node.ts';
import { shieldIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { button, empty } from '../view/pieces.ts';
import { momentLabel } from '../view/time.ts';
import { colleagueName } from '../view/words.ts';

export function blocksPart(app: App): Child {
  const { t, settings } = app;
  if (settings.blocks.length === 0) return empty(t.noBlocks, undefined, shieldIcon);
  return v(
    'ul',
    { class: 'plain-rows' },
    settings.blocks.map(({ shopper, by, reason, until }) =>
      v(
        'li',
        { key: shopper, class: 'row wrap' },
        v('span', { class: 'strong' }, shopper),
        v('span', {}, reason),
        v(
          'span',
          { class: 'soft small' },
          `${colleagueName(by, app)} · ${t.snoozedUntilWord} ${momentLabel(until, app.now, app.language)}`,
        ),
        button(
          t.unblock,
          () =>
            void app.attempt(async () => {
              await app.api.unblock(shopper);
              await settings.fetchBlocks();
            }),
          { class: 'small push' },
        ),
      ),
    ),
  );
}
