/** What the bot can do, sorted once by how a message reaches it: each turn asks all of it. */
import { languages } from '../core/language.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { LoadedIntent } from './intents.ts';
import type { Turn } from './turn.ts';

type Replies = Knowledge['replies'];

export interface Repertoire {
  named(name: string): LoadedIntent | undefined;
  /** The intent that does what this answer of the FAQ only tells of. */
  insteadOf(faqId: string): LoadedIntent | undefined;
  /** The intent whose button the text is, in whichever language it was shown. */
  pressed(text: string, replies: Replies): LoadedIntent | undefined;
  /** The first that goes on with what it showed before. */
  follows(turn: Turn): Promise<LoadedIntent | undefined>;
  /** The first that knows the question as its own. */
  recognises(turn: Turn): Promise<LoadedIntent | undefined>;
}

export function repertoireOf(intents: ReadonlyMap<string, LoadedIntent>): Repertoire {
  const all = [...intents.values()];
  const following = all.filter(({ follows }) => follows);
  const recognising = all.filter(({ recognises }) => recognises);
  // Of two that would stand in for one answer, the first does.
  const standIns = new Map(
    all.toReversed().flatMap((intent) => (intent.insteadOf ?? []).map((id) => [id, intent])),
  );
  const buttons = new WeakMap<Replies, readonly IntentButton[]>();
  return {
    named: (name) => intents.get(name),
    insteadOf: (faqId) => standIns.get(faqId),
    pressed(text, replies) {
      const known = buttons.get(replies) ?? buttonsOf(all, replies);
      buttons.set(replies, known);
      return known.find(({ begins }) => text.startsWith(begins))?.intent;
    },
    follows: (turn) => firstOf(following, (intent) => intent.follows?.(turn)),
    recognises: (turn) => firstOf(recognising, (intent) => intent.recognises?.(turn)),
  };
}

/** Most say so at once; only those that must look something up are waited for. */
async function firstOf(
  intents: readonly LoadedIntent[],
  says: (intent: LoadedIntent) => boolean | Promise<boolean> | undefined,
): Promise<LoadedIntent | undefined> {
  for (const intent of intents) {
    const said = says(intent);
    if (said === true || (said && (await said))) return intent;
  }
  return undefined;
}

interface IntentButton {
  readonly begins: string;
  readonly intent: LoadedIntent;
}

function buttonsOf(intents: readonly LoadedIntent[], replies: Replies): readonly IntentButton[] {
  return intents.flatMap((intent) => {
    const texts = intent.begins === undefined ? undefined : replies.get(intent.begins);
    return languages.flatMap((language) => (texts?.[language] ?? []).map((begins) => ({ begins, intent })));
  });
}
