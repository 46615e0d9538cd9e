/** Canned replies, in each language, with variables and blanks. */
import { clipIcon, closeIcon } from '../../view/icons.ts';
import { type Child, type VNode, v } from '../dom/node.ts';
import { plusIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { area, button, empty, field, input, pill, tool } from '../view/pieces.ts';
import type { Canned, CannedFile } from '../wire/types.ts';

const mostFiles = 5;
const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};

export function cannedPart(app: App): Child {
  const { t, screens } = app;
  return [
    v('p', { class: 'soft' }, t.cannedHint),
    v(
      'div',
      { class: 'row' },
      button(t.cannedAdd, () => askCanned(app, undefined), { class: 'primary' }),
    ),
    screens.canned.length === 0 && empty(t.nothingHere),
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
    attachments: canned?.attachments ?? [],
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
      attachmentsEditor(wanted.attachments, app, (attachments) => set({ attachments })),
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

/** Files that go with the reply, by their address on the shop's own site. */
function attachmentsEditor(
  files: readonly CannedFile[],
  app: App,
  changed: (files: CannedFile[]) => void,
): VNode {
  const { t } = app;
  const set = (at: number, part: Partial<CannedFile>) =>
    changed(files.map((file, index) => (index === at ? { ...file, ...part } : file)));
  return v(
    'fieldset',
    { class: 'choices stack' },
    v('legend', { class: 'legend' }, t.attachments),
    files.map(({ name, contentUrl }, at) =>
      v(
        'div',
        { class: 'row' },
        input(
          contentUrl,
          (url) => set(at, { contentUrl: url, contentType: typeOf(url), name: name || nameIn(url) }),
          {
            type: 'url',
            required: true,
            placeholder: 'https://',
            'aria-label': `${t.address} ${at + 1}`,
          },
        ),
        input(name, (words) => set(at, { name: words }), {
          required: true,
          maxlength: 300,
          placeholder: t.name,
          'aria-label': `${t.name} ${at + 1}`,
        }),
        tool(t.removeFile(name), closeIcon, () => changed(files.filter((_, index) => index !== at))),
      ),
    ),
    files.length < mostFiles &&
      button(
        t.attach,
        () => changed([...files, { contentUrl: '', contentType: '', name: '' }]),
        { class: 'small' },
        plusIcon,
      ),
  );
}

/** By the ending of the address: the channels show pictures as pictures. */
function typeOf(url: string): string {
  const ending = /\.(\w{2,5})(?:[?#]|$)/.exec(url)?.[1]?.toLowerCase() ?? '';
  return types[ending] ?? 'application/octet-stream';
}

function nameIn(url: string): string {
  return /([^/?#]+\.\w{2,5})(?:[?#]|$)/.exec(url)?.[1] ?? '';
}

async function remove(app: App, canned: Canned): Promise<void> {
  await app.attempt(async () => {
    await app.api.removeCanned(canned.id);
    await app.screens.fetchSettings();
  });
}
