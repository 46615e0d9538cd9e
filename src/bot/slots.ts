/** Slots that several intents need. */
import type { Slot } from './form.ts';

/** An e-mail address, found in whatever sentence it stands in. */
export const emailSlot: Slot = {
  name: 'email',
  inFirst: true,
  ask: 'form.email.ask',
  read(text) {
    const word = text.split(/[\s<>(),;:"，。；：（）]+/).find((each) => each.includes('@'));
    const address = word?.replace(/^mailto:/i, '').replace(/[.!?]+$/, '');
    return address && isAddress(address) ? { value: address } : { problem: 'form.email.problem' };
  },
};

/** Anything, in the shopper's own words. */
export function wordsSlot(name: string, ask: string): Slot {
  return {
    name,
    ask,
    read: (text) => (text.trim().length >= 2 ? { value: text.trim() } : { problem: 'form.words.problem' }),
  };
}

/** One `@`, a domain with a dot, nothing that could end a mail header. The mail itself proves the rest. */
function isAddress(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  const labels = domain.split('.');
  return (
    more.length === 0 &&
    text.length <= 254 &&
    /^[\p{L}\p{N}._%+'-]{1,64}$/u.test(local) &&
    labels.length >= 2 &&
    labels.every((label) => /^[\p{L}\p{N}-]{1,63}$/u.test(label))
  );
}
