/** The shopper types the code that was mailed to them: the address is theirs, and so is what belongs to it. */
import { defineIntent, type Slot } from '../../src/kit.ts';

const codeSlot: Slot = {
  name: 'code',
  inFirst: true,
  ask: 'prove.code.ask',
  read(text) {
    const digits = text.normalize('NFKC').replace(/[\s-]/gu, '');
    const [code] = /(?<!\d)\d{6}(?!\d)/u.exec(digits) ?? [];
    return code === undefined ? { problem: 'prove.code.problem' } : { value: code };
  },
};

export default defineIntent({
  slots: [codeSlot],
  async run(turn) {
    const answer = await turn.customers?.answerCode(turn.slots.code ?? '');
    if (answer?.kind === 'proved') {
      const name = (await turn.customers?.reload())?.name;
      const { email } = answer;
      await turn.alerts?.mailWorks(email);
      return name === undefined
        ? turn.say('prove.done', { email })
        : turn.say('prove.done.by-name', { name, email });
    }
    if (answer?.kind === 'conflict') return turn.say('prove.conflict');
    if (answer?.kind !== 'wrong' || answer.triesLeft === 0) return turn.say('prove.closed');
    turn.say('prove.wrong', { tries: answer.triesLeft });
    turn.expect('enter-code');
  },
});
