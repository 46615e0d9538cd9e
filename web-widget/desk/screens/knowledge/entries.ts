/** The entries as a list: what they answer, how they do, and when they end. */
import { type Child, line, type VNode, v } from '../../dom/node.ts';
import { bookIcon, plusIcon, thumbUpIcon } from '../../icons.ts';
import type { App } from '../../model/app.ts';
import { hashOf, type KnowledgePart } from '../../model/place.ts';
import { button, choice, empty, field, input, pill, spoken } from '../../view/pieces.ts';
import type { EntrySummary } from '../../wire/knowledge-types.ts';
import { newEntry } from './editor.ts';

export function entriesPart(app: App, part: KnowledgePart): Child {
  const { t, knowledge } = app;
  return [
    v(
      'div',
      { class: 'filters' },
      field(
        t.words,
        input(knowledge.words, (words) => knowledge.want({ words }), {
          type: 'search',
          placeholder: t.knowledgeHint,
        }),
      ),
      part === 'entries' &&
        field(
          t.show,
          choice(
            (['all', 'stale', 'disliked'] as const).map((value) => ({ value, title: t.shows[value] })),
            knowledge.show,
            (show) => knowledge.want({ show: show === 'stale' || show === 'disliked' ? show : 'all' }),
          ),
        ),
      part === 'entries' &&
        app.isSupervisor &&
        button(
          t.newEntry,
          () => app.go({ screen: 'knowledge', part: 'entries', entry: newEntry }),
          { class: 'primary low' },
          plusIcon,
        ),
    ),
    knowledge.problems.length > 0 &&
      v(
        'div',
        { class: 'box warn', role: 'status' },
        v('h2', {}, t.unreadable),
        v(
          'ul',
          { class: 'plain-list small' },
          knowledge.problems.map(({ file, line: at, reason }) =>
            v('li', {}, v('code', {}, `${file}:${at}`), ` ${reason}`),
          ),
        ),
      ),
    knowledge.entries.length === 0 && empty(t.nothingFound, undefined, bookIcon),
    v(
      'ul',
      { class: 'found' },
      knowledge.entries.map((entry) => row(entry, app)),
    ),
    knowledge.entries.length < knowledge.total &&
      button(t.more, () => void app.attempt(() => knowledge.moreEntries())),
  ];
}

function row(
  { id, questions, owner, validUntil, state, phrasings, up, down, asked }: EntrySummary,
  app: App,
): VNode {
  const { t, language } = app;
  const other = language === 'en' ? questions.zh : questions.en;
  const own = language === 'en' ? questions.en : questions.zh;
  return v(
    'li',
    { key: id },
    v(
      'a',
      { href: hashOf({ screen: 'knowledge', part: 'entries', entry: id }), class: 'found-row' },
      v(
        'span',
        { class: 'chat-row-words' },
        v(
          'span',
          { class: 'row' },
          v('span', { class: 'strong' }, own ?? other ?? id),
          state !== 'good' &&
            pill(stateLabel(state, validUntil, app), state === 'expired' ? 'broken' : 'warning'),
        ),
        own && other && v('span', { class: 'soft' }, other),
        v(
          'span',
          { class: 'row wrap soft small' },
          v('code', {}, id),
          v('span', {}, owner),
          v('span', {}, t.phrasingCount(phrasings)),
          v('span', {}, t.askedCount(asked)),
          v('span', { class: 'row tight' }, line(thumbUpIcon), spoken(t.verdicts.up), String(up)),
          v(
            'span',
            { class: `row tight down ${down > up ? 'bad' : ''}` },
            line(thumbUpIcon),
            spoken(t.verdicts.down),
            String(down),
          ),
        ),
      ),
    ),
  );
}

function stateLabel(state: EntrySummary['state'], validUntil: string | null, { t }: App): string {
  if (state === 'expiring' && validUntil) return t.endsOn(validUntil);
  return state === 'expired' ? t.ended : state === 'stale' ? t.stale90 : '';
}
