/** Beside the chat: the handover card, the customer, what else is known, and how the case is filed. */
import { leftIcon } from '../../view/icons.ts';
import { type Child, line, type VNode, v } from '../dom/node.ts';
import { boxIcon, cartIcon, pageIcon, personIcon, sparkIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { type OpenChat, worthShowing } from '../model/open-chat.ts';
import type { Card, Order, PageSeen, Suggestion } from '../wire/types.ts';
import { plainWords, sureFrom } from './assist.ts';
import { channelLabel } from './channel-label.ts';
import { putIntoReply } from './composer.ts';
import { button, pill, spoken, tool } from './pieces.ts';
import { tagEditor } from './tags.ts';
import { calendarDate, dateLabel, momentLabel } from './time.ts';
import { languageLabel, moodLabel, orderStateLabel, reasonLabel } from './words.ts';

export function sideView(open: OpenChat, app: App): VNode {
  const { t } = app;
  return v(
    'section',
    { key: `side ${open.id}`, class: 'side scrolls', 'aria-label': t.details, tabindex: 0 },
    v(
      'header',
      { class: 'side-head phone-only' },
      tool(t.back, leftIcon, () => {
        app.front = 'chat';
        app.draw();
      }),
      v('span', { class: 'strong one-line' }, open.name),
    ),
    part(t.handoff, sparkIcon, handoff(open, app)),
    part(t.customer, personIcon, customer(open, app)),
    part(t.orders, boxIcon, orders(open, app)),
    part(t.past, undefined, past(open, app)),
    part(t.customerAlerts, undefined, alerts(open, app)),
    part(t.tags, undefined, filing(open, app)),
  );
}

function part(title: string, icon: string | undefined, body: Child): VNode | false {
  if (body === undefined) return false;
  return v(
    'details',
    { key: title, class: 'part', open: true },
    v('summary', {}, icon && line(icon), v('h2', {}, title)),
    v('div', { class: 'part-body' }, body),
  );
}

function handoff(open: OpenChat, app: App): Child {
  const { t } = app;
  const chat = open.now;
  const { card } = open;
  const mood = card?.mood ?? chat?.mood;
  return [
    v(
      'div',
      { class: 'row wrap' },
      chat && pill(reasonLabel(chat.reason, t), chat.reason === 'angry' ? 'broken' : ''),
      mood && pill(`${t.mood}: ${moodLabel(mood, t)}`, mood === 'angry' ? 'broken' : ''),
      chat?.skills.map((skill) => pill(skill)),
    ),
    chat?.flag?.note && v('p', { class: 'bad small' }, chat.flag.note),
    card &&
      card.asked.length > 0 &&
      v(
        'div',
        {},
        v('h3', {}, t.wasAsked),
        v(
          'div',
          { class: 'asked' },
          card.asked.map(({ text }) => v('blockquote', {}, text)),
        ),
      ),
    card && tried(card, app),
    card?.draft && isNews(card.draft, open) && draft(card.draft, open, app),
    card && Object.keys(card.form).length > 0 && factList(Object.entries(card.form)),
    card &&
      card.orders.length > 0 &&
      v(
        'p',
        { class: 'row wrap' },
        v('span', { class: 'soft small' }, t.order),
        card.orders.map((number) => pill(number)),
      ),
    card?.cart && cart(card.cart, app),
    card?.page && pages(card.page, card.path, app),
  ];
}

function tried(card: Card, app: App): VNode {
  const { t } = app;
  // That a person was asked for is what the whole card is about.
  const tries = card.tried.filter(({ source }) => !source?.endsWith('talk-to-person')).slice(-4);
  return v(
    'div',
    {},
    v('h3', {}, t.wasTried),
    tries.length === 0
      ? v('p', { class: 'soft small' }, t.nothingTried)
      : v(
          'ul',
          { class: 'tried' },
          tries.map(({ question, answered, confidence, zone }) =>
            v(
              'li',
              {},
              v('p', { class: 'clamp' }, question),
              v(
                'p',
                { class: 'row soft small' },
                pill(t.zones[zone], zone === 'answer' ? 'good' : zone === 'decline' ? 'broken' : 'warning'),
                answered && v('span', { class: 'one-line' }, `→ ${answered[app.language]}`),
                confidence !== null && v('span', { class: 'push' }, `${Math.round(confidence * 100)}%`),
              ),
            ),
          ),
        ),
  );
}

/** Above the field it has its own key to send: there is no need to read it twice. */
function isNews({ source, confidence }: Suggestion, { suggestions }: OpenChat): boolean {
  return confidence >= worthShowing && !suggestions.some((each) => each.source === source);
}

function draft({ title, text, confidence }: Suggestion, open: OpenChat, app: App): VNode {
  const { t } = app;
  const percent = Math.round(confidence * 100);
  return v(
    'div',
    { class: 'draft' },
    v(
      'h3',
      { class: 'row' },
      t.best,
      v('span', { class: 'push' }, pill(t.sure(percent), percent >= sureFrom ? 'good' : '')),
    ),
    v('p', { class: 'strong small' }, title),
    v('p', { class: 'clamp long' }, plainWords(text)),
    open.isMine && button(t.useDraft, () => putIntoReply(text, open, app), { class: 'small' }),
  );
}

function factList(facts: readonly (readonly [string, Child])[]): VNode {
  return v(
    'dl',
    { class: 'facts' },
    facts.flatMap(([name, value]) => (value ? [v('div', {}, v('dt', {}, name), v('dd', {}, value))] : [])),
  );
}

function cart({ total, items }: NonNullable<Card['cart']>, app: App): VNode {
  const { t } = app;
  return v(
    'div',
    {},
    v('h3', { class: 'row' }, line(cartIcon), t.cart, total && v('span', { class: 'push' }, total)),
    items.length > 0
      ? v(
          'ul',
          { class: 'plain-list small' },
          items.map((item) => v('li', {}, item)),
        )
      : v('p', { class: 'soft small' }, t.emptyCart),
  );
}

function pages(now: PageSeen, path: readonly PageSeen[], app: App): VNode {
  const { t, language } = app;
  const before = path.filter((page) => page !== now && page.at < now.at).slice(-5);
  return v(
    'div',
    {},
    v('h3', { class: 'row' }, line(pageIcon), t.pageNow),
    v('p', { class: 'now-on' }, pageLink(now)),
    before.length > 0 && [
      v('h3', {}, t.path),
      v(
        'ol',
        { class: 'path small' },
        before.map((page) =>
          v(
            'li',
            {},
            v('time', { class: 'soft' }, momentLabel(page.at, app.now, language)),
            ' ',
            pageLink(page),
          ),
        ),
      ),
    ],
  );
}

function pageLink({ url, title }: PageSeen): Child {
  const shown = title ?? url ?? '…';
  const isSafe = url !== null && /^https?:/.test(url);
  return isSafe ? v('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, shown) : shown;
}

function customer(open: OpenChat, app: App): Child {
  const { t, language } = app;
  const chat = open.now;
  if (!chat) return undefined;
  const { shopper } = chat;
  const known = open.customer;
  return factList([
    [t.name, known?.name ?? open.name],
    [t.email, address(known?.emails.join(', ') || shopper.email)],
    [t.channel, channelLabel(shopper.channel)],
    [t.language, languageLabel(shopper.language, language)],
    [t.place, known?.place],
    [t.theirTime, known?.timeZone && clockIn(known.timeZone, app)],
    [t.since, known?.since && dateLabel(known.since, language)],
    [t.interests, known?.interests.join(', ')],
  ]);
}

/** An address that is too long for its line goes on after the `@`. */
function address(mail: string | null): Child {
  return mail?.split('@').flatMap((part, at) => (at === 0 ? [part] : ['@', v('wbr'), part]));
}

/** The time of day where the customer is. */
function clockIn(timeZone: string, { language, now }: App): string {
  try {
    return new Intl.DateTimeFormat(language, {
      hour: 'numeric',
      minute: '2-digit',
      timeZone,
      timeZoneName: 'short',
    }).format(now);
  } catch {
    return timeZone;
  }
}

function orders(open: OpenChat, app: App): Child {
  const found = open.customer?.orders ?? [];
  if (found.length === 0) return v('p', { class: 'soft small' }, app.t.noOrders);
  return v(
    'ul',
    { class: 'orders' },
    found.slice(0, 6).map((each) => v('li', {}, order(each, app))),
  );
}

function order({ number, status, placedAt, total, lines, expectedOn, trackingUrl }: Order, app: App): VNode {
  const items = lines.map(({ title, quantity }) => (quantity > 1 ? `${quantity} × ${title}` : title));
  const isSafe = trackingUrl !== null && /^https?:/.test(trackingUrl);
  return v(
    'div',
    {},
    v(
      'p',
      { class: 'row' },
      v('span', { class: 'strong' }, number),
      pill(orderStateLabel(status, app.t), status === 'delivered' ? 'good' : ''),
      total && v('span', { class: 'push' }, total),
    ),
    v(
      'p',
      { class: 'soft small' },
      [dateLabel(placedAt, app.language), items.join(', ')].filter(Boolean).join(' · '),
    ),
    v(
      'p',
      { class: 'small' },
      expectedOn && `${app.t.expected} ${calendarDate(expectedOn, app.language)} `,
      isSafe && v('a', { href: trackingUrl, target: '_blank', rel: 'noopener noreferrer' }, app.t.tracking),
    ),
  );
}

function past(open: OpenChat, app: App): Child {
  const { t } = app;
  const chats = (open.customer?.chats ?? []).filter(({ caseId }) => caseId !== open.now?.caseId);
  if (chats.length === 0) return v('p', { class: 'soft small' }, t.noPast);
  return v(
    'ul',
    { class: 'past' },
    chats
      .slice(0, 8)
      .map((chat) =>
        v(
          'li',
          {},
          v(
            'a',
            { href: `#/chat/${encodeURIComponent(chat.id)}` },
            v(
              'span',
              { class: 'row' },
              v('span', { class: 'strong' }, chat.caseId),
              v('span', { class: 'push soft small' }, momentLabel(chat.openedAt, app.now, app.language)),
            ),
            v('span', { class: 'clamp small soft' }, chat.preview ?? ''),
            chat.score !== null &&
              v('span', { class: 'small' }, '★'.repeat(chat.score), spoken(t.score(chat.score))),
          ),
        ),
      ),
  );
}

/** What they asked to be told, and what they were told. */
function alerts(open: OpenChat, { t }: App): Child {
  const found = open.customer?.alerts ?? [];
  if (found.length === 0) return undefined;
  return v(
    'ul',
    { class: 'stack small' },
    found.map(({ id, text, state }) =>
      v(
        'li',
        { key: id, class: 'row' },
        pill(state === 'promised' ? t.promised : t.told, state === 'promised' ? 'good' : ''),
        v('span', {}, text),
      ),
    ),
  );
}

function filing(open: OpenChat, app: App): Child {
  const chat = open.now;
  if (!chat) return undefined;
  const { t } = app;
  return [
    tagEditor(chat.tags, app, (tags) => void label(open, app, { tags })),
    chat.disposition && v('p', { class: 'small' }, pill(chat.disposition, 'good')),
    chat.satisfaction &&
      v(
        'p',
        { class: 'small' },
        `${t.satisfaction}: ${'★'.repeat(chat.satisfaction.score)} `,
        v('span', { class: 'soft' }, chat.satisfaction.comment ?? ''),
      ),
  ];
}

async function label(open: OpenChat, app: App, labels: { tags: readonly string[] }): Promise<void> {
  await app.attempt(async () => {
    open.chat = await app.api.label(open.id, labels);
    await app.board.fetch();
  });
}
