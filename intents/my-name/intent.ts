/** The shopper says what to be called. */
import { defineIntent, usualForm } from '../../src/kit.ts';

const introduction =
  /^(?:(?:hi|hello|hey|by the way|btw|well|ok|okay)[,!. ]+)?(?:my name(?:'s| is)|i am called|i'm called|(?:please |you (?:can|may) )?call me|name's|this is)\s+(.{1,60}?)[.!]*$/iu;
const introductionHan =
  /^(?:你好[，,！! ]*)?(?:我叫|我的名字(?:是|叫)|叫我|称呼我为?|請叫我|请叫我)\s*(.{1,30}?)[。！!]*$/u;

export default defineIntent({
  recognises: ({ text }) => nameIn(text) !== undefined,
  async run(turn) {
    const name = nameIn(turn.text);
    if (name === undefined) return turn.say('my-name.unclear');
    // A visitor's name stays in this chat; whoever registered is greeted by it from now on.
    if (turn.customer) await turn.customers?.tell({ name });
    else turn.keepNotes('my-name', name);
    turn.say('my-name.noted', { name });
  },
});

function nameIn(text: string): string | undefined {
  const said = usualForm(text);
  const name = (introduction.exec(said) ?? introductionHan.exec(said))?.[1]?.split(/[,，;(]/u, 1)[0]?.trim();
  // "this is ridiculous" and "call me a taxi" introduce nobody.
  if (name === undefined || !/^\p{L}[\p{L}\p{M}.'\- ]*$/u.test(name) || name.split(' ').length > 4)
    return undefined;
  const capital = /^\p{Lu}|\p{Script=Han}/u.test(name);
  return capital || /^(?:my name|call me)/i.test(said) ? name : undefined;
}
