/** Stops one promise, named or pressed; "all" stops every one. Advertising as a whole is ended by its own sentence. */
import { defineIntent, type Turn, type Wish } from '../../src/kit.ts';
import { asksToStop } from './asks-to-stop.ts';

export default defineIntent({
  title: 'alert-stop.title',
  begins: 'alert-stop.begins',
  follows: (turn) => turn.alerts !== undefined && asksToStop(turn.text),
  async run(turn) {
    const wishes = (await turn.alerts?.wishes()) ?? [];
    if (wishes.length === 0) return turn.say('alert-list.none');
    const meant = meantBy(turn, wishes);
    if (meant.length === 0) {
      const buttons = wishes.slice(0, 5).map(({ title }) => ({
        title: `${turn.phrase('alert-stop.begins')} ${title}`,
      }));
      return turn.say('alert-stop.which', {}, { buttons });
    }
    for (const wish of meant) await turn.alerts?.stop(wish);
    const [only] = meant;
    if (only && meant.length === 1) turn.say('alert-stop.done', { title: only.title });
    else turn.say('alert-stop.all', { count: meant.length });
  },
});

function meantBy({ text }: Turn, wishes: readonly Wish[]): readonly Wish[] {
  const said = folded(text);
  const named = wishes.filter(({ title }) => said.includes(folded(title)));
  if (named.length > 0) return named;
  if (/\b(?:all|every|everything)\b|全部|所有|都/iu.test(text)) return wishes;
  return wishes.length === 1 ? wishes : [];
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
