/** The shopper asks which name, e-mail address or postal address the shop has of them: told to its owner, masked, and to nobody else. */
import { defineIntent, placeName, type Turn } from '../../src/kit.ts';
import { detailsAsked } from './details-asked.ts';

export default defineIntent({
  title: 'my-details.title',
  run(turn) {
    const { customer } = turn;
    if (!customer) {
      const buttons = [{ title: turn.phrase('prove.title') }, { title: turn.phrase('register.title') }];
      return turn.say('my-details.visitor', {}, { buttons });
    }
    const asked = detailsAsked(turn.text);
    const told = asked.map((detail) => tell[detail](turn, customer));
    turn.sayMarkdown(told.join('\n\n'), { buttons: [{ title: turn.phrase('my-data.title') }] });
  },
});

type Customer = NonNullable<Turn['customer']>;

const tell = {
  name: (turn: Turn, { name }: Customer) =>
    name === undefined
      ? turn.sentence('my-details.no-name')
      : turn.sentence('my-details.name', { value: name }),
  email(turn: Turn, { emails }: Customer) {
    if (emails.length === 0) return turn.sentence('my-details.no-email');
    const masked = emails.map(({ address, confirmed }) =>
      confirmed ? mask(address) : turn.phrase('my-data.email.unconfirmed', { value: mask(address) }),
    );
    return turn.sentence('my-details.email', { value: turn.list(masked) });
  },
  address: (turn: Turn, { place }: Customer) =>
    place
      ? turn.sentence('my-details.address', { place: placeName(place) })
      : turn.sentence('my-details.no-address'),
  phone: (turn: Turn) => turn.sentence('my-details.no-phone'),
};

/** Enough for its owner to know it by: `w•••@example.com`. */
function mask(address: string): string {
  const [first = ''] = address;
  return `${first}•••${address.slice(address.lastIndexOf('@'))}`;
}
