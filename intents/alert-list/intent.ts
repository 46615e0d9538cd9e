/** "What have you promised to tell me?": every promise with a button to stop it. */
import { defineIntent, formatMoney, type Turn, type Wish } from '../../src/kit.ts';
import { whatIsHeard } from '../alert-set/show-wish.ts';
import { wishTitle } from '../alert-stop/wish-title.ts';
import { asksForList } from './asks-for-list.ts';

const mostButtons = 5;

export default defineIntent({
  title: 'alert-list.title',
  follows: (turn) => turn.alerts !== undefined && asksForList(turn.text),
  async run(turn) {
    const wishes = (await turn.alerts?.wishes()) ?? [];
    if (wishes.length === 0) return turn.say('alert-list.none');
    const lines = wishes.map((wish) => `- ${lineOf(turn, wish)}`);
    const buttons = wishes.slice(0, mostButtons).map((wish) => ({
      title: `${turn.phrase('alert-stop.begins')} ${wishTitle(turn, wish)}`,
    }));
    const head = turn.sentence(wishes.length === 1 ? 'alert-list.one' : 'alert-list.some', {
      count: wishes.length,
    });
    turn.sayMarkdown([head, '', ...lines].join('\n'), { buttons });
  },
});

function lineOf(turn: Turn, wish: Wish): string {
  const { kind, title, terms } = wish;
  const { below, percent } = terms;
  if (kind === 'local-event') return turn.sentence('alert-list.local-event', whatIsHeard(turn, wish));
  if (kind === 'target-price' && below) {
    return turn.sentence('alert-list.target-price', { title, amount: formatMoney(below, turn.language) });
  }
  if (kind === 'price-drop' && percent !== undefined) {
    return turn.sentence('alert-list.price-drop.percent', { title, percent });
  }
  return turn.sentence(`alert-list.${kind}`, { title });
}
