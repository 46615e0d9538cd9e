/** Keys pressed anywhere become commands; single letters only while nothing is being written. */
import type { App } from '../model/app.ts';
import { type Command, commandsOf } from './commands.ts';

/** The second key of `G W` must follow this soon. */
const chordMs = 1_200;

export function listenToKeys(app: App): void {
  let first = '';
  let firstAt = 0;
  addEventListener('keydown', (event) => {
    if (app.session.phase !== 'in' || event.isComposing || event.defaultPrevented) return;
    const pressed = keysOf(event);
    if (pressed === 'Escape' && (app.overlay || app.dialog)) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && (isWriting(event.target) || !app.device.singleKeys || isOverlaid(app))) return;
    const chord = first && Date.now() - firstAt < chordMs ? `${first} ${pressed}` : pressed;
    const commands = commandsOf(app);
    const command =
      byKeys(commands, chord) ??
      byKeys(commands, pressed) ??
      commands.find(({ keysInField }) => keysInField === pressed);
    first = commands.some(({ keys }) => keys?.startsWith(`${pressed} `)) && isPlain ? pressed : '';
    firstAt = Date.now();
    if (!command) return;
    event.preventDefault();
    first = '';
    command.run();
    app.drawNow();
  });
}

function byKeys(commands: readonly Command[], keys: string): Command | undefined {
  return commands.find((command) => command.keys === keys);
}

/** `Mod+K`, `Shift+A`, `Alt+1`, `?`. Letters by what is printed on them, whatever Alt makes of them. */
function keysOf(event: KeyboardEvent): string {
  const code = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  const isSign = !/^[a-z0-9]$/i.test(event.key) && event.key.length === 1 && !event.altKey;
  const name = isSign
    ? event.key
    : event.altKey && code
      ? code
      : event.key.length === 1
        ? event.key.toUpperCase()
        : event.key;
  return [
    (event.ctrlKey || event.metaKey) && 'Mod',
    event.altKey && 'Alt',
    event.shiftKey && !isSign && 'Shift',
    name,
  ]
    .filter(Boolean)
    .join('+');
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement &&
        !['checkbox', 'radio', 'button', 'submit'].includes(target.type)))
  );
}

function isOverlaid(app: App): boolean {
  return app.dialog !== undefined || app.overlay !== undefined;
}
