/** What lies over the screen: dialogs, the palette, the map of keys, notices, and what is mine. */
import { closeIcon } from '../../view/icons.ts';
import { type Child, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import type { Dialog } from '../model/dialog.ts';
import { keysMap } from './keys-map.ts';
import { meMenu } from './me-menu.ts';
import { noticesView } from './notices.ts';
import { palette } from './palette.ts';
import { button, tool } from './pieces.ts';

export function dialogs(app: App): Child {
  const { t } = app;
  switch (app.overlay) {
    case 'palette':
      return modal(app, 'palette', t.palette, palette(app), true);
    case 'keys':
      return modal(app, 'keys', t.keys, keysMap(app));
    case 'notices':
      return modal(app, 'notices', t.notices, noticesView(app));
    case 'me':
      return modal(app, 'me', t.account, meMenu(app));
    default:
      return app.dialog && dialogView(app, app.dialog);
  }
}

/** The browser's own dialog keeps the focus inside and gives it back. */
function modal(app: App, key: string, title: string, body: Child, bare = false): Child {
  return v(
    'dialog',
    {
      key,
      class: `dialog ${key}`,
      'aria-label': title,
      placed: (element) => element instanceof HTMLDialogElement && showModal(element),
      onclose: () => app.hide(),
      onclick: ({ target, currentTarget }) => target === currentTarget && app.hide(),
    },
    v(
      'div',
      { class: 'dialog-box' },
      !bare &&
        v(
          'header',
          { class: 'row' },
          v('h2', {}, title),
          tool(app.t.close, closeIcon, () => app.hide(), { class: 'push' }),
        ),
      body,
    ),
  );
}

function showModal(element: HTMLDialogElement): void {
  if (!element.isConnected || element.open) return;
  const wanted = element.querySelector<HTMLElement>(
    '[data-first], form :is(input, textarea, select):not([hidden])',
  );
  element.showModal();
  wanted?.focus();
}

function dialogView(app: App, dialog: Dialog): Child {
  const { title, done, danger, wide } = dialog;
  return modal(
    app,
    `dialog ${title}${wide ? ' wide' : ''}`,
    title,
    v(
      'form',
      {
        class: 'stack',
        onsubmit: (event) => {
          event.preventDefault();
          void submit(app, dialog);
        },
      },
      dialog.body(),
      done &&
        v(
          'footer',
          { class: 'row dialog-foot' },
          button(app.t.cancel, () => app.hide(), { class: 'push' }),
          v('button', { type: 'submit', class: `button ${danger ? 'danger' : 'primary'}` }, done),
        ),
    ),
  );
}

async function submit(app: App, dialog: Dialog): Promise<void> {
  const isDone = (await dialog.submit?.()) ?? true;
  if (isDone && app.dialog === dialog) app.hide();
}
