/** The shopper asks what is known about them: told in plain words, and given whole as a file. */
import { defineIntent, placeName, type Turn } from '../../src/kit.ts';

const mostInterests = 5;

export default defineIntent({
  title: 'my-data.title',
  async run(turn) {
    const { customer, customers } = turn;
    if (!customers) return turn.say('my-data.visitor', { messages: 0 });
    const counts = await customers.counts();
    const count = (table: string) => counts.get(table) ?? 0;
    if (!customer) {
      turn.say('my-data.visitor', { messages: count('activity') });
    } else {
      const lines = [
        ...factsOf(turn, customer),
        turn.sentence('my-data.orders', { value: count('shop_order') }),
        turn.sentence('my-data.chats', { chats: count('conversation'), messages: count('activity') }),
        ...interestsOf(turn, customer),
        consentsOf(turn, customer),
      ];
      turn.sayMarkdown(
        `${turn.sentence('my-data.customer')}\n\n${lines.map((line) => `- ${line}`).join('\n')}`,
      );
    }
    turn.say('my-data.file', { link: customers.exportLink(turn.language) });
  },
});

type Customer = NonNullable<Turn['customer']>;

function factsOf(turn: Turn, { name, emails, place, timeZone }: Customer): string[] {
  const addresses = emails.map(({ address, confirmed }) =>
    confirmed ? address : turn.phrase('my-data.email.unconfirmed', { value: address }),
  );
  return [
    ...(name === undefined ? [] : [turn.sentence('my-data.name', { value: name })]),
    ...(addresses.length === 0 ? [] : [turn.sentence('my-data.email', { value: addresses.join(', ') })]),
    ...(place ? [turn.sentence('my-data.place', { value: placeName(place) })] : []),
    ...(timeZone === undefined ? [] : [turn.sentence('my-data.zone', { value: timeZone })]),
  ];
}

function interestsOf(turn: Turn, { interests }: Customer): string[] {
  if (interests.length === 0) return [];
  const named = interests
    .slice(0, mostInterests)
    .map(({ name, because: [reason = ''] }) => turn.phrase('my-data.interest', { name, reason }));
  return [turn.sentence('my-data.interests', { value: turn.list(named) })];
}

function consentsOf(turn: Turn, { consents }: Customer): string {
  const granted = consents.filter(({ granted }) => granted).map((consent) => turn.consentName(consent));
  return granted.length === 0
    ? turn.sentence('my-data.consents.none')
    : turn.sentence('my-data.consents', { value: turn.list(granted) });
}
