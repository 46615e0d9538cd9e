/** "Tell me when you know": a question that nobody could answer has an answer now, and those who wished to know are told. */
import type { Language } from '../../core/language.ts';
import type { AlertKind, Finding, Look } from '../look.ts';
import { consentObstacles } from '../reach.ts';
import type { Wish } from '../wishes/wish.ts';
import { openAnswerWishes } from '../wishes/wish.ts';

const monthMs = 30 * 86_400_000;

export const answerKind: AlertKind = {
  name: 'answer',
  async *find(look) {
    for await (const wishes of openAnswerWishes(look.database, look.now)) {
      const persons = await look.people.load(wishes.map(({ customerId }) => customerId));
      const findings = wishes.flatMap((wish): Finding[] => {
        const person = persons.get(wish.customerId);
        const answer = person && answerTo(look, wish);
        if (!person || !answer) return [];
        return [
          {
            proposal: {
              kind: 'answer',
              dedupeKey: `${person.id} ${wish.id}`,
              customerId: person.id,
              purpose: 'service',
              score: 15,
              dueAt: look.now,
              expiresAt: look.now + monthMs,
              about: [],
              wishId: wish.id,
              telling: {
                headline: { key: 'alert.answer.headline', blanks: {} },
                sentence: { key: 'alert.answer', blanks: { question: wish.title, answer } },
                because: { key: 'alert.because.wished', blanks: { words: wish.words } },
                links: [],
              },
            },
            obstacles: consentObstacles(person, 'service', false),
          },
        ];
      });
      yield { findings };
    }
  },
};

/** The first sentences of the answer; whoever asks again gets it whole. */
const longest = 400;

function answerTo({ answerOf }: Look, { subject, language }: Wish): string | undefined {
  const answer = answerOf(subject, language satisfies Language);
  if (answer === undefined) return undefined;
  const plain = answer
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/[*_#>`]+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 1).trimEnd()}…`;
}
