/** The form of an entry, and beside it what saving it would change. */
import { type Child, type VNode, v } from '../../dom/node.ts';
import { bookIcon } from '../../icons.ts';
import type { App } from '../../model/app.ts';
import { area, button, empty, field, input, pill } from '../../view/pieces.ts';
import type { Preview } from '../../wire/knowledge-types.ts';
import { type Editor, emptyText } from './editor.ts';

export function editorView(editor: Editor, app: App): Child {
  const { t } = app;
  if (!editor.isLoaded) return v('p', { class: 'soft' }, t.loading);
  if (editor.isMissing) return empty(t.noEntry, undefined, bookIcon);
  const { content, isBusy } = editor;
  const may = app.isSupervisor;
  return v(
    'form',
    {
      class: 'editor',
      onsubmit: (event) => {
        event.preventDefault();
        void (may ? editor.save() : editor.keep());
      },
    },
    v(
      'div',
      { class: 'stack' },
      editor.draft && v('p', { class: 'soft' }, t.draftBy(editor.draft.by)),
      v(
        'div',
        { class: 'box grid' },
        field(
          t.entryName,
          input(
            editor.id,
            (id) => {
              editor.id = id;
              app.draw();
            },
            {
              required: true,
              pattern: '[\\p{L}\\p{N}][\\p{L}\\p{N}_\\-]{0,99}',
              disabled: !editor.isNew || (editor.draft && !editor.draft.isNew),
            },
          ),
          t.entryNameHint,
        ),
        field(
          t.owner,
          input(content.owner, (owner) => editor.change({ owner }), { required: true, maxlength: 100 }),
          t.ownerHint,
        ),
        field(
          t.validUntil,
          input(content.validUntil ?? '', (date) => editor.change({ validUntil: date || null }), {
            type: 'date',
          }),
          t.validUntilHint,
        ),
      ),
      textBox('en', 'English', editor, app),
      textBox('zh', '中文', editor, app),
      v(
        'div',
        { class: 'row wrap sticky-foot' },
        button(t.whatChanges, () => void editor.look(), { disabled: isBusy }),
        editor.draft && button(t.keepDraft, () => void editor.keep(), { disabled: isBusy }),
        may &&
          v(
            'button',
            {
              type: 'submit',
              class: 'button primary',
              disabled: isBusy || (!editor.isChanged && !editor.draft),
            },
            editor.draft ? t.publish : t.save,
          ),
        may &&
          (editor.entry || editor.draft) &&
          button(t.remove, () => void askRemove(editor, app), { class: 'danger push', disabled: isBusy }),
      ),
    ),
    v(
      'aside',
      { class: 'preview', 'aria-label': t.whatChanges, 'aria-live': 'polite' },
      previewView(editor.preview, app),
    ),
  );
}

/** A draft goes at once; of an answer is seen first what would be answered without it. */
async function askRemove(editor: Editor, app: App): Promise<void> {
  if (editor.draft) return editor.remove();
  const { t } = app;
  await app.attempt(async () => {
    const without = await app.knowledgeApi.previewDeletion(editor.id);
    app.show({
      title: t.removeEntry(editor.id),
      done: t.remove,
      danger: true,
      wide: true,
      body: () => v('div', { class: 'preview scrolls', tabindex: 0 }, previewView(without, app)),
      submit: async () => {
        await editor.remove();
        return true;
      },
    });
  });
}

function textBox(language: 'en' | 'zh', title: string, editor: Editor, app: App): VNode {
  const { t } = app;
  const text = editor.content.texts[language];
  if (!text) {
    return v(
      'div',
      { key: language, class: 'box' },
      button(t.addLanguage(title), () => editor.changeText(language, emptyText)),
    );
  }
  const lines = (value: string) =>
    value
      .split('\n')
      .map((each) => each.trim())
      .filter(Boolean);
  const mark = { lang: language };
  return v(
    'section',
    { key: language, class: 'box', 'aria-label': title },
    v('h2', {}, title),
    field(
      t.question,
      input(text.question, (question) => editor.changeText(language, { question }), {
        ...mark,
        required: true,
        maxlength: 300,
      }),
    ),
    field(
      t.answer,
      area(text.answer, (answer) => editor.changeText(language, { answer }), {
        ...mark,
        rows: 7,
        required: true,
      }),
      t.markdownHint,
    ),
    field(
      t.phrasings,
      v('textarea', {
        ...mark,
        rows: 6,
        value: text.phrasings.join('\n'),
        onchange: ({ target }) =>
          target instanceof HTMLTextAreaElement &&
          editor.changeText(language, { phrasings: lines(target.value) }),
      }),
      t.phrasingsHint,
    ),
    field(
      t.counterExamples,
      v('textarea', {
        ...mark,
        rows: 2,
        value: text.counterExamples.join('\n'),
        onchange: ({ target }) =>
          target instanceof HTMLTextAreaElement &&
          editor.changeText(language, { counterExamples: lines(target.value) }),
      }),
      t.counterHint,
    ),
  );
}

function previewView(preview: Preview | undefined, app: App): Child {
  const { t } = app;
  if (!preview) return v('p', { class: 'soft' }, t.previewHint);
  const { problems, questions, changed, stolen, duplicates } = preview;
  const outcome = ({ zone, entry }: Preview['changed'][number]['before']) =>
    v(
      'span',
      { class: 'row tight' },
      pill(t.zones[zone], zone === 'answer' ? 'good' : zone === 'decline' ? 'broken' : 'warning'),
      entry ?? t.nothingAnswers,
    );
  if (problems.length > 0) {
    return [
      v('h2', {}, t.cannotSave),
      v(
        'ul',
        { class: 'plain-list' },
        problems.map(({ line, reason }) => v('li', {}, `${line}: ${reason}`)),
      ),
    ];
  }
  return [
    v('h2', {}, t.changedCount(changed.length, questions)),
    v(
      'ul',
      { class: 'plain-rows small' },
      changed.map(({ text, times, before, after }) =>
        v(
          'li',
          {},
          v('p', { class: 'strong' }, text, times > 1 && v('span', { class: 'soft' }, ` ×${times}`)),
          v('p', { class: 'row wrap' }, outcome(before), '→', outcome(after)),
        ),
      ),
    ),
    stolen.length > 0 && [
      v('h3', {}, t.stolen),
      v(
        'ul',
        { class: 'plain-list small' },
        stolen.map(({ phrasing, from, by }) => v('li', {}, `“${phrasing}”: ${from} → ${by}`)),
      ),
    ],
    duplicates.length > 0 && [
      v('h3', {}, t.duplicates),
      v(
        'ul',
        { class: 'plain-list small' },
        duplicates.map(({ phrasing, entry }) => v('li', {}, `“${phrasing}”: ${entry}`)),
      ),
    ],
  ];
}
