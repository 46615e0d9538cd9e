/** What the talk is about: the answer that was given last, for a question that names no subject of its own. */

import type { FaqEntry } from '../knowledge/index.ts';
import { leaningOf, nameInWords, type Understander, type Understood } from '../understanding/index.ts';
import { bearsOn, excerptOf } from './excerpt.ts';
import type { Memory } from './memory.ts';
import type { Turn } from './turn.ts';

/** Later than this, "who pays for that?" may mean anything. */
const turnsRemembered = 3;
/** A candidate below this share is not what was meant. */
export const leastShare = 0.1;
/** Where nothing is sure, the topic must be this near to the likeliest for the question to be about it. */
const leastShareOfBest = 0.5;

/** The answer's id in the bank, as long as the talk may still be about it; read before the turn is counted. */
export function topicIn(memory: Memory): string | undefined {
  return topicAt(memory, (memory.turns ?? 0) + 1);
}

/** The same within a turn. */
export function topicNow({ memory }: Turn): string | undefined {
  return topicAt(memory, memory.turns ?? 0);
}

function topicAt({ topic }: Memory, turn: number): string | undefined {
  return topic && turn - topic.turn <= turnsRemembered ? topic.id : undefined;
}

/** Says whether this answer tells what the question asks for. */
export function bearsOnQuestion({ language, text }: Turn, { texts }: FaqEntry): boolean {
  return bearsOn(texts[language]?.answer ?? '', text);
}

/** Of an answer that was given a moment ago, the sentences that a further question asks for; undefined for all of it. */
export function partWanted(turn: Turn, { id, texts }: FaqEntry): string | undefined {
  const isRepeated = isLeaning(turn) && topicNow(turn) === `faq:${id}`;
  return isRepeated ? excerptOf(texts[turn.language]?.answer ?? '', turn.text) : undefined;
}

/** Notes what this turn's answer was about; something else that was done ends the topic, a mere word of courtesy does not. */
export function keepTopic(turn: Turn, isCourtesy: (id: string) => boolean): void {
  const answered = [...turn.answerIds.values()].at(-1);
  if (answered !== undefined) turn.memory.topic = { id: answered, turn: turn.memory.turns ?? 0 };
  else if (turn.chosen.some((id) => !isCourtesy(id) && id !== turn.memory.topic?.id))
    delete turn.memory.topic;
}

/** The question read together with the topic; undefined for one that stands on its own. */
export function readOnTopic(
  text: string,
  alone: Understood,
  understander: Understander,
  topic: string,
): Understood | undefined {
  const leaning = leaningOf(text);
  if (leaning === undefined || (leaning === 'perhaps' && alone.zone === 'answer')) return undefined;
  const { language } = alone;
  const name = nameInWords(topic.slice(topic.indexOf(':') + 1));
  const read = understander.understand(`${name} ${text}`, { language, reread: true });
  const best = read.candidates[0]?.confidence ?? 0;
  const own = read.candidates.find(({ id }) => id === topic)?.confidence ?? 0;
  if (read.zone !== 'answer' && own < best * leastShareOfBest) return undefined;
  return { ...read, text, language };
}

/** The very answer that the question is about would come again, though nothing in it tells what was asked. */
export function isSaidAlready(turn: Turn, { id, texts }: FaqEntry): boolean {
  const isTopic = turn.onTopic && topicNow(turn) === `faq:${id}`;
  return isTopic && (texts[turn.language]?.answer ?? '').length > longestRepeated;
}

/** So little may be said twice. */
const longestRepeated = 160;

function isLeaning({ onTopic, completed }: Turn): boolean {
  return onTopic || completed !== undefined;
}
