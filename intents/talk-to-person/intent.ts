/** The shopper wants a person. */
import { defineIntent, usualForm } from '../../src/kit.ts';

const asksToWait =
  /^(?:so |and )*(?:how long (?:is|will|would) (?:the|my) (?:wait|queue|line)(?: be)?|how long (?:do|must|will) i (?:have to )?wait for (?:a|an|some|any)\s?(?:person|human|agent|one|body)|how many (?:people )?(?:are )?(?:before|ahead of|in front of) me|(?:what(?:'s| is) )?my (?:place|position) in (?:the )?(?:queue|line))[ ?.!]*$|^(?:人工)?(?:客服)?(?:要|得)?(?:排队|等)?(?:要|得)?等?(?:多久|多长时间)(?:才)?(?:有人|有客服|轮到我)[吗呢?？]*$|^(?:我)?前面(?:还)?有?(?:多少|几)个?人[吗呢?？]*$/iu;

export default defineIntent({
  always: true,
  // In words of their own they are about the queue; "how long does it take" is about a delivery.
  follows: ({ text, people }) => people !== undefined && asksToWait.test(usualForm(text)),
  title: 'decline.person',
  async run(turn) {
    await turn.handOver({ reason: 'request' });
  },
});
