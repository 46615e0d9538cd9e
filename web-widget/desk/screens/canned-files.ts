/** The files that go with a canned reply: sent up from here, or by their address on the shop's own site. */
import { clipIcon, closeIcon } from '../../view/icons.ts';
import { type VNode, v } from '../dom/node.ts';
import { plusIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { button, input, tool } from '../view/pieces.ts';
import type { CannedFile } from '../wire/types.ts';

const mostFiles = 5;
const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};
const pickerId = 'canned-file';

/** @param now the files as they are when asked: an upload ends later than it began. */
export function cannedFiles(
  now: () => readonly CannedFile[],
  app: App,
  changed: (files: readonly CannedFile[]) => void,
): VNode {
  const { t } = app;
  const files = now();
  const set = (at: number, part: Partial<CannedFile>) =>
    changed(files.map((file, index) => (index === at ? { ...file, ...part } : file)));
  const picker = v('input', {
    type: 'file',
    hidden: true,
    multiple: true,
    id: pickerId,
    accept: [...new Set(Object.values(types)), 'text/plain'].join(),
    tabindex: -1,
    'aria-label': t.uploadFile,
    onchange: ({ target }) => {
      if (!(target instanceof HTMLInputElement) || !target.files) return;
      void upload([...target.files], app, (file) => changed([...now(), file].slice(0, mostFiles)));
      target.value = '';
    },
  });
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
      v(
        'div',
        { class: 'row wrap' },
        picker,
        button(t.uploadFile, () => document.getElementById(pickerId)?.click(), { class: 'small' }, clipIcon),
        button(
          t.fileByAddress,
          () => changed([...files, { contentUrl: '', contentType: '', name: '' }]),
          { class: 'small' },
          plusIcon,
        ),
      ),
  );
}

async function upload(files: readonly File[], app: App, done: (file: CannedFile) => void): Promise<void> {
  for (const file of files.slice(0, mostFiles)) {
    await app.attempt(async () => done(await app.api.keepFile(file)));
  }
}

/** By the ending of the address: the channels show pictures as pictures. */
function typeOf(url: string): string {
  const ending = /\.(\w{2,5})(?:[?#]|$)/.exec(url)?.[1]?.toLowerCase() ?? '';
  return types[ending] ?? 'application/octet-stream';
}

function nameIn(url: string): string {
  return /([^/?#]+\.\w{2,5})(?:[?#]|$)/.exec(url)?.[1] ?? '';
}
