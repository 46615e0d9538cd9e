/** Notices at the edge of the screen, also read aloud. */
import { closeIcon } from '../../view/icons.ts';
import { type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { tool } from './pieces.ts';

export function toasts(app: App): VNode {
  return v(
    'div',
    { key: 'toasts', class: 'toasts', role: 'status', 'aria-live': 'polite' },
    app.toasts.list.map(({ id, text, tone, action }) =>
      v(
        'div',
        { key: id, class: `toast ${tone}` },
        v('span', {}, text),
        action &&
          v(
            'button',
            {
              type: 'button',
              class: 'link',
              onclick: () => {
                app.toasts.dismiss(id);
                action.run();
              },
            },
            action.title,
          ),
        tool(app.t.close, closeIcon, () => app.toasts.dismiss(id)),
      ),
    ),
  );
}
