/** Stops one promise, named or pressed; "all" stops every one. Advertising as a whole is ended by its own sentence. */
import { defineIntent, type Turn, type Wish } from '../../src/kit.ts';
import { asksToStop } from './asks-to-stop.ts';
import { wishTitle } from './wish-title.ts';

export default defineIntent({
  title: 'alert-stop.title',
  begins: 'alert-stop.begins',
  follows: (turn) => turn.alerts !== undefined && asksToStop(turn.text),
  async run(turn) {
    const wishes = (await turn.alerts?.wishes()) ?? [];
    if (wishes.length === 0) return turn.say('alert-list.none');
    const meant = meantBy(turn, wishes);
    if (meant.length === 0) {
      const buttons = wishes.slice(0, 5).map((wish) => ({
        title: `${turn.phrase('alert-stop.begins')} ${wishTitle(turn, wish)}`,
      }));
      return turn.say('alert-stop.which', {}, { buttons });
    }
    for (const wish of meant) await turn.alerts?.stop(wish);
    const [only] = meant;
    if (only && meant.length === 1) turn.say('alert-stop.done', { title: wishTitle(turn, only) });
    else turn.say('alert-stop.all', { count: meant.length });
  },
});

function meantBy(turn: Turn, wishes: readonly Wish[]): readonly Wish[] {
  const said = folded(turn.text);
  const begins = folded(turn.phrase('alert-stop.begins'));
  const pressed = wishes.filter((wish) => said === `${begins} ${folded(wishTitle(turn, wish))}`);
  if (pressed.length > 0) return pressed;
  const named = wishes.filter(({ subject, title }) =>
    subject === '*' ? anyShow.test(said) : said.includes(folded(title)),
  );
  const inTown = named.filter(({ terms: { near } }) => near && said.includes(folded(near.city)));
  if (named.length > 0) return inTown.length > 0 ? inTown : named;
  if (/\b(?:all|every|everything)\b|全部|所有|都/iu.test(turn.text)) return wishes;
  return wishes.length === 1 ? wishes : [];
}

const anyShow = /\b(?:concerts?|shows?|gigs?)\b|演出|演唱会|音乐会/iu;

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
