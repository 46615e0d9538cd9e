/** The menu over the composer: canned replies after `/`, colleagues after `@` in a note. */
import { type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { nextBlank, trigger } from '../model/draft.ts';
import type { OpenChat } from '../model/open-chat.ts';
import type { Agent, Canned } from '../wire/types.ts';
import { composerId, fieldNow } from './composer.ts';
import { face } from './pieces.ts';

export interface Menu {
  readonly label: string;
  readonly items: readonly Item[];
  /** The item that Enter takes. */
  readonly at: number;
  /** Where in the text the sign stands. */
  readonly start: number;
  readonly end: number;
}

type Item =
  | { readonly kind: 'canned'; readonly canned: Canned; readonly text: string }
  | { readonly kind: 'agent'; readonly agent: Agent };

const mostItems = 8;

/** The menu that what stands before the caret asks for. */
export function menuOf(open: OpenChat, app: App): Menu | undefined {
  if (open.menuClosed) return undefined;
  const field = document.getElementById(composerId);
  const caret = field instanceof HTMLTextAreaElement ? field.selectionEnd : open.draft.text.length;
  const found = trigger(open.draft.text, caret);
  if (!found) return undefined;
  const items = found.sign === '/' ? cannedItems(found.word, open, app) : agentItems(found.word, open, app);
  if (items.length === 0) return undefined;
  return {
    label: found.sign === '/' ? app.t.canned : app.t.mention,
    items,
    at: Math.min(open.menuAt, items.length - 1),
    start: found.start,
    end: caret,
  };
}

function cannedItems(word: string, open: OpenChat, app: App): Item[] {
  const found = app.screens.canned.filter(({ shortcut, title }) =>
    [shortcut, title].some((each) => each.toLowerCase().includes(word)),
  );
  const starts = (canned: Canned) => (canned.shortcut.toLowerCase().startsWith(word) ? 0 : 1);
  return found
    .sort((one, other) => starts(one) - starts(other) || other.used - one.used)
    .slice(0, mostItems)
    .map((canned) => ({ kind: 'canned', canned, text: shownBody(canned, open, app) }));
}

function agentItems(word: string, open: OpenChat, app: App): Item[] {
  if (open.mode !== 'note') return [];
  return (app.data?.agents ?? [])
    .filter(({ name, id }) => id !== app.data?.me.id && name.toLowerCase().includes(word))
    .slice(0, mostItems)
    .map((agent) => ({ kind: 'agent', agent }));
}

export function menuView({ label, items, at }: Menu, open: OpenChat, app: App): VNode {
  return v(
    'ul',
    { class: 'composer-menu scrolls', id: 'composer-menu', role: 'listbox', 'aria-label': label },
    items.map((item, index) =>
      v(
        'li',
        {
          id: `menu-${index}`,
          role: 'option',
          'aria-selected': index === at ? 'true' : 'false',
          // The field keeps the focus.
          onmousedown: (event) => {
            event.preventDefault();
            choose(item, open, app);
          },
        },
        itemView(item),
      ),
    ),
  );
}

function itemView(item: Item) {
  if (item.kind === 'agent') {
    return [
      face(item.agent.name, item.agent.id, 'tiny'),
      item.agent.name,
      v('span', { class: `dot push ${item.agent.presence}` }),
    ];
  }
  return [
    v('span', { class: 'strong' }, `/${item.canned.shortcut}`),
    v('span', { class: 'one-line soft' }, item.text),
  ];
}

/** True when the key was for the menu. */
export function menuKeys(event: KeyboardEvent, menu: Menu, open: OpenChat, app: App): boolean {
  const { items, at } = menu;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const item = items[at];
  if (step !== 0) open.menuAt = (at + step + items.length) % items.length;
  else if (event.key === 'Escape') open.menuClosed = true;
  else if ((event.key === 'Enter' || event.key === 'Tab') && item) choose(item, open, app);
  else return false;
  event.preventDefault();
  app.draw();
  return true;
}

function choose(item: Item, open: OpenChat, app: App): void {
  const menu = menuOf(open, app);
  if (!menu) return;
  open.menuClosed = true;
  if (item.kind === 'canned') {
    void open.fill(item.canned).then(({ text, attachments }) => {
      put(text, menu, open, app, true);
      open.write({ shopFiles: [...open.draft.shopFiles, ...attachments] });
    });
    return;
  }
  const { name, id } = item.agent;
  open.write({ mentions: new Map([...open.draft.mentions, [name, id]]) });
  put(`@${name} `, menu, open, app, false);
}

/** Puts words where the sign stands, and the caret at their first blank or behind them. */
function put(words: string, { start, end }: Menu, open: OpenChat, app: App, hasBlanks: boolean): void {
  const { text } = open.draft;
  const after = text.slice(0, start) + words + text.slice(end);
  open.write({ text: after });
  const field = fieldNow(app);
  if (!field) return;
  field.focus();
  const blank = hasBlanks ? nextBlank(after, start) : undefined;
  const behind = start + words.length;
  field.setSelectionRange(blank?.start ?? behind, blank?.end ?? behind);
}

/** The reply in the shopper's language, as it is before its variables are filled in. */
function shownBody({ body }: Canned, open: OpenChat, app: App): string {
  const language = (open.now?.shopper.language ?? app.language).slice(0, 2);
  return (language === 'zh' ? body.zh : body.en) ?? body.en ?? body.zh ?? '';
}
