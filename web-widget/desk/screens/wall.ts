/** The live wall: who waits and how long, who carries what, which clocks run out, and how today went. */
import { type Child, type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import type { Screen } from '../model/screens.ts';
import { channelLabel } from '../view/channel-label.ts';
import { button, choice, face, pill } from '../view/pieces.ts';
import { clockPill } from '../view/sla.ts';
import { durationLabel, momentLabel } from '../view/time.ts';
import { presenceLabel, reasonLabel, shopperName } from '../view/words.ts';
import type { BotConversation, Chat, Spread, Wall } from '../wire/types.ts';
import { page } from './page.ts';

/** Figures of the day move slowly; who waits comes with every change. */
const pauseMs = 2_000;

export class WallScreen implements Screen {
  wall: Wall | undefined;
  withBot: readonly BotConversation[] = [];
  readonly #app: App;
  #planned = false;

  constructor(app: App) {
    this.#app = app;
  }

  async enter(): Promise<void> {
    await this.#fetch();
  }

  changed(): void {
    if (this.#planned) return;
    this.#planned = true;
    setTimeout(() => {
      this.#planned = false;
      if (this.#app.place.screen === 'wall') void this.#app.attempt(() => this.#fetch());
    }, pauseMs);
  }

  async #fetch(): Promise<void> {
    const [wall, withBot] = await Promise.all([this.#app.api.wall(), this.#app.api.botConversations()]);
    this.wall = wall;
    this.withBot = withBot;
    this.#app.draw();
  }
}

export function wallScreen(app: App): VNode {
  const { t, data } = app;
  const { wall } = app.wall;
  if (!wall || !data) return page(app, t.wall, v('p', { class: 'soft' }, t.loading));
  return page(
    app,
    t.wall,
    figures(wall, app),
    v(
      'div',
      { class: 'wall' },
      chatsBox(t.queue, data.waiting, t.noQueue, app),
      chatsBox(t.atRisk, wall.atRisk, t.noRisk, app),
      wall.flagged.length > 0 && chatsBox(t.flagged, wall.flagged, '', app),
      v('section', { class: 'box wide' }, v('h2', {}, t.team), people(wall, app)),
      v(
        'section',
        { class: 'box wide' },
        v('h2', { class: 'row' }, t.withBot, v('span', { class: 'soft' }, String(wall.botOnly))),
        withBot(app),
      ),
    ),
  );
}

function figures({ waiting, active, today }: Wall, app: App): VNode {
  const { t, language, now } = app;
  const span = ({ median, p90 }: Spread) =>
    median === null
      ? '–'
      : [durationLabel(median, language), p90 === null ? '' : t.ninety(durationLabel(p90, language))];
  const list: [string, Child, Child?][] = [
    [
      t.queue,
      String(waiting.count),
      waiting.oldest === null ? undefined : t.oldest(durationLabel(now - waiting.oldest, language)),
    ],
    [t.activeChats, String(active), undefined],
    [t.waitTime, ...pair(span(today.waitMs))],
    [t.firstReply, ...pair(span(today.firstReplyMs))],
    [t.handling, ...pair(span(today.handlingMs))],
    [t.satisfaction, today.score === null ? '–' : `${today.score.toFixed(1)} ★`, t.ratings(today.scores)],
    [t.closedToday, String(today.closed), today.left > 0 ? t.gaveUp(today.left) : undefined],
  ];
  return v(
    'dl',
    { class: 'figures' },
    list.map(([name, value, about]) =>
      v('div', {}, v('dt', {}, name), v('dd', {}, value), about && v('dd', { class: 'soft small' }, about)),
    ),
  );
}

function pair(value: string | string[]): [Child, Child?] {
  return typeof value === 'string' ? [value] : [value[0], value[1] || undefined];
}

function chatsBox(title: string, chats: readonly Chat[], nothing: string, app: App): VNode {
  return v(
    'section',
    { key: title, class: 'box', 'aria-label': title },
    v('h2', { class: 'row' }, title, v('span', { class: 'soft' }, String(chats.length))),
    chats.length === 0
      ? v('p', { class: 'soft' }, nothing)
      : v(
          'ul',
          { class: 'wall-chats scrolls' },
          chats.map((chat) => chatRow(chat, app)),
        ),
  );
}

function chatRow(chat: Chat, app: App): VNode {
  const { t } = app;
  const name = shopperName(chat.shopper, t);
  const people = (app.data?.agents ?? []).filter(
    ({ presence, id }) => presence !== 'offline' && id !== chat.agent?.id,
  );
  return v(
    'li',
    { key: chat.caseId },
    v(
      'a',
      { href: `#/chat/${encodeURIComponent(chat.id)}`, class: 'wall-chat' },
      v(
        'span',
        { class: 'row' },
        v('span', { class: 'strong' }, name),
        v('span', { class: 'soft small' }, chat.agent?.name ?? reasonLabel(chat.reason, t)),
        v('span', { class: 'push' }, clockPill(chat, app)),
      ),
      v('span', { class: 'one-line soft small' }, chat.flag?.note || chat.last?.text || ''),
    ),
    choice(
      [
        { value: '', title: t.giveTo },
        ...people.map((agent) => ({
          value: agent.id,
          title: `${agent.name} ${agent.load}/${agent.capacity}`,
        })),
      ],
      '',
      (agent) => void give(chat, agent, app),
      { 'aria-label': `${t.giveTo}: ${name}` },
    ),
  );
}

async function give(chat: Chat, agent: string, app: App): Promise<void> {
  if (!agent) return;
  const name = app.data?.agents.find(({ id }) => id === agent)?.name ?? '';
  await app.attempt(async () => {
    await app.api.assign(chat.id, agent);
    await app.board.fetch();
    app.wall.changed();
  }, app.t.given(name));
}

function people({ agents }: Wall, app: App): VNode {
  const { t, language, now } = app;
  const most = Math.max(1, ...agents.map(({ hard }) => hard));
  return v(
    'div',
    { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': t.team },
    v(
      'table',
      { class: 'table' },
      v(
        'thead',
        {},
        v(
          'tr',
          {},
          [t.agent, t.state, t.load, t.unanswered, t.closedToday, t.hardOnes, t.satisfaction].map((each) =>
            v('th', { scope: 'col' }, each),
          ),
        ),
      ),
      v(
        'tbody',
        {},
        agents.map((agent) =>
          v(
            'tr',
            { key: agent.id },
            v('td', {}, v('span', { class: 'row' }, face(agent.name, agent.id, 'tiny'), agent.name)),
            v(
              'td',
              {},
              v(
                'span',
                { class: 'row' },
                v('span', { class: `dot ${agent.presence}` }),
                presenceLabel(agent.presence, t),
              ),
            ),
            v(
              'td',
              {},
              v('progress', {
                max: Math.max(1, agent.capacity),
                value: agent.load,
                class: agent.load >= agent.capacity ? 'full' : '',
                'aria-label': t.load,
              }),
              ` ${agent.load}/${agent.capacity}`,
            ),
            v(
              'td',
              {},
              agent.oldestUnanswered === null ? '–' : durationLabel(now - agent.oldestUnanswered, language),
            ),
            v('td', {}, String(agent.closedToday)),
            v(
              'td',
              {},
              v('progress', { max: most, value: agent.hard, 'aria-label': t.hardOnes }),
              ` ${agent.hard}`,
            ),
            v('td', {}, agent.score === null ? '–' : `${agent.score.toFixed(1)} ★`),
          ),
        ),
      ),
    ),
  );
}

/** Those that no person has: to read along, and to take over before it goes wrong. */
function withBot(app: App): Child {
  const { t, wall } = app;
  if (wall.withBot.length === 0) return v('p', { class: 'soft' }, t.noneWithBot);
  return v(
    'ul',
    { class: 'wall-chats scrolls' },
    wall.withBot.map(({ id, name, shopper, channel, lastAt, entries }) =>
      v(
        'li',
        { key: id, class: 'row' },
        v('span', { class: 'strong' }, shopperName({ id: shopper, name }, t)),
        pill(channelLabel(channel)),
        v(
          'span',
          { class: 'soft small' },
          `${t.entries(entries)} · ${momentLabel(lastAt, app.now, app.language)}`,
        ),
        button(t.readAlong, () => app.openChat(id), { class: 'small push' }),
        button(t.takeOver, () => void takeOver(id, app), { class: 'small' }),
      ),
    ),
  );
}

async function takeOver(id: string, app: App): Promise<void> {
  const isDone = await app.attempt(async () => {
    await app.api.takeOver(id);
    await app.board.fetch();
  });
  if (isDone) app.openChat(id);
}
