/** The left column: my chats, who waits, and messages that were left, all moving by themselves. */

import { type Child, line, type VNode, v } from '../dom/node.ts';
import { flagIcon, inboxIcon, mailIcon, noteIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import type { Chat } from '../wire/types.ts';
import { channelLabel } from './channel-label.ts';
import { button, empty, face, input, keyHint, pill, spoken } from './pieces.ts';
import { waitPill } from './sla.ts';
import { reasonLabel, shopperName } from './words.ts';

export function chatList(app: App): VNode {
  const { data, t } = app;
  if (!data)
    return v('section', { class: 'lists', 'aria-label': t.chats }, v('p', { class: 'soft pad' }, t.loading));
  const found = (chats: readonly Chat[]) => chats.filter((chat) => matches(chat, app.listFilter));
  const mine = found(data.mine);
  const queue = found(data.waiting.filter(({ kind }) => kind === 'chat'));
  const left = found(data.waiting.filter(({ kind }) => kind === 'message'));
  return v(
    'section',
    { class: 'lists', 'aria-label': t.chats },
    v(
      'div',
      { class: 'lists-head' },
      input(app.listFilter, (text) => filter(app, text), {
        type: 'search',
        id: 'chat-filter',
        placeholder: t.filterChats,
        'aria-label': t.filterChats,
      }),
    ),
    v(
      'div',
      { class: 'lists-body scrolls' },
      section(app, t.mine, mine, t.noMine, (chat, at) => row(chat, app, at < 9 ? at + 1 : undefined)),
      section(
        app,
        t.queue,
        queue,
        t.noQueue,
        (chat) => row(chat, app, undefined),
        data.waitingCount - left.length,
      ),
      left.length > 0 && section(app, t.cases, left, '', (chat) => row(chat, app, undefined)),
      mine.length + queue.length + left.length === 0 &&
        !app.listFilter &&
        empty(t.allClear, t.allClearHint, inboxIcon),
    ),
    queue.length > 0 &&
      v(
        'div',
        { class: 'lists-foot' },
        button(t.acceptNext, () => void acceptNext(app), { class: 'primary wide' }),
        keyHint('Shift+A'),
      ),
  );
}

export async function acceptNext(app: App): Promise<void> {
  const next = app.data?.waiting.find(({ kind }) => kind === 'chat') ?? app.data?.waiting[0];
  if (next) await accept(app, next.id);
}

export async function accept(app: App, id: string): Promise<void> {
  const taken = await app.attempt(async () => {
    await app.api.claim(id);
    await app.board.fetch();
  });
  if (taken) {
    app.openChat(id);
    app.chats.changed(id, 'claimed');
  } else void app.board.fetch();
}

function section(
  app: App,
  title: string,
  chats: readonly Chat[],
  nothing: string,
  drawRow: (chat: Chat, at: number) => VNode,
  count = chats.length,
): VNode {
  const unread = chats.filter((chat) => chat.agent?.id === app.data?.me.id && chat.unread > 0).length;
  return v(
    'section',
    { key: title, class: 'list', 'aria-label': title },
    v(
      'h2',
      {},
      title,
      v('span', { class: 'soft' }, String(count)),
      unread > 0 && spoken(`, ${app.t.unread(unread)}`),
    ),
    chats.length > 0
      ? v('ul', {}, chats.map(drawRow))
      : nothing && v('p', { class: 'soft small pad' }, nothing),
  );
}

function row(chat: Chat, app: App, number: number | undefined): VNode {
  const { t, place } = app;
  const isOpen = place.screen === 'chats' && place.chat === chat.id;
  const isMine = chat.agent?.id === app.data?.me.id;
  const name = shopperName(chat.shopper, t);
  const waits = chat.status === 'waiting';
  const draft = app.chats.get(chat.id)?.draft.text.trim();
  return v(
    'li',
    { key: chat.caseId },
    v(
      'a',
      {
        href: `#/chat/${encodeURIComponent(chat.id)}`,
        class: [
          'chat-row',
          isOpen && 'open',
          isMine && chat.unread > 0 && 'unread',
          chat.status === 'snoozed' && 'asleep',
        ]
          .filter(Boolean)
          .join(' '),
        'aria-current': isOpen ? 'true' : undefined,
      },
      face(name, chat.shopper.id),
      v(
        'span',
        { class: 'chat-row-words' },
        v(
          'span',
          { class: 'row' },
          v('span', { class: 'name one-line' }, name),
          !chat.shopper.language.startsWith(app.language) &&
            pill(chat.shopper.language.slice(0, 2).toUpperCase()),
          chat.flag && v('span', { class: 'bad', title: t.flagged }, line(flagIcon), spoken(t.flagged)),
          v('span', { class: 'push' }, waitPill(chat, app)),
        ),
        v(
          'span',
          { class: 'row' },
          v('span', { class: 'last one-line soft' }, draft ? `✎ ${draft}` : lastWords(chat, app)),
          isMine &&
            chat.unread > 0 &&
            v('span', { class: 'count push' }, String(chat.unread), spoken(` ${t.unread(chat.unread)}`)),
          !(isMine && chat.unread > 0) &&
            number !== undefined &&
            v('span', { class: 'push number' }, keyHint(String(number))),
        ),
        v('span', { class: 'row row-facts soft small' }, facts(chat, app, waits)),
      ),
    ),
    waits &&
      button(t.accept, () => void accept(app, chat.id), {
        class: 'small row-act',
        'aria-label': `${t.accept}: ${name}`,
      }),
  );
}

function facts(chat: Chat, app: App, waits: boolean): Child {
  const { t } = app;
  const parts: Child[] = [
    waits &&
      chat.position !== null &&
      v('span', { class: 'strong' }, `#${chat.position}`, spoken(t.position(chat.position))),
    chat.kind === 'message' && v('span', { class: 'row tight' }, line(mailIcon), chat.caseId),
    waits && v('span', { class: 'one-line' }, reasonLabel(chat.reason, t)),
    channelLabel(chat.shopper.channel) !== 'Web' && v('span', {}, channelLabel(chat.shopper.channel)),
    chat.priority > 0 && pill(`↑${chat.priority}`, 'warning'),
  ];
  return parts;
}

/** What was said last, and by whom. */
export function lastWords({ last }: Chat, { t }: App): Child {
  if (!last) return '';
  const who = last.from === 'agent' ? `${t.you}: ` : last.from === 'bot' ? `${t.bot}: ` : '';
  // Ours and the bot's are Markdown, whose marks only disturb in a line.
  const words = last.from === 'shopper' ? last.text : last.text.replace(/\*\*|__|`/g, '');
  return [last.from === 'note' && line(noteIcon), who, words];
}

function filter(app: App, text: string): void {
  app.listFilter = text;
  app.draw();
}

function matches(chat: Chat, filterText: string): boolean {
  const wanted = filterText.trim().toLowerCase();
  if (!wanted) return true;
  return [chat.shopper.name, chat.shopper.email, chat.caseId, chat.last?.text, ...chat.tags].some((each) =>
    each?.toLowerCase().includes(wanted),
  );
}
