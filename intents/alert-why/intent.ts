/** "Why do I get this?": the true reason of what was told last, and how to end it. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  title: 'alert.why.button',
  begins: 'alert.why.button',
  async run(turn) {
    const told = (await turn.alerts?.lastTold(turn.language)) ?? [];
    if (told.length === 0) return turn.say('alert-why.nothing');
    for (const { headline, because } of told) turn.say('alert-why.because', { headline, reason: because });
    turn.say('alert-why.end', {}, { buttons: [{ title: turn.phrase('alert-list.button') }] });
  },
});
