/** Small pieces that every part of the desk is made of. */
import { type Child, line, type Props, type VNode, v } from '../dom/node.ts';
import { wallIcon } from '../icons.ts';

export function button(title: string, onclick: () => void, props: Props = {}, icon?: string): VNode {
  const className = ['button', props.class].filter(Boolean).join(' ');
  return v('button', { type: 'button', ...props, class: className, onclick }, icon && line(icon), title);
}

/** A button that shows a drawing; its name is spoken and shown on hover. */
export function tool(title: string, icon: string, onclick: () => void, props: Props = {}): VNode {
  const className = ['tool', props.class].filter(Boolean).join(' ');
  return v(
    'button',
    { type: 'button', title, 'aria-label': title, ...props, class: className, onclick },
    line(icon),
  );
}

export function spoken(text: string): VNode {
  return v('span', { class: 'spoken' }, text);
}

export function keyHint(keys: string): VNode {
  return v('kbd', { 'aria-hidden': 'true' }, shownKeys(keys));
}

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** `Mod+K` → `⌘K` or `Ctrl K`. */
export function shownKeys(keys: string): string {
  return isApple
    ? keys.replace('Mod+', '⌘').replace('Alt+', '⌥').replace('Shift+', '⇧')
    : keys.replace('Mod+', 'Ctrl ').replaceAll('+', ' ');
}

/** Initials on a colour of the person's own. */
export function face(name: string, id: string, className = ''): VNode {
  return v('span', { class: `face hue-${hueOf(id)} ${className}`, 'aria-hidden': 'true' }, initials(name));
}

function initials(name: string): string {
  const parts = name
    .trim()
    .split(/\s+/)
    .filter((part) => !/^\d+$/.test(part));
  const [first = '?'] = [...(parts[0] ?? '')];
  const [last = ''] = parts.length > 1 ? [...(parts.at(-1) ?? '')] : [];
  return (first + last).toUpperCase();
}

function hueOf(id: string): number {
  let sum = 0;
  for (const sign of id) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973;
  return sum % 6;
}

export function pill(text: string, tone = '', icon?: string): VNode {
  return v('span', { class: `pill ${tone}` }, icon && line(icon), text);
}

export function empty(title: string, hint?: string, icon = wallIcon, ...more: Child[]): VNode {
  return v(
    'div',
    { class: 'empty' },
    line(icon),
    v('p', { class: 'strong' }, title),
    hint && v('p', {}, hint),
    more,
  );
}

/** A labelled field. `input` is its control. */
export function field(label: string, input: VNode, hint?: string): VNode {
  return v(
    'label',
    { class: 'field' },
    v('span', {}, label),
    input,
    hint && v('span', { class: 'hint' }, hint),
  );
}

/** Asks for the six figures of an authenticator app. */
export function codeField(
  { code, codeHint }: { readonly code: string; readonly codeHint: string },
  focus = true,
): VNode {
  return field(
    code,
    v('input', {
      type: 'text',
      name: 'code',
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      pattern: '[0-9]{3} ?[0-9]{3}',
      required: true,
      focus,
    }),
    codeHint,
  );
}

export function check(label: string, checked: boolean, onchange: (checked: boolean) => void): VNode {
  return v(
    'label',
    { class: 'check' },
    v('input', { type: 'checkbox', checked, onchange: (event) => onchange(checkedOf(event)) }),
    v('span', {}, label),
  );
}

export function choice(
  options: readonly { readonly value: string; readonly title: string }[],
  value: string,
  onchange: (value: string) => void,
  props: Props = {},
): VNode {
  return v(
    'select',
    { ...props, value, onchange: (event) => onchange(textOfEvent(event)) },
    options.map((option) => v('option', { value: option.value }, option.title)),
  );
}

export function input(value: string, oninput: (value: string) => void, props: Props = {}): VNode {
  return v('input', { type: 'text', ...props, value, oninput: (event) => oninput(textOfEvent(event)) });
}

export function area(value: string, oninput: (value: string) => void, props: Props = {}): VNode {
  return v('textarea', { rows: 4, ...props, value, oninput: (event) => oninput(textOfEvent(event)) });
}

export function textOfEvent({ target }: Event): string {
  return target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
    ? target.value
    : '';
}

export function checkedOf({ target }: Event): boolean {
  return target instanceof HTMLInputElement && target.checked;
}

/** Values in a list, comma-separated, as a person writes them. */
export function listOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,，、]/)
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ];
}
