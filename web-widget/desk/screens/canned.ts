/** Canned replies, in each language, with variables and blanks. */
import { clipIcon } from '../../view/icons.ts';
import { type Child, v } from '../dom/node.ts';
import { noteIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { area, button, empty, field, input, pill } from '../view/pieces.ts';
import type { Canned } from '../wire/types.ts';
import { cannedFiles } from './canned-files.ts';

export function cannedPart(app: App): Child {
  const { t, screens } = app;
  return [
    v('p', { class: 'soft' }, t.cannedHint),
    v(
      'div',
      { class: 'row' },
      button(t.cannedAdd, () => askCanned(app, undefined), { class: 'primary' }),
    ),
    screens.canned.length === 0 && empty(t.noCanned, undefined, noteIcon),
    v(
      'ul',
      { class: 'plain-rows' },
      screens.canned.map((canned) =>
        v(
          'li',
          { key: canned.id, class: 'row' },
          v('code', {}, `/${canned.shortcut}`),
          v('span', { class: 'strong' }, canned.title),
          v('span', { class: 'one-line soft' }, Object.values(canned.body)[0] ?? ''),
          canned.attachments.map(({ name }) => pill(name, '', clipIcon)),
          v(
            'span',
            { class: 'push row' },
            button(t.edit, () => askCanned(app, canned), {
              class: 'small',
              'aria-label': `${t.edit}: ${canned.title}`,
            }),
            button(t.remove, () => void remove(app, canned), {
              class: 'small',
              'aria-label': `${t.remove}: ${canned.title}`,
            }),
          ),
        ),
      ),
    ),
  ];
}

function askCanned(app: App, canned: Canned | undefined): void {
  const { t } = app;
  let wanted = {
    shortcut: canned?.shortcut ?? '',
    title: canned?.title ?? '',
    body: { en: canned?.body.en ?? '', zh: canned?.body.zh ?? '' },
    attachments: [...(canned?.attachments ?? [])],
  };
  const set = (part: Partial<typeof wanted>) => {
    wanted = { ...wanted, ...part };
    app.draw();
  };
  app.show({
    title: canned ? canned.title : t.cannedAdd,
    done: t.save,
    wide: true,
    body: () => [
      field(
        t.shortcut,
        input(wanted.shortcut, (shortcut) => set({ shortcut }), {
          required: true,
          maxlength: 40,
          pattern: '[\\p{L}\\p{N}_\\-]{1,40}',
          'data-first': true,
        }),
        t.shortcutHint,
      ),
      field(
        t.titleWord,
        input(wanted.title, (title) => set({ title }), { required: true, maxlength: 100 }),
      ),
      field(
        t.bodyIn('English'),
        area(wanted.body.en, (en) => set({ body: { ...wanted.body, en } }), { rows: 5, maxlength: 4_000 }),
      ),
      field(
        t.bodyIn('中文'),
        area(wanted.body.zh, (zh) => set({ body: { ...wanted.body, zh } }), { rows: 5, maxlength: 4_000 }),
      ),
      cannedFiles(
        () => wanted.attachments,
        app,
        (attachments) => set({ attachments: [...attachments] }),
      ),
      v('p', { class: 'soft small' }, t.cannedHint),
    ],
    submit: () =>
      app.attempt(async () => {
        const body = Object.fromEntries(Object.entries(wanted.body).filter(([, text]) => text.trim() !== ''));
        await app.api.saveCanned(canned?.id, { ...wanted, body });
        await app.screens.fetchSettings();
      }, t.saved),
  });
}

async function remove(app: App, canned: Canned): Promise<void> {
  await app.attempt(async () => {
    await app.api.removeCanned(canned.id);
    await app.screens.fetchSettings();
  });
}
