/** Finds the shop's answer to a question without a conversation: for telling it later to who asked in vain. */
import type { Clock } from '../core/clock.ts';
import type { Language } from '../core/language.ts';
import { holdsOn, type Knowledge, shopDay } from '../knowledge/index.ts';
import type { Understander } from '../understanding/index.ts';

/** @returns the answer as Markdown; undefined where the bank is not sure of one. */
export function answerFinder({
  understanding,
  knowledge,
  clock,
}: {
  understanding: Pick<Understander, 'understand'>;
  knowledge: () => Knowledge;
  clock: Clock;
}) {
  return (question: string, language: Language): string | undefined => {
    const { zone, candidates } = understanding.understand(question, { language });
    const id = zone === 'answer' ? candidates[0]?.id : undefined;
    const current = knowledge();
    const entry = current.faq.find((each) => `faq:${each.id}` === id);
    if (!entry || !holdsOn(entry, shopDay(current, clock.now()))) return undefined;
    return (entry.texts[language] ?? entry.texts.en ?? entry.texts.zh)?.answer;
  };
}
