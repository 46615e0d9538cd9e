/** Everything that can be done by a key or from the palette, each with its name in the agent's language. */
import type { App } from '../model/app.ts';
import { hashOf, type Place } from '../model/place.ts';
import { sendSuggestion } from '../view/assist.ts';
import { askBlock, askClose, askFlag, askMail, askSnooze, askTransfer } from '../view/chat-dialogs.ts';
import { accept, acceptNext } from '../view/chat-list.ts';
import { write } from '../view/composer.ts';
import { draftFaq, toGaps } from '../view/teach.ts';
import { presenceLabel, shopperName } from '../view/words.ts';

export interface Command {
  readonly id: string;
  readonly title: string;
  /** Heading in the palette and in the map of keys. */
  readonly group: string;
  /** `Mod+K`, `A`, `G W`, `Alt+1`; a single letter acts only while no field has the focus. */
  readonly keys?: string | undefined;
  /** Does the same from within a field. */
  readonly keysInField?: string | undefined;
  readonly run: () => void;
}

/** The commands that make sense now; those of the open chat first. */
export function commandsOf(app: App): Command[] {
  return [...chatCommands(app), ...listCommands(app), ...goCommands(app), ...meCommands(app)];
}

function chatCommands(app: App): Command[] {
  const { t } = app;
  const open = app.chats.current;
  const chat = open?.now;
  if (!open || !chat) return [];
  const group = t.groups.chat;
  const { isMine } = open;
  const waits = chat.status === 'waiting';
  const { lines } = open.transcript;
  const answered = lines.findLast(({ kind, activity }) => kind === 'agent' && activity.id !== undefined);
  const botSaid = lines.findLast(({ kind }) => kind === 'bot');
  const may = chat.closedAt === null && (isMine || waits || app.isSupervisor);
  const command = (id: string, title: string, keys: string | undefined, when: boolean, run: () => void) =>
    when ? [{ id, title, group, keys, run }] : [];
  const act = (work: () => Promise<unknown>, done?: string) => () =>
    void app.attempt(async () => {
      await work();
      await Promise.all([app.board.fetch(), open.refresh()]);
    }, done);
  return [
    ...command('accept', t.accept, 'A', waits, () => void accept(app, chat.id)),
    ...command(
      'take-over',
      t.takeOver,
      undefined,
      !isMine && !waits && app.isSupervisor,
      act(async () => {
        await app.api.takeOver(chat.id);
        // Who whispered before now speaks to the shopper.
        if (!open.draft.text) open.write({ mode: 'reply' });
      }),
    ),
    ...command('reply', t.focusReply, 'R', isMine, () => write('reply', open, app)).map(alsoInField),
    ...command('note', t.focusNote, 'N', true, () => write('note', open, app)).map(alsoInField),
    ...command('whisper', t.whisper, 'W', !isMine && app.isSupervisor && chat.agent !== null, () =>
      whisper(app),
    ),
    ...[1, 2, 3].flatMap((at) =>
      command(
        `suggestion-${at}`,
        `${t.sendIt}: ${open.suggestions[at - 1]?.title ?? ''}`,
        `Alt+${at}`,
        open.suggestions[at - 1] !== undefined,
        () => sendSuggestion(at - 1, open, app),
      ),
    ),
    ...command('transfer', t.transfer, 'T', may && !waits, () => askTransfer(open, app)),
    ...command('snooze', t.snooze, 'Z', may && chat.status === 'active', () => askSnooze(open, app)),
    ...command(
      'wake',
      t.wake,
      'Z',
      may && chat.status === 'snoozed',
      act(() => app.api.wake(chat.id)),
    ),
    ...command('flag', t.flag, 'F', chat.flag === null && chat.closedAt === null, () => askFlag(open, app)),
    ...command(
      'unflag',
      t.unflag,
      'F',
      chat.flag !== null,
      act(() => app.api.flag(chat.id, null)),
    ),
    ...command(
      'to-bot',
      t.toBot,
      'B',
      may,
      act(() => app.api.handBack(chat.id, {}), t.toBotDone),
    ),
    ...command(
      'to-queue',
      t.toQueue,
      undefined,
      may && !waits,
      act(() => app.api.requeue(chat.id)),
    ),
    ...command(
      'draft-faq',
      t.draftFaq,
      'D',
      answered !== undefined,
      () => answered && draftFaq(open, answered.activity, app),
    ),
    ...command(
      'to-gaps',
      t.toGaps,
      'X',
      botSaid !== undefined,
      () => botSaid && void toGaps(open, botSaid.activity, app),
    ),
    ...command('block', t.block, undefined, may, () => askBlock(open, app)),
    ...command('download', t.download, undefined, true, () =>
      location.assign(app.api.transcriptAddress(chat.id)),
    ),
    ...command('mail', t.mailTranscript, undefined, isMine || app.isSupervisor, () => askMail(open, app)),
    ...command('close', t.closeChat, 'E', may, () => askClose(open, app)),
  ];
}

