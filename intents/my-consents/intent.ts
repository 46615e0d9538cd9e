/** The shopper asks what they agreed to. */
import { defineIntent } from '../../src/kit.ts';

export default defineIntent({
  title: 'my-consents.title',
  run(turn) {
    const granted = turn.customer?.consents.filter((consent) => consent.granted) ?? [];
    if (granted.length === 0) return turn.say('my-data.consents.none');
    turn.say('my-consents.list', { value: turn.list(granted.map((consent) => turn.consentName(consent))) });
  },
});
