/** The map of keys, by `?`. */
import { type Child, v } from '../dom/node.ts';
import { commandsOf } from '../keys/commands.ts';
import type { App } from '../model/app.ts';
import { check, shownKeys } from './pieces.ts';

export function keysMap(app: App): Child {
  const { t } = app;
  const fixed = [
    { group: t.groups.chat, keys: 'R', title: t.focusReply },
    { group: t.groups.chat, keys: 'N', title: t.focusNote },
    { group: t.groups.chat, keys: 'Alt+1', title: t.sendSuggestion },
    { group: t.groups.chat, keys: 'T', title: t.transfer },
    { group: t.groups.chat, keys: 'Z', title: t.snooze },
    { group: t.groups.chat, keys: 'F', title: t.flag },
    { group: t.groups.chat, keys: 'B', title: t.toBot },
    { group: t.groups.chat, keys: 'D', title: t.draftFaq },
    { group: t.groups.chat, keys: 'X', title: t.toGaps },
    { group: t.groups.chat, keys: 'E', title: t.closeChat },
    { group: t.groups.chats, keys: 'Shift+A', title: t.acceptNext },
    { group: t.groups.chats, keys: 'J', title: t.nextChat },
    { group: t.groups.chats, keys: 'K', title: t.previousChat },
    { group: t.groups.chats, keys: 'U', title: t.nextUnread },
    { group: t.groups.chats, keys: '1', title: t.chatNumber },
  ];
  const others = commandsOf(app).filter(
    ({ keys, id }) => keys && !fixed.some((each) => each.keys === keys) && !/^(chat |suggestion)/.test(id),
  );
  const all = [...fixed, ...others.map(({ group, keys = '', title }) => ({ group, keys, title }))];
  const groups = [...new Set(all.map(({ group }) => group))];
  return [
    v('p', { class: 'soft' }, t.keysHint),
    v(
      'div',
      { class: 'keys-map' },
      groups.map((group) =>
        v(
          'section',
          { key: group },
          v('h3', {}, group),
          v(
            'dl',
            {},
            all
              .filter((each) => each.group === group)
              .map(({ keys, title }) =>
                v('div', {}, v('dt', {}, v('kbd', {}, shownKeys(keys))), v('dd', {}, title)),
              ),
          ),
        ),
      ),
    ),
    check(t.singleKeys, app.device.singleKeys, (singleKeys) => app.applyDevice({ singleKeys })),
  ];
}
