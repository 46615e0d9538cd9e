/** The screen of the day: lists, conversation, and what is known beside it. */
import { leftIcon } from '../../view/icons.ts';
import { type Child, line, type VNode, v } from '../dom/node.ts';
import {
  botIcon,
  checkIcon,
  eyeIcon,
  flagIcon,
  inboxIcon,
  moreIcon,
  panelIcon,
  shieldIcon,
  snoozeIcon,
  transferIcon,
} from '../icons.ts';
import { type Command, commandsOf } from '../keys/commands.ts';
import type { App } from '../model/app.ts';
import type { OpenChat } from '../model/open-chat.ts';
import { channelLabel } from './channel-label.ts';
import { chatList } from './chat-list.ts';
import { composer } from './composer.ts';
import { empty, face, pill, shownKeys, spoken, tool } from './pieces.ts';
import { sideView } from './side.ts';
import { clockPill } from './sla.ts';
import { transcriptView } from './transcript-view.ts';
import { moodLabel } from './words.ts';

export function chatsScreen(app: App): VNode {
  const open = app.chats.current;
  const { t, device } = app;
  return v(
    'main',
    { key: 'chats', class: `chats ${device.side && open ? 'with-side' : ''}` },
    v('h1', { class: 'spoken' }, t.chats),
    chatList(app),
    v(
      'section',
      { class: 'chat', 'aria-label': open ? open.name : t.pickChat },
      open ? chatView(open, app) : empty(t.pickChat, t.pickChatHint(shownKeys('Shift+A')), inboxIcon),
    ),
    open && device.side && sideView(open, app),
  );
}

function chatView(open: OpenChat, app: App): Child {
  if (open.problem) return empty(open.problem, undefined, inboxIcon);
  return [header(open, app), transcriptView(open, app), composer(open, app)];
}

function header(open: OpenChat, app: App): VNode {
  const { t } = app;
  const chat = open.now;
  return v(
    'header',
    { key: `head ${open.id}`, class: 'chat-head' },
    tool(t.back, leftIcon, () => app.go({ screen: 'chats', chat: undefined }), { class: 'phone-only' }),
    face(open.name, chat?.shopper.id ?? open.id),
    v(
      'div',
      { class: 'chat-who' },
      v(
        'div',
        { class: 'row' },
        v('h2', { class: 'one-line' }, open.name),
        chat?.shopper.verified &&
          v('span', { class: 'good', title: t.verified }, line(shieldIcon), spoken(t.verified)),
        chat && clockPill(chat, app, true),
        chat?.mood && moodPill(chat.mood, app),
        chat?.flag && pill(t.flagged, 'broken', flagIcon),
        viewersView(open, app),
      ),
      v(
        'p',
        { class: 'soft small one-line' },
        [
          chat?.caseId,
          chat && channelLabel(chat.shopper.channel),
          chat?.agent && !open.isMine ? chat.agent.name : undefined,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    actions(app),
  );
}

function moodPill(mood: string, app: App): VNode {
  const tone = mood === 'angry' ? 'broken' : mood === 'annoyed' ? 'warning' : '';
  return pill(moodLabel(mood, app.t), tone);
}

/** Who else of the desk has this chat before them. */
function viewersView(open: OpenChat, app: App): VNode | false {
  const others = (open.now?.viewers ?? []).filter(({ id }) => id !== app.data?.me.id);
  if (others.length === 0) return false;
  const said = app.t.watching(others.map(({ name }) => name).join(', '));
  return v(
    'span',
    { class: 'viewers', title: said },
    line(eyeIcon),
    others.slice(0, 3).map(({ id, name }) => face(name, id, 'tiny')),
    spoken(said),
  );
}

const shownAlways: readonly { readonly id: string; readonly icon: string }[] = [
  { id: 'transfer', icon: transferIcon },
  { id: 'snooze', icon: snoozeIcon },
  { id: 'wake', icon: snoozeIcon },
  { id: 'flag', icon: flagIcon },
  { id: 'unflag', icon: flagIcon },
  { id: 'to-bot', icon: botIcon },
];

function actions(app: App): VNode {
  const { t, device } = app;
  const commands = commandsOf(app);
  const find = (id: string) => commands.find((command) => command.id === id);
  const titled = ({ title, keys }: Command) => (keys ? `${title} (${shownKeys(keys)})` : title);
  const main = find('accept') ?? find('take-over') ?? find('close');
  return v(
    'div',
    { class: 'chat-actions', role: 'toolbar', 'aria-label': t.actions },
    shownAlways.map(({ id, icon }) => {
      const command = find(id);
      return (
        command &&
        tool(titled(command), icon, command.run, {
          key: id,
          class: 'wide-only',
          'aria-pressed': id === 'unflag' ? 'true' : undefined,
        })
      );
    }),
    tool(t.more, moreIcon, () => {
      app.overlay = 'palette';
      app.draw();
    }),
    tool(device.side ? t.hideDetails : t.showDetails, panelIcon, () => showSide(app), {
      'aria-pressed': device.side ? 'true' : 'false',
      class: 'side-toggle',
    }),
    main &&
      v(
        'button',
        { type: 'button', class: 'button primary main-act', title: titled(main), onclick: main.run },
        line(main.id === 'close' ? checkIcon : main.id === 'accept' ? inboxIcon : eyeIcon),
        v('span', {}, main.id === 'close' ? t.closeShort : main.title),
      ),
  );
}

/** On a phone it takes the place of the conversation. */
function showSide(app: App): void {
  if (matchMedia('(max-width: 760px)').matches) {
    app.front = app.front === 'side' ? 'chat' : 'side';
    app.applyDevice({ side: true });
  } else app.applyDevice({ side: !app.device.side });
}
