/** Where the agent writes: a reply or a note, canned replies by `/`, colleagues by `@`, files, suggestions above. */
import { clipIcon, closeIcon, fileIcon, sendIcon } from '../../view/icons.ts';
import { line, type VNode, v } from '../dom/node.ts';
import { noteIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { type Mode, nextBlank } from '../model/draft.ts';
import type { OpenChat } from '../model/open-chat.ts';
import { assistView, sendSuggestion } from './assist.ts';
import { menuKeys, menuOf, menuView } from './composer-menu.ts';
import { keyHint, shownKeys, textOfEvent, tool } from './pieces.ts';
import { wayView } from './way.ts';

export const composerId = 'composer';
const longestMessage = 8_000;

export function composer(open: OpenChat, app: App): VNode {
  const { t } = app;
  const { mode, draft, isMine } = open;
  const isNote = mode === 'note';
  const menu = menuOf(open, app);
  const label = isNote ? t.writeNote : t.writeReply(open.name);
  return v(
    'div',
    { key: `composer ${open.id}`, class: 'composer-dock' },
    isMine && !isNote && assistView(open, app),
    v(
      'form',
      {
        class: `composer ${mode}`,
        'aria-label': isNote ? t.note : t.replyMode,
        onsubmit: (event) => {
          event.preventDefault();
          submit(open, app);
        },
        ondragover: (event) => event.preventDefault(),
        ondrop: (event) => event instanceof DragEvent && take(event, event.dataTransfer?.files, open),
      },
      menu && menuView(menu, open, app),
      v(
        'div',
        { class: 'composer-tabs', role: 'group', 'aria-label': t.actions },
        modeButton('reply', t.replyMode, 'R', open, app),
        modeButton('note', t.noteMode, 'N', open, app),
        !isMine && v('span', { class: 'soft small' }, open.now?.closedAt ? t.closedChat : t.notYours),
      ),
      v('textarea', {
        id: composerId,
        // One field for both: whoever writes in it keeps the caret when the chat changes hands.
        key: 'field',
        rows: 2,
        maxlength: longestMessage,
        placeholder: label,
        'aria-label': label,
        'aria-controls': menu ? 'composer-menu' : undefined,
        'aria-expanded': menu ? 'true' : undefined,
        'aria-activedescendant': menu ? `menu-${menu.at}` : undefined,
        role: menu ? 'combobox' : undefined,
        lang: open.now?.shopper.language,
        value: draft.text,
        oninput: (event) => {
          open.menuAt = 0;
          open.menuClosed = false;
          open.write({ text: textOfEvent(event) });
        },
        onfocus: () => open.beginWriting(),
        onblur: () => open.leaveField(),
        onkeydown: (event) => event instanceof KeyboardEvent && onKey(event, open, app),
        onpaste: (event) =>
          event instanceof ClipboardEvent &&
          event.clipboardData?.files.length &&
          take(event, event.clipboardData.files, open),
      }),
      draft.files.length + draft.shopFiles.length > 0 &&
        v(
          'ul',
          { class: 'composer-files' },
          draft.files.map((file) =>
            fileChip(
              file.name,
              () => open.write({ files: draft.files.filter((each) => each !== file) }),
              app,
            ),
          ),
          draft.shopFiles.map((file) =>
            fileChip(
              file.name,
              () => open.write({ shopFiles: draft.shopFiles.filter((each) => each !== file) }),
              app,
            ),
          ),
        ),
      !isNote && isMine && wayView(open, app),
      v(
        'div',
        { class: 'composer-tools' },
        !isNote && filePicker(open, app),
        nextBlank(draft.text, 0) && v('span', { class: 'soft small' }, t.blanksHint),
        v('span', { class: 'push soft small key-only' }, keyHint('/'), ' ', isNote ? keyHint('@') : ''),
        v(
          'button',
          {
            type: 'submit',
            class: `button primary ${isNote ? 'as-note' : ''}`,
            disabled: draft.text.trim() === '' && draft.files.length + draft.shopFiles.length === 0,
          },
          line(isNote ? noteIcon : sendIcon),
          isNote ? t.addNote : t.send,
        ),
      ),
    ),
  );
}

function modeButton(mode: Mode, title: string, key: string, open: OpenChat, app: App): VNode {
  return v(
    'button',
    {
      type: 'button',
      class: 'composer-tab',
      'aria-pressed': open.mode === mode ? 'true' : 'false',
      disabled: mode === 'reply' && !open.isMine,
      title: `${title} (${shownKeys(`Alt+${key}`)})`,
      onclick: () => write(mode, open, app),
    },
    title,
  );
}

/** Goes on writing, as a reply or as a note. */
export function write(mode: Mode, open: OpenChat, app: App): void {
  open.write({ mode });
  app.front = 'chat';
  fieldNow(app)?.focus();
}

/** The field as it is wanted by now: what is typed next is written in it, and is no shortcut. */
export function fieldNow(app: App): HTMLTextAreaElement | undefined {
  app.drawNow();
  const field = document.getElementById(composerId);
  return field instanceof HTMLTextAreaElement ? field : undefined;
}

function submit(open: OpenChat, app: App): void {
  const isSent = open.submit();
  const field = fieldNow(app);
  if (isSent) field?.focus();
}

/** Enter sends, except while an input method (Chinese, Japanese) is choosing characters. */
function onKey(event: KeyboardEvent, open: OpenChat, app: App): void {
  if (event.isComposing || event.keyCode === 229) return;
  const field = event.currentTarget;
  if (!(field instanceof HTMLTextAreaElement)) return;
  const menu = menuOf(open, app);
  if (menu && menuKeys(event, menu, open, app)) return;
  if (event.key === 'Tab' && !event.shiftKey && !event.altKey) {
    const blank = nextBlank(field.value, field.selectionEnd);
    if (!blank) return;
    event.preventDefault();
    field.setSelectionRange(blank.start, blank.end);
    return;
  }
  if (event.key === 'Escape') field.blur();
  if (event.altKey && /^Digit[123]$/.test(event.code)) {
    event.preventDefault();
    event.stopPropagation();
    sendSuggestion(Number(event.code.at(-1)) - 1, open, app);
    return;
  }
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
  event.preventDefault();
  submit(open, app);
}

function filePicker(open: OpenChat, app: App): VNode {
  const pick = v('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    id: 'composer-files',
    tabindex: -1,
    'aria-label': app.t.attach,
    onchange: ({ target }) => {
      if (!(target instanceof HTMLInputElement) || !target.files) return;
      open.write({ files: [...open.draft.files, ...target.files] });
      target.value = '';
    },
  });
  return v(
    'span',
    {},
    pick,
    tool(app.t.attach, clipIcon, () => document.getElementById('composer-files')?.click()),
  );
}

function fileChip(name: string, remove: () => void, app: App): VNode {
  return v(
    'li',
    { class: 'file-chip' },
    line(fileIcon),
    v('span', { class: 'one-line' }, name),
    tool(app.t.removeFile(name), closeIcon, remove),
  );
}

function take(event: Event, files: FileList | undefined, open: OpenChat): void {
  if (!files?.length || open.mode === 'note') return;
  event.preventDefault();
  open.write({ files: [...open.draft.files, ...files] });
}

/** Puts words into the field and the caret at their first blank, else at their end. */
export function putIntoReply(text: string, open: OpenChat, app: App): void {
  open.write({ mode: 'reply', text });
  app.front = 'chat';
  const field = fieldNow(app);
  if (!field) return;
  field.focus();
  const blank = nextBlank(field.value, 0);
  field.setSelectionRange(blank?.start ?? field.value.length, blank?.end ?? field.value.length);
}
