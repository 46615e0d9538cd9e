/** The shopper does not want to be shown a product again: the second button of a product's card. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  begins: 'not-for-me.begins',
  async run(turn) {
    const product = shown(turn.notes('not-for-me')).find(({ title }) => turn.text.endsWith(title));
    if (!product) return turn.say('not-for-me.which');
    const { title } = product;
    if (!turn.shop || turn.customerId === undefined || !(await turn.shop.knows(turn.customerId))) {
      return turn.say('not-for-me.only-here', { title });
    }
    await turn.shop.decline(turn.customerId, product.id, turn.now);
    turn.say('not-for-me.noted', { title });
  },
});

/** What find-product showed last. */
function shown(notes: unknown): { id: string; title: string }[] {
  if (!Array.isArray(notes)) return [];
  return notes.filter(
    (note) => typeof note?.id === 'string' && typeof note.title === 'string' && note.title !== '',
  );
}
