/** Reads a message before anything is decided: what was asked, once or several times, and in which mood. */
import type { Settle } from '../conversations/index.ts';
import type { Language } from '../core/language.ts';
import {
  leanOnPrevious,
  type Mood,
  mask,
  moodOf,
  splitQuestions,
  type Understander,
  type Understood,
} from '../understanding/index.ts';
import { readOnTopic } from './topic.ts';

export interface Reading {
  /** The message as a whole, or what it stands for when it leans on the question before. */
  readonly understood: Understood;
  /** Two or more questions that were asked at once, each surely understood; else empty. */
  readonly parts: readonly Understood[];
  /** The question that a short follow-up was completed to. */
  readonly completed?: string;
  /** It names no subject of its own and was read as being about the answer before. */
  readonly onTopic?: boolean;
  readonly mood: Mood | undefined;
}

/** What a message may lean on. */
export interface Before {
  /** The question before, which a follow-up may go on with. */
  readonly previous?: string | undefined;
  /** The answer before, which a question without a subject may be about. */
  readonly topic?: string | undefined;
  /** Who writes, under any name. */
  readonly asker?: string | undefined;
}

/**
 * Reads by words and letters; only where they do not settle what was asked, an encoder is asked too if there is one.
 * @param language the shopper's usual one.
 * @param settle awaited before an encoder is: it may take long.
 */
export async function readMessage(
  text: string,
  understander: Understander,
  language: Language,
  { previous, topic, asker }: Before,
  settle: Settle = async () => {},
): Promise<Reading> {
  const whole = understander.understand(text, { language, asker });
  const onTopic = topic === undefined ? undefined : readOnTopic(text, whole, understander, topic);
  if (onTopic) return { understood: onTopic, parts: [], onTopic: true, mood: moodOf(text) };
  const completed = completion(text, whole, understander, previous);
  const parts = completed ? [] : severalQuestions(text, understander, whole.language);
  const understood =
    completed?.understood ??
    (parts.length > 0 ? whole : await secondOpinion(whole, understander, settle, asker));
  return {
    understood,
    parts,
    ...(completed && { completed: completed.text }),
    mood: moodOf(text),
  };
}

async function secondOpinion(
  first: Understood,
  understander: Understander,
  settle: Settle,
  asker: string | undefined,
): Promise<Understood> {
  const { text, language, zone } = first;
  if (zone === 'answer' || !understander.understandFully) return first;
  await settle();
  return understander.understandFully(text, { language, asker });
}

/** A text without the sentences in which a secret was masked: what is left may still ask something. */
export function askedBesideSecrets(text: string): string {
  return text
    .split(/(?<=[.!?。！？\n])/u)
    .filter((sentence) => !sentence.includes(mask))
    .join('')
    .trim();
}

/** The question before, with what is new in this one, when that is understood better than the words alone. */
function completion(
  text: string,
  alone: Understood,
  understander: Understander,
  previous: string | undefined,
): { text: string; understood: Understood } | undefined {
  const longer = previous && leanOnPrevious(text, previous);
  if (!longer) return undefined;
  const { language } = alone;
  const understood = { ...understander.understand(longer, { language, reread: true }), text, language };
  return sureness(understood) > sureness(alone) ? { text: longer, understood } : undefined;
}

function severalQuestions(text: string, understander: Understander, language: Language): Understood[] {
  const parts = splitQuestions(text);
  if (parts.length < 2) return [];
  const understood = parts.map((part, index) => {
    const alone = understander.understand(part, { language, reread: true });
    // "and can I return it" may lean on the part before it as on a question of its own.
    const before = parts[index - 1];
    return completion(part, alone, understander, before)?.understood ?? alone;
  });
  const ids = new Set(understood.map(({ candidates }) => candidates[0]?.id));
  const sure = understood.every(({ zone }) => zone === 'answer');
  return sure && ids.size === parts.length ? understood : [];
}

function sureness({ candidates }: Understood): number {
  return candidates[0]?.confidence ?? 0;
}
