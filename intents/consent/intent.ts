/** The shopper gives or takes back a consent: to messages, to news of orders, to suggestions from their purchases. */
import { askConsent, consentPurposes, defineIntent, type Turn, usualForm } from '../../src/kit.ts';

const about: readonly [purpose: (typeof consentPurposes)[number], words: RegExp][] = [
  [
    'personalisation',
    /purchase|bought|order history|suggest|recommend|personal|taste|购买|买过|推荐|个性化|记录/iu,
  ],
  ['service', /\b(?:my )?(?:orders?|parcels?|deliver\w*|shipping|shipped)\b|订单|包裹|发货|物流|快递/iu],
  ['marketing', /./u],
];
const refusal = /\b(?:not|don't|do not|no longer|stop|without|never)\b|不要|别|停止|不再|取消|关闭/iu;

export default defineIntent({
  async run(turn) {
    const { verdict, text } = turn;
    if (verdict) return answered(turn, verdict);
    const purpose = about.find(([, words]) => words.test(text))?.[0] ?? 'marketing';
    if (purpose === 'personalisation' && refusal.test(usualForm(text))) return withdraw(turn);
    askConsent(turn, purpose);
  },
});

async function answered(turn: Turn, verdict: NonNullable<Turn['verdict']>): Promise<void> {
  const { customers, language } = turn;
  const purpose = consentPurposes.find((each) => each === verdict.about);
  if (!purpose || !customers) return;
  const channels =
    purpose === 'personalisation' ? ['all'] : [...new Set([customers.channel, 'email', 'push'])];
  // Nobody who says no gets a record for that alone.
  if (verdict.yes || turn.customer) {
    const wording = `${turn.phrase(`consent.${purpose}.ask`)} – ${turn.text}`;
    await customers.consent(
      channels.map((channel) => ({ purpose, channel, granted: verdict.yes, wording, language })),
    );
  }
  if (!verdict.yes) return turn.say('consent.refused');
  const reached = purpose === 'personalisation' || turn.customer?.emails.some(({ confirmed }) => confirmed);
  turn.say(reached ? 'consent.given' : 'consent.given.email-missing');
}

async function withdraw(turn: Turn): Promise<void> {
  const { customer, customers, language, text } = turn;
  if (customer) {
    const no = { purpose: 'personalisation', channel: 'all', granted: false } as const;
    await customers?.consent([{ ...no, wording: text, language }]);
  }
  turn.say('consent.withdrawn.personalisation');
}
