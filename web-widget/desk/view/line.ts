/** One line of a conversation: who said it, to whom, and what became of it. */
import { texts as widgetTexts } from '../../texts.ts';
import { renderAttachments } from '../../view/attachments.ts';
import { renderMarkdown } from '../../view/markdown-view.ts';
import type { View } from '../../view/view.ts';
import { type Activity, fields, text } from '../../wire/activity.ts';
import { line as drawing, memo, own, type VNode, v } from '../dom/node.ts';
import { bookIcon, botIcon, checkIcon, checksIcon, noteIcon, pageIcon, thumbUpIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import type { OpenChat } from '../model/open-chat.ts';
import type { Line } from '../model/transcript.ts';
import { face, tool } from './pieces.ts';
import { draftFaq, toGaps } from './teach.ts';
import { timeLabel } from './time.ts';
import { markLabel } from './words.ts';

/** What a line's neighbours decide about it. */
export interface Place {
  /** First of several in a row from the same side. */
  readonly first: boolean;
  /** The newest of our own lines says what became of it. */
  readonly newestOurs: boolean;
}

export function lineView(line: Line, place: Place, open: OpenChat, app: App): VNode {
  const shopperRead = Math.max(open.marks.read, open.now?.marks.shopperRead ?? 0);
  const shopperGot = Math.max(open.marks.got, open.now?.marks.shopperGot ?? 0);
  const fate = fateOf(line, place, shopperRead, shopperGot, app);
  return memo(line.key, [line, place.first, fate?.text, app.language, open.isMine], () =>
    draw(line, place, fate, open, app),
  );
}

function draw(line: Line, { first }: Place, fate: Fate | undefined, open: OpenChat, app: App): VNode {
  const { kind, activity, at } = line;
  if (kind === 'mark' || kind === 'page') return happening(line, app);
  const words = shownWords(activity);
  const name = authorOf(line, open, app);
  return v(
    'article',
    { class: `line ${kind} ${first ? 'first' : ''}`, 'aria-label': name },
    first &&
      v(
        'header',
        { class: 'line-head' },
        kind === 'shopper' || kind === 'agent' || kind === 'note'
          ? face(activity.from.name ?? name, activity.from.id.replace('agent:', ''), 'tiny')
          : v('span', { class: 'face tiny' }, drawing(botIcon)),
        v('span', { class: 'strong' }, name),
        kind === 'note' && v('span', { class: 'row tight' }, drawing(noteIcon), app.t.note),
        v('time', { class: 'soft', datetime: new Date(at).toISOString() }, timeLabel(at, app.language)),
      ),
    v(
      'div',
      { class: 'line-body' },
      words && v('div', { class: 'words', key: 'words' }, own(rendered(activity, kind, words))),
      ...attached(activity, app).map((element) => own(element)),
      lineTools(line, words, open, app),
    ),
    line.verdict &&
      v('p', { class: `fate ${line.verdict}` }, drawing(thumbUpIcon), app.t.judged[line.verdict]),
    fate &&
      v(
        'p',
        { class: `fate ${fate.tone}` },
        fate.icon && drawing(fate.icon),
        fate.text,
        fate.retry &&
          v('button', { type: 'button', class: 'link', onclick: () => open.retry(line.key) }, app.t.retry),
      ),
  );
}

/** What can be done with one line, at its side: seen on hover and focus. */
function lineTools({ kind, activity }: Line, words: string, open: OpenChat, app: App): VNode | false {
  const { t } = app;
  if (kind === 'bot' && words) {
    return v(
      'span',
      { class: 'line-tools' },
      tool(t.toGaps, thumbUpIcon, () => void toGaps(open, activity, app), { class: 'down' }),
    );
  }
  if (kind === 'agent' && words && activity.id) {
    return v(
      'span',
      { class: 'line-tools' },
      tool(t.draftFaq, bookIcon, () => draftFaq(open, activity, app)),
    );
  }
  return false;
}

function happening({ kind, activity, at }: Line, app: App): VNode {
  const { t, language } = app;
  const value = fields(activity.value);
  const said =
    kind === 'page'
      ? t.looksAt(text(value.title) ?? pathOf(text(value.url)) ?? '…')
      : markLabel(text(value.how) ?? '', text(value.text) ?? activity.text, t);
  return v(
    'p',
    { class: 'happening' },
    kind === 'page' && drawing(pageIcon),
    v('span', {}, said),
    v('time', { datetime: new Date(at).toISOString() }, timeLabel(at, language)),
  );
}

export function authorOf({ kind, activity }: Line, open: OpenChat, app: App): string {
  const { t, data } = app;
  switch (kind) {
    case 'shopper':
      return open.name;
    case 'bot':
      return t.bot;
    case 'house':
      return t.house;
    default:
      return activity.from.id === `agent:${data?.me.id}` ? t.you : (activity.from.name ?? t.shopper);
  }
}

interface Fate {
  readonly text: string;
  readonly tone: string;
  readonly icon?: string;
  readonly retry?: boolean;
}

function fateOf(line: Line, place: Place, read: number, got: number, { t }: App): Fate | undefined {
  if (line.kind === 'shopper') return revisionOf(line.activity, t);
  if (line.kind !== 'agent' && line.kind !== 'note') return undefined;
  if (line.delivery === 'failed') return { text: t.refused, tone: 'failed', retry: true };
  if (line.delivery === 'waiting') return { text: t.unsent, tone: '' };
  if (line.delivery === 'sending') return { text: t.sending, tone: '' };
  if (!place.newestOurs || line.kind === 'note') return undefined;
  if (read >= line.watermark) return { text: t.read, tone: 'read', icon: checksIcon };
  if (got >= line.watermark) return { text: t.delivered, tone: '', icon: checksIcon };
  return { text: t.sent, tone: '', icon: checkIcon };
}

/** On other platforms people change what they wrote, and take it back. */
function revisionOf({ channelData }: Activity, t: App['t']): Fate | undefined {
  if (channelData.deleted === true) return { text: t.takenBack, tone: '' };
  return channelData.edited === true ? { text: t.edited, tone: '' } : undefined;
}

const kept = new WeakMap<Activity, HTMLElement>();

/** What a shopper typed is never read as Markdown. */
function rendered(activity: Activity, kind: Line['kind'], words: string): HTMLElement {
  const made = kept.get(activity);
  if (made) return made;
  const element = document.createElement('div');
  const isPlain = kind === 'shopper' || kind === 'note' || (activity.textFormat ?? 'markdown') !== 'markdown';
  if (isPlain) {
    element.className = 'plain';
    element.textContent = words;
  } else element.append(renderMarkdown(words));
  kept.set(activity, element);
  return element;
}

const keptFiles = new WeakMap<Activity, readonly HTMLElement[]>();

function attached(activity: Activity, { language }: App): readonly HTMLElement[] {
  const made = keptFiles.get(activity);
  if (made) return made;
  const nothing = () => undefined;
  const view: View = {
    texts: widgetTexts[language],
    language,
    server: location.origin,
    act: nothing,
    submit: nothing,
    judge: nothing,
    retry: nothing,
  };
  const elements = renderAttachments(activity, view);
  // The buttons are the shopper's to press.
  for (const element of elements)
    for (const each of element.querySelectorAll('button:not(.page)')) each.setAttribute('disabled', '');
  keptFiles.set(activity, elements);
  return elements;
}

/** A `messageBack` button shows its display text, not its value. */
function shownWords({ channelData, text: words }: Activity): string {
  return text(fields(channelData.messageBack).displayText) ?? words;
}

function pathOf(address: string | undefined): string | undefined {
  if (!address) return undefined;
  try {
    return new URL(address, location.origin).pathname;
  } catch {
    return address;
  }
}
