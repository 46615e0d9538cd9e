/** What shoppers said of answers: the bad ones first. */
import { type Child, line, type VNode, v } from '../../dom/node.ts';
import { thumbUpIcon } from '../../icons.ts';
import type { App } from '../../model/app.ts';
import { hashOf } from '../../model/place.ts';
import { button, empty, spoken } from '../../view/pieces.ts';
import { momentLabel } from '../../view/time.ts';
import type { Thumb } from '../../wire/knowledge-types.ts';

export function thumbsPart(app: App): Child {
  const { t, knowledge } = app;
  return [
    v(
      'div',
      { class: 'row', role: 'group', 'aria-label': t.state },
      (['down', 'up'] as const).map((verdict) =>
        button(t.verdicts[verdict], () => knowledge.want({ verdict }), {
          'aria-pressed': knowledge.verdict === verdict ? 'true' : 'false',
        }),
      ),
    ),
    knowledge.thumbs.length === 0 && empty(t.nothingHere, undefined, thumbUpIcon),
    v(
      'ul',
      { class: 'plain-rows' },
      knowledge.thumbs.map((thumb) => row(thumb, app)),
    ),
  ];
}

function row({ chat, message, at, entry, verdict, comment, question, answer }: Thumb, app: App): VNode {
  const { t } = app;
  return v(
    'li',
    { key: `${message} ${at}` },
    v(
      'p',
      { class: 'row wrap' },
      v(
        'span',
        { class: `row tight ${verdict === 'down' ? 'down bad' : 'good'}` },
        line(thumbUpIcon),
        spoken(t.verdicts[verdict]),
      ),
      v('span', { class: 'strong' }, question ?? '…'),
      v('time', { class: 'push soft small' }, momentLabel(at, app.now, app.language)),
    ),
    answer && v('p', { class: 'soft clamp' }, answer),
    comment && v('blockquote', {}, comment),
    v(
      'p',
      { class: 'row small' },
      entry &&
        v(
          'a',
          { href: hashOf({ screen: 'knowledge', part: 'entries', entry: entry.replace(/^faq:/, '') }) },
          entry,
        ),
      v('a', { href: hashOf({ screen: 'chats', chat }) }, t.open),
    ),
  );
}
