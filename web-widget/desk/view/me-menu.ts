/** What is mine: presence, language, look, sound, sign out. */
import { type Child, line, v } from '../dom/node.ts';
import { checkIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { button, check, choice, face, field } from './pieces.ts';
import { presenceLabel } from './words.ts';

export function meMenu(app: App): Child {
  const { t, data, device } = app;
  if (!data) return undefined;
  const { me } = data;
  return v(
    'div',
    { class: 'stack' },
    v(
      'div',
      { class: 'row' },
      face(me.name, me.id),
      v('span', {}, v('span', { class: 'strong' }, me.name), ' ', v('span', { class: 'soft' }, me.email)),
    ),
    v(
      'div',
      { class: 'presence', role: 'group', 'aria-label': t.presence(presenceLabel(me.presence, t)) },
      (['online', 'away', 'offline'] as const).map((presence) =>
        v(
          'button',
          {
            type: 'button',
            class: 'button',
            'aria-pressed': me.presence === presence ? 'true' : 'false',
            onclick: () => void app.presence.choose(presence),
          },
          v('span', { class: `dot ${presence}` }),
          presenceLabel(presence, t),
          me.presence === presence && line(checkIcon),
        ),
      ),
    ),
    field(
      t.language,
      choice(
        [
          { value: 'en', title: 'English' },
          { value: 'zh', title: '中文' },
        ],
        device.language,
        (language) => app.applyDevice({ language: language === 'zh' ? 'zh' : 'en' }),
      ),
    ),
    field(
      t.theme,
      choice(
        [
          { value: 'auto', title: t.themes.auto },
          { value: 'light', title: t.themes.light },
          { value: 'dark', title: t.themes.dark },
        ],
        device.theme,
        (theme) => app.applyDevice({ theme: theme === 'light' || theme === 'dark' ? theme : 'auto' }),
      ),
    ),
    field(
      t.volume,
      v('input', {
        type: 'range',
        min: 0,
        max: 1,
        step: 0.1,
        value: device.volume,
        onchange: ({ target }) => {
          if (!(target instanceof HTMLInputElement)) return;
          app.applyDevice({ volume: Number(target.value) });
          app.alarm.ring('message');
        },
      }),
    ),
    check(t.ringsAgain, device.ringsAgain, (ringsAgain) => app.applyDevice({ ringsAgain })),
    check(t.notifies, device.notifies, (notifies) => {
      app.applyDevice({ notifies });
      if (notifies) void app.alarm.askPermission().then(() => app.draw());
    }),
    v(
      'div',
      { class: 'row' },
      v('a', { class: 'button', href: '#/account', onclick: () => app.hide() }, t.account),
      button(t.signOut, () => void app.session.signOut(), { class: 'push' }),
    ),
  );
}
