/** The button that lets the shop notify this browser, pressed where the chat cannot do it. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  title: 'alert.push.button',
  begins: 'alert.push.button',
  run: (turn) => turn.say('alert.push.elsewhere'),
});
