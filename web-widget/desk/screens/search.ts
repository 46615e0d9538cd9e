/** Finding chats of any state, newest first. */
import { type VNode, v } from '../dom/node.ts';
import { searchIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import type { Screen } from '../model/screens.ts';
import { channelLabel } from '../view/channel-label.ts';
import { lastWords } from '../view/chat-list.ts';
import { button, choice, empty, face, field, input, pill, spoken } from '../view/pieces.ts';
import { momentLabel } from '../view/time.ts';
import { shopperName } from '../view/words.ts';
import type { ChatSearch } from '../wire/desk-api.ts';
import type { Chat } from '../wire/types.ts';
import { page } from './page.ts';

const pageSize = 40;
const pauseMs = 250;

export class SearchScreen implements Screen {
  wanted: ChatSearch = {};
  found: readonly Chat[] | undefined;
  hasMore = false;
  readonly #app: App;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  async enter(): Promise<void> {
    await this.#fetch(undefined);
  }

  want(change: ChatSearch): void {
    this.wanted = { ...this.wanted, ...change };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#app.attempt(() => this.#fetch(undefined)), pauseMs);
    this.#app.draw();
  }

  async more(): Promise<void> {
    await this.#app.attempt(() => this.#fetch(this.found?.at(-1)?.openedAt));
  }

  async #fetch(before: number | undefined): Promise<void> {
    const { chats } = await this.#app.api.chats({ ...this.wanted, before, limit: pageSize });
    this.found = before === undefined ? chats : [...(this.found ?? []), ...chats];
    this.hasMore = chats.length === pageSize;
    this.#app.draw();
  }
}

export function searchScreen(app: App): VNode {
  const { t } = app;
  const { search } = app;
  const people = app.data?.agents ?? [];
  return page(
    app,
    t.search,
    v(
      'div',
      { class: 'filters' },
      field(
        t.words,
        input(search.wanted.words ?? '', (words) => search.want({ words }), {
          type: 'search',
          placeholder: t.searchHint,
          focus: true,
        }),
      ),
      field(
        t.state,
        choice(
          [
            { value: '', title: t.any },
            ...(['open', 'waiting', 'active', 'snoozed', 'closed'] as const).map((value) => ({
              value,
              title: t.states[value],
            })),
          ],
          search.wanted.status ?? '',
          (status) => search.want({ status }),
        ),
      ),
      field(
        t.agent,
        choice(
          [{ value: '', title: t.any }, ...people.map(({ id, name }) => ({ value: id, title: name }))],
          search.wanted.agent ?? '',
          (agent) => search.want({ agent }),
        ),
      ),
      field(
        t.tags,
        input(search.wanted.tag ?? '', (tag) => search.want({ tag })),
      ),
    ),
    search.found?.length === 0 && empty(t.nothingFound, undefined, searchIcon),
    v(
      'ul',
      { class: 'found' },
      (search.found ?? []).map((chat) => row(chat, app)),
    ),
    search.hasMore && button(t.more, () => void search.more()),
  );
}

function row(chat: Chat, app: App): VNode {
  const { t } = app;
  const name = shopperName(chat.shopper, t);
  return v(
    'li',
    { key: chat.caseId },
    v(
      'a',
      { href: `#/chat/${encodeURIComponent(chat.id)}`, class: 'found-row' },
      face(name, chat.shopper.id),
      v(
        'span',
        { class: 'chat-row-words' },
        v(
          'span',
          { class: 'row' },
          v('span', { class: 'strong' }, name),
          v('span', { class: 'soft small' }, `${chat.caseId} · ${channelLabel(chat.shopper.channel)}`),
          v('span', { class: 'push soft small' }, momentLabel(chat.openedAt, app.now, app.language)),
        ),
        v('span', { class: 'one-line soft' }, lastWords(chat, app)),
        v(
          'span',
          { class: 'row wrap' },
          pill(
            t.states[chat.status],
            chat.status === 'waiting' ? 'warning' : chat.status === 'active' ? 'good' : '',
          ),
          chat.agent && pill(chat.agent.name),
          chat.disposition && pill(chat.disposition),
          chat.tags.map((tag) => pill(`#${tag}`)),
          chat.satisfaction &&
            v('span', {}, '★'.repeat(chat.satisfaction.score), spoken(t.score(chat.satisfaction.score))),
        ),
      ),
    ),
  );
}
