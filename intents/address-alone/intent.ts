/** An e-mail address and nothing else, which nobody asked for: what it is for is asked, not guessed. */
import { defineIntent } from '../../src/kit.ts';

const onlyAddress =
  /^(?:(?:my|the) e?-?mail(?: address)?(?: is|'s|:)? |it(?:'s| is) |我的邮箱(?:是|:|：)?)?[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}[.!。]*$/iu;

export default defineIntent({
  follows: ({ text }) => text.includes('@') && onlyAddress.test(text),
  run(turn) {
    const address = /[^\s@]+@[^\s@]+[^\s@.!。]/u.exec(turn.text)?.[0] ?? '';
    const buttons = ['prove.title', 'register.title'].map((key) => {
      const title = turn.phrase(key);
      return { title, value: `${title}: ${address}` };
    });
    turn.say('address-alone', {}, { buttons });
  },
});
