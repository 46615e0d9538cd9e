/** The frame: the rail at the left, the screen, and what lies over it. */
import { type Child, line, type VNode, v } from '../dom/node.ts';
import { bellIcon, bookIcon, gearIcon, inboxIcon, megaphoneIcon, searchIcon, wallIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { hashOf, type Place } from '../model/place.ts';
import { chatsScreen } from './chats-screen.ts';
import { dialogs } from './dialogs.ts';
import { face, spoken } from './pieces.ts';
import { screenView } from './screen-view.ts';
import { signIn } from './sign-in.ts';
import { toasts } from './toasts.ts';
import { presenceLabel } from './words.ts';

export function shell(app: App): Child {
  const { t } = app;
  app.board.remind();
  if (app.session.phase === 'starting') return v('p', { class: 'starting soft' }, t.loading);
  if (app.session.phase !== 'in') return [v('main', { class: 'door' }, signIn(app)), toasts(app)];
  app.chats.current?.markRead();
  return [
    v(
      'div',
      { class: `frame front-${app.place.screen === 'chats' ? app.front : 'screen'}`, inert: false },
      rail(app),
      v(
        'div',
        { class: 'stage' },
        banner(app),
        app.place.screen === 'chats' ? chatsScreen(app) : screenView(app, app.place),
      ),
    ),
    dialogs(app),
    toasts(app),
  ];
}

function rail(app: App): VNode {
  const { t } = app;
  const calling = app.data?.mine.filter(({ unread }) => unread > 0).length ?? 0;
  const waiting = app.data?.waitingCount ?? 0;
  return v(
    'nav',
    { class: 'rail', 'aria-label': t.navigation },
    v('img', { class: 'rail-mark', src: '/desk/mark.svg', alt: '', width: 30, height: 30 }),
    v(
      'ul',
      {},
      railLink(
        app,
        t.chats,
        inboxIcon,
        { screen: 'chats', chat: undefined },
        calling || waiting,
        calling > 0,
      ),
      railLink(app, t.search, searchIcon, { screen: 'search' }),
      app.isSupervisor && railLink(app, t.wall, wallIcon, { screen: 'wall' }),
      railLink(app, t.knowledge, bookIcon, { screen: 'knowledge', part: 'entries', entry: undefined }),
      railLink(app, t.alerts, megaphoneIcon, { screen: 'alerts' }),
      app.isSupervisor && railLink(app, t.settings, gearIcon, { screen: 'settings', part: 'desk' }),
    ),
    v('div', { class: 'rail-foot' }, noticesButton(app), meButton(app)),
  );
}

function railLink(app: App, title: string, icon: string, place: Place, count = 0, calls = false): VNode {
  const isHere = app.place.screen === place.screen;
  return v(
    'li',
    {},
    v(
      'a',
      {
        href: hashOf(place),
        class: 'rail-link',
        title,
        'aria-current': isHere ? 'page' : undefined,
      },
      line(icon),
      v('span', { class: 'rail-word' }, title),
      count > 0 && v('span', { class: calls ? 'count' : 'count quiet' }, String(count)),
    ),
  );
}

function noticesButton(app: App): VNode {
  const count = app.board.unreadNotices;
  return v(
    'button',
    {
      type: 'button',
      class: 'rail-link',
      title: app.t.notices,
      'aria-haspopup': 'dialog',
      onclick: () => open(app, 'notices'),
    },
    line(bellIcon),
    v('span', { class: 'rail-word' }, app.t.notices),
    count > 0 && v('span', { class: 'count' }, String(count)),
  );
}

function meButton(app: App): VNode | false {
  const me = app.data?.me;
  if (!me) return false;
  const said = app.t.presence(presenceLabel(me.presence, app.t));
  return v(
    'button',
    {
      type: 'button',
      class: 'rail-me',
      title: said,
      'aria-haspopup': 'dialog',
      onclick: () => open(app, 'me'),
    },
    face(me.name, me.id),
    v('span', { class: `dot ${me.presence}` }),
    spoken(`${me.name}. ${said}`),
  );
}

function open(app: App, overlay: 'notices' | 'me'): void {
  app.overlay = overlay;
  app.draw();
}

/** What is wrong, or asked, above everything. */
function banner(app: App): VNode | false {
  const { t } = app;
  if (app.live.state === 'lost') return v('p', { class: 'banner bad-news', role: 'status' }, t.offline);
  if (app.alarm.permission !== 'default' || !app.device.notifies) return false;
  return v(
    'div',
    { class: 'banner', role: 'status' },
    v('span', {}, t.askNotifications),
    v(
      'button',
      { type: 'button', class: 'link', onclick: () => void app.alarm.askPermission().then(() => app.draw()) },
      t.allow,
    ),
    v(
      'button',
      { type: 'button', class: 'link', onclick: () => app.applyDevice({ notifies: false }) },
      t.notNow,
    ),
  );
}