function alsoInField(command: Command): Command {
  return { ...command, keysInField: `Alt+${command.keys}` };
}

/** A note for the agent who has the chat. */
function whisper(app: App): void {
  const open = app.chats.current;
  const agent = open?.now?.agent;
  if (!open || !agent) return;
  open.write({
    text: open.draft.text || `@${agent.name} `,
    mentions: new Map([...open.draft.mentions, [agent.name, agent.id]]),
  });
  write('note', open, app);
}

function listCommands(app: App): Command[] {
  const { t, data } = app;
  const group = t.groups.chats;
  const mine = data?.mine ?? [];
  const at = mine.findIndex(({ id }) => id === app.chats.current?.id);
  const step = (by: number) => () => {
    const next = mine[(at + by + mine.length) % mine.length] ?? mine[0];
    if (next) app.openChat(next.id);
  };
  const unread = mine.find((chat) => chat.unread > 0);
  const waits = (data?.waiting.length ?? 0) > 0;
  return [
    ...(waits
      ? [{ id: 'accept-next', title: t.acceptNext, group, keys: 'Shift+A', run: () => void acceptNext(app) }]
      : []),
    ...(mine.length > 1
      ? [
          { id: 'next', title: t.nextChat, group, keys: 'J', run: step(1) },
          { id: 'previous', title: t.previousChat, group, keys: 'K', run: step(-1) },
        ]
      : []),
    ...(unread
      ? [{ id: 'unread', title: t.nextUnread, group, keys: 'U', run: () => app.openChat(unread.id) }]
      : []),
    { id: 'filter', title: t.filterChats, group, keys: '/', run: () => focusFilter(app) },
    ...[...mine, ...(data?.waiting ?? [])].map((chat, index) => ({
      id: `chat ${chat.id}`,
      title: [shopperName(chat.shopper, t), chat.caseId, chat.last?.text.slice(0, 60)]
        .filter(Boolean)
        .join(' · '),
      group,
      keys: index < Math.min(9, mine.length) ? String(index + 1) : undefined,
      run: () => app.openChat(chat.id),
    })),
  ];
}

function focusFilter(app: App): void {
  app.go({ screen: 'chats', chat: app.chats.current?.id });
  app.front = 'list';
  app.drawNow();
  document.getElementById('chat-filter')?.focus();
}

function goCommands(app: App): Command[] {
  const { t } = app;
  const to = (id: string, title: string, keys: string, place: Place, when = true) =>
    when ? [{ id, title, group: t.groups.go, keys, run: () => app.go(place) }] : [];
  return [
    ...to('go-chats', t.chats, 'G C', { screen: 'chats', chat: undefined }),
    ...to('go-search', t.search, 'G S', { screen: 'search' }),
    ...to('go-wall', t.wall, 'G W', { screen: 'wall' }, app.isSupervisor),
    ...to('go-knowledge', t.knowledge, 'G K', { screen: 'knowledge', part: 'entries', entry: undefined }),
    ...to('go-gaps', t.gaps, 'G G', { screen: 'knowledge', part: 'gaps', entry: undefined }),
    ...to('go-alerts', t.alerts, 'G L', { screen: 'alerts' }),
    ...to('go-settings', t.settings, 'G T', { screen: 'settings', part: 'desk' }, app.isSupervisor),
    ...to('go-account', t.account, 'G A', { screen: 'account' }),
  ].filter(({ id }) => id !== `go-${hashOf(app.place)}`);
}

function meCommands(app: App): Command[] {
  const { t, device } = app;
  const group = t.groups.me;
  return [
    { id: 'palette', title: t.palette, group, keys: 'Mod+K', run: () => overlay(app, 'palette') },
    { id: 'keys', title: t.keys, group, keys: '?', run: () => overlay(app, 'keys') },
    ...(['online', 'away', 'offline'] as const).map((presence) => ({
      id: presence,
      title: presenceLabel(presence, t),
      group,
      run: () => void app.presence.choose(presence),
    })),
    {
      id: 'language',
      title: app.language === 'en' ? '中文' : 'English',
      group,
      run: () => app.applyDevice({ language: app.language === 'en' ? 'zh' : 'en' }),
    },
    {
      id: 'side',
      title: device.side ? t.hideDetails : t.showDetails,
      group,
      keys: 'I',
      run: () => app.applyDevice({ side: !device.side }),
    },
    { id: 'sign-out', title: t.signOut, group, run: () => void app.session.signOut() },
  ];
}

function overlay(app: App, which: 'palette' | 'keys'): void {
  app.overlay = app.overlay === which ? undefined : which;
  app.draw();
}
