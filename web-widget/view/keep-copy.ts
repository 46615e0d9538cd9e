/** A copy of the chat while a person has it: as a file, or by e-mail to the address that is known, else to one that is given. */
import type { Texts } from '../texts.ts';
import { h } from './dom.ts';

export interface KeepCopyEvents {
  download(): void;
  /** The address that is known, masked; undefined when there is none. */
  knownAddress(): Promise<string | undefined>;
  /** Sends it; resolves to the masked address. Without one, to that which is known. */
  mailCopy(address: string | undefined): Promise<string>;
}

/** A button that opens what can be done, in the same strip. */
export function keepCopy(texts: Texts, events: KeepCopyEvents): HTMLElement[] {
  const shown = h('div', { class: 'copy', hidden: true });
  const toggle = h(
    'button',
    { type: 'button', 'aria-expanded': 'false', onclick: () => void open(shown.hidden) },
    texts.keepCopy,
  );

  async function open(isOpen: boolean): Promise<void> {
    shown.hidden = !isOpen;
    toggle.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) return;
    const file = h('button', { type: 'button', onclick: () => events.download() }, texts.download);
    shown.replaceChildren(h('div', { class: 'choices' }, file));
    const known = await events.knownAddress().catch(() => undefined);
    shown.replaceChildren(h('div', { class: 'choices' }, file), ...byMail(known));
  }

  function byMail(known: string | undefined): HTMLElement[] {
    const told = h('p', { role: 'status', hidden: true });
    const send = async (address: string | undefined) => {
      const words = await events.mailCopy(address).then(texts.copySent, () => texts.copyFailed);
      told.textContent = words;
      told.hidden = false;
    };
    if (known !== undefined) {
      const label = texts.copyTo(known);
      const button = h('button', { type: 'button', onclick: () => void send(undefined) }, label);
      return [h('div', { class: 'choices' }, button), told];
    }
    const field = h('input', { type: 'email', required: true, 'aria-label': texts.copyAddress });
    field.placeholder = texts.copyAddress;
    field.autocomplete = 'email';
    const form = h('form', { class: 'comment' }, field, h('button', { type: 'submit' }, texts.send));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void send(field.value.trim());
    });
    return [form, told];
  }

  return [h('div', { class: 'choices' }, toggle), shown];
}
