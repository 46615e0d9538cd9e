/** Tags as chips, added by writing and taken away by a click; those of the settings are offered. */
import { closeIcon } from '../../view/icons.ts';
import { line, type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';

export function tagEditor(
  tags: readonly string[],
  app: App,
  changed: (tags: readonly string[]) => void,
): VNode {
  const { t } = app;
  const known = (app.screens.settings?.tags ?? []).filter((tag) => !tags.includes(tag));
  const add = (field: HTMLInputElement) => {
    const tag = field.value.trim();
    field.value = '';
    if (tag && !tags.includes(tag)) changed([...tags, tag]);
  };
  return v(
    'div',
    { class: 'tags' },
    tags.map((tag) =>
      v(
        'span',
        { key: tag, class: 'pill' },
        tag,
        v(
          'button',
          {
            type: 'button',
            class: 'tag-remove',
            'aria-label': t.removeTag(tag),
            onclick: () => changed(tags.filter((each) => each !== tag)),
          },
          line(closeIcon),
        ),
      ),
    ),
    v('input', {
      class: 'tag-field',
      type: 'text',
      list: 'known-tags',
      maxlength: 60,
      placeholder: t.addTag,
      'aria-label': t.addTag,
      onkeydown: (event) => {
        if (!(event instanceof KeyboardEvent) || event.isComposing) return;
        if (event.key !== 'Enter' && event.key !== ',') return;
        event.preventDefault();
        if (event.currentTarget instanceof HTMLInputElement) add(event.currentTarget);
      },
      onchange: ({ currentTarget }) => currentTarget instanceof HTMLInputElement && add(currentTarget),
    }),
    v(
      'datalist',
      { id: 'known-tags' },
      known.map((tag) => v('option', { value: tag })),
    ),
  );
}
