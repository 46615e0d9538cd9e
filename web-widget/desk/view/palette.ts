/** The command palette: what to do, by a few letters of its name. */
import { type Child, v } from '../dom/node.ts';
import { type Command, commandsOf } from '../keys/commands.ts';
import type { App } from '../model/app.ts';
import { keyHint, textOfEvent } from './pieces.ts';

let words = '';
let at = 0;

const mostShown = 40;

export function palette(app: App): Child {
  const { t } = app;
  const found = find(commandsOf(app), words).slice(0, mostShown);
  at = Math.max(0, Math.min(at, found.length - 1));
  let group = '';
  return [
    v('input', {
      class: 'palette-field',
      'data-first': true,
      type: 'text',
      role: 'combobox',
      'aria-label': t.paletteHint,
      'aria-expanded': 'true',
      'aria-controls': 'palette-list',
      'aria-activedescendant': found.length > 0 ? `command-${at}` : undefined,
      placeholder: t.paletteHint,
      autocomplete: 'off',
      made: () => {
        words = '';
        at = 0;
        app.draw();
      },
      oninput: (event) => {
        words = textOfEvent(event);
        at = 0;
        app.draw();
      },
      // What is typed now counts, drawn or not: who types fast must not run another command.
      onkeydown: (event) => event instanceof KeyboardEvent && onKey(event, find(commandsOf(app), words), app),
    }),
    v(
      'ul',
      { class: 'palette-list scrolls', id: 'palette-list', role: 'listbox', 'aria-label': t.palette },
      found.map((command, index) => {
        const heading = command.group !== group && words === '' ? command.group : '';
        group = command.group;
        return [
          heading &&
            v('li', { key: `group ${heading}`, class: 'palette-group', role: 'presentation' }, heading),
          v(
            'li',
            {
              key: command.id,
              id: `command-${index}`,
              role: 'option',
              'aria-selected': index === at ? 'true' : 'false',
              onclick: () => run(command, app),
            },
            v('span', { class: 'one-line' }, command.title),
            command.keys && v('span', { class: 'push' }, keyHint(command.keys)),
          ),
        ];
      }),
    ),
    found.length === 0 && v('p', { class: 'soft pad' }, t.doneNothing),
  ];
}

function onKey(event: KeyboardEvent, found: readonly Command[], app: App): void {
  if (event.isComposing) return;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const command = found[at];
  if (step !== 0) {
    at = (at + step + found.length) % Math.max(1, found.length);
    app.draw();
    setTimeout(() => document.getElementById(`command-${at}`)?.scrollIntoView({ block: 'nearest' }));
  } else if (event.key === 'Enter' && command) run(command, app);
  else return;
  event.preventDefault();
}

function run(command: Command, app: App): void {
  app.overlay = undefined;
  app.drawNow();
  command.run();
  app.drawNow();
}

/** Commands whose words begin with the given ones come first, then those that have them anywhere, or their letters in order. */
function find(commands: readonly Command[], wanted: string): Command[] {
  const letters = wanted.trim().toLowerCase();
  if (!letters) return [...commands];
  return commands
    .map((command) => ({ command, rank: rankOf(command.title.toLowerCase(), letters) }))
    .filter(({ rank }) => rank < 4)
    .sort((one, other) => one.rank - other.rank)
    .map(({ command }) => command);
}

function rankOf(title: string, letters: string): number {
  if (title.startsWith(letters)) return 0;
  if (title.split(/[\s·]+/).some((word) => word.startsWith(letters))) return 1;
  if (title.includes(letters)) return 2;
  let from = 0;
  for (const letter of letters) {
    from = title.indexOf(letter, from) + 1;
    if (from === 0) return 4;
  }
  return 3;
}
