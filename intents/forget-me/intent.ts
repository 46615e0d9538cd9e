/** The shopper wants to be forgotten: one question, then everything goes, at once. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  title: 'forget-me.title',
  async run(turn) {
    const { customer, customers, verdict } = turn;
    if (!customers) return turn.say('forget-me.kept');
    if (verdict?.yes) {
      await customers.forget();
      turn.forgetAll();
      return turn.say('forget-me.done');
    }
    if (verdict) return turn.say('forget-me.kept');
    if (!customer) turn.say('forget-me.prove-hint');
    turn.ask('forget-me', customer ? 'forget-me.ask' : 'forget-me.ask.visitor', {
      yes: 'forget-me.yes',
      no: 'forget-me.no',
    });
  },
});
