/** What called me: mentions, flags, clocks, chats that were given to me. */
import { type Child, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { momentLabel } from './time.ts';

export function noticesView(app: App): Child {
  const { t, data } = app;
  const notices = data?.notices ?? [];
  const kinds: Readonly<Record<string, string>> = t.noticeKinds;
  if (notices.length === 0) return v('p', { class: 'soft' }, t.noNotices);
  return v(
    'ul',
    { class: 'notices scrolls', made: () => void markRead(app) },
    notices.map(({ id, kind, at, chat, text, read }) =>
      v(
        'li',
        { key: id, class: read ? '' : 'unread' },
        v(
          'button',
          {
            type: 'button',
            class: 'notice',
            disabled: chat === null,
            onclick: () => chat !== null && app.openChat(chat),
          },
          v(
            'span',
            { class: 'row' },
            v('span', { class: 'strong' }, kinds[kind] ?? kind),
            v('time', { class: 'soft small push' }, momentLabel(at, app.now, app.language)),
          ),
          v('span', { class: 'soft' }, kind === 'sla' ? t.clockNews(text) : text),
        ),
      ),
    ),
  );
}

async function markRead(app: App): Promise<void> {
  const ids = (app.data?.notices ?? []).filter(({ read }) => !read).map(({ id }) => id);
  if (ids.length === 0) return;
  await app.attempt(async () => {
    await app.api.readNotices(ids);
    await app.board.fetch();
  });
}
