/** A screen beside the chats: its heading, the ways between its parts, and its body. */
import { leftIcon } from '../../view/icons.ts';
import { type Child, type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { tool } from '../view/pieces.ts';

export interface Tab {
  readonly title: string;
  readonly href: string;
  readonly isHere: boolean;
  readonly count?: number | undefined;
}

export function page(app: App, title: string, ...body: Child[]): VNode {
  return pageWithTabs(app, title, [], ...body);
}

export function pageWithTabs(app: App, title: string, tabs: readonly Tab[], ...body: Child[]): VNode {
  return v(
    'main',
    { key: `page ${title}`, class: 'page-screen scrolls', tabindex: -1 },
    v(
      'header',
      { class: 'page-head' },
      tool(app.t.back, leftIcon, () => app.go({ screen: 'chats', chat: undefined }), { class: 'phone-only' }),
      v('h1', {}, title),
    ),
    tabs.length > 0 &&
      v(
        'nav',
        { class: 'tabs', 'aria-label': title },
        tabs.map((tab) =>
          v(
            'a',
            { key: tab.href, href: tab.href, 'aria-current': tab.isHere ? 'page' : undefined },
            tab.title,
            tab.count !== undefined &&
              tab.count > 0 &&
              v('span', { class: 'count quiet' }, String(tab.count)),
          ),
        ),
      ),
    v('div', { class: 'page-body' }, body),
  );
}
