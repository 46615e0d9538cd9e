/** What shoppers asked and nothing answered: taken up as a draft, done, or waved away; and the drafts there are. */
import { type Child, type VNode, v } from '../../dom/node.ts';
import { checkIcon } from '../../icons.ts';
import type { App } from '../../model/app.ts';
import { hashOf } from '../../model/place.ts';
import { button, empty, pill } from '../../view/pieces.ts';
import { momentLabel } from '../../view/time.ts';
import type { Gap, GapState, KnowledgeDraft } from '../../wire/knowledge-types.ts';
import { Editor } from './editor.ts';

const states: readonly GapState[] = ['new', 'drafted', 'done', 'ignored'];

export function gapsPart(app: App): Child {
  const { t, knowledge } = app;
  return [
    knowledge.drafts.length > 0 &&
      v(
        'section',
        { class: 'box' },
        v('h2', {}, t.drafts),
        v(
          'ul',
          { class: 'plain-rows' },
          knowledge.drafts.map((draft) => draftRow(draft, app)),
        ),
      ),
    v(
      'div',
      { class: 'row wrap', role: 'group', 'aria-label': t.state },
      states.map((state) =>
        button(
          `${t.gapStates[state]} ${knowledge.gapCounts?.[state] ?? ''}`,
          () => knowledge.want({ gapState: state }),
          {
            'aria-pressed': knowledge.gapState === state ? 'true' : 'false',
          },
        ),
      ),
    ),
    knowledge.gaps.length === 0 && empty(t.noGaps, undefined, checkIcon),
    v(
      'ul',
      { class: 'plain-rows' },
      knowledge.gaps.map((gap) => gapRow(gap, app)),
    ),
  ];
}

function draftRow(draft: KnowledgeDraft, app: App): VNode {
  const { t } = app;
  const question = draft.content.texts.en?.question ?? draft.content.texts.zh?.question ?? draft.entry;
  return v(
    'li',
    { key: draft.id, class: 'row wrap' },
    v(
      'a',
      {
        href: hashOf({ screen: 'knowledge', part: 'entries', entry: Editor.placeOfDraft(draft.id) }),
        class: 'strong',
      },
      question,
    ),
    draft.isNew && pill(t.newWord, 'good'),
    draft.problems.length > 0 && pill(t.unfinished, 'warning'),
    v('span', { class: 'push soft small' }, `${draft.by} · ${momentLabel(draft.at, app.now, app.language)}`),
  );
}

function gapRow(gap: Gap, app: App): VNode {
  const { t } = app;
  const set = (state: GapState) => () =>
    void app.attempt(async () => {
      await app.knowledgeApi.changeGap(gap.id, state);
      app.knowledge.want({});
    });
  return v(
    'li',
    { key: gap.id },
    v(
      'p',
      { class: 'row wrap' },
      v('span', { class: 'strong' }, gap.question),
      pill(t.timesAsked(gap.count)),
      gap.reopened && pill(t.reopened, 'warning'),
      v('time', { class: 'push soft small' }, momentLabel(gap.last, app.now, app.language)),
    ),
    gap.examples.length > 1 &&
      v(
        'ul',
        { class: 'plain-list soft small' },
        gap.examples.filter((each) => each !== gap.question).map((each) => v('li', {}, each)),
      ),
    v(
      'p',
      { class: 'row wrap gap-acts' },
      gap.nearest &&
        v(
          'a',
          {
            class: 'small',
            href: hashOf({
              screen: 'knowledge',
              part: 'entries',
              entry: gap.nearest.entry.replace(/^faq:/, ''),
            }),
          },
          t.nearest(gap.nearest.entry, Math.round(gap.nearest.confidence * 100)),
        ),
      v(
        'span',
        { class: 'row push' },
        gap.state !== 'drafted' &&
          button(t.draftIt, () => void draftIt(gap, app), { class: 'small primary' }),
        gap.state !== 'done' && button(t.gapDone, set('done'), { class: 'small' }),
        gap.state !== 'ignored'
          ? button(t.ignoreIt, set('ignored'), { class: 'small' })
          : button(t.reopen, set('new'), { class: 'small' }),
      ),
    ),
  );
}

async function draftIt(gap: Gap, app: App): Promise<void> {
  await app.attempt(async () => {
    const { id } = await app.knowledgeApi.draftOfGap(gap.id);
    app.go({ screen: 'knowledge', part: 'entries', entry: Editor.placeOfDraft(id) });
  });
}
