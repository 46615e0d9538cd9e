/** The shopper drops what was begun. */
import { defineIntent } from '../../src/kit.ts';

const namesStopping =
  /\b(?:cancel|stop|abort|undo|revoke|quit|exit|halt|end)|取消|撤|停|中止|中断|退出|结束/iu;

export default defineIntent({
  always: true,
  run(turn) {
    delete turn.memory.form;
    if (turn.inForm) return turn.say('cancelled');
    // "No" and "never mind" stop nothing and mean no order.
    if (!namesStopping.test(turn.text)) return turn.say('acknowledge');
    const order = { title: turn.phrase('cancel-order.begins') };
    turn.say('cancel.nothing', {}, { buttons: turn.orders ? [order] : [] });
  },
});
