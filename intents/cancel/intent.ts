/** The shopper drops what was begun. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  always: true,
  run(turn) {
    delete turn.memory.form;
    if (turn.inForm) return turn.say('cancelled');
    const order = { title: turn.phrase('cancel-order.begins') };
    turn.say('cancel.nothing', {}, { buttons: turn.orders ? [order] : [] });
  },
});
