/** The shopper wants a person. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  always: true,
  title: 'decline.person',
  async run(turn) {
    await turn.handOver({ reason: 'request' });
  },
});
