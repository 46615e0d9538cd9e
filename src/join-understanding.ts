/** Joins what the shop knows with what understands questions by it, and keeps the two in step while knowledge is edited. */
import { type BankKeeper, bankOf, keepBank, type LoadedIntent } from './bot/index.ts';
import type { Ground } from './ground.ts';
import { joinKnowledge } from './join-knowledge.ts';
import type { Knowledge } from './knowledge/index.ts';
import { chooseEncoder, createUnderstanding } from './understanding/index.ts';

export type JoinedUnderstanding = Awaited<ReturnType<typeof joinUnderstanding>>;

export async function joinUnderstanding(
  ground: Ground,
  { intents }: { intents: ReadonlyMap<string, LoadedIntent> },
) {
  const { settings, clock, log } = ground;
  let bank: BankKeeper | undefined;
  const known = await joinKnowledge({ ...ground, onChange: () => bank?.refresh() });
  const { current } = known.knowledge;
  const entriesOf = (knowledge: Knowledge) => bankOf(knowledge, intents.values(), clock.now());

  const learned = current();
  const encoder = chooseEncoder(settings);
  const understanding = await createUnderstanding({
    entries: entriesOf(learned),
    synonyms: learned.synonyms,
    keepIn: settings.dataFolder,
    wrongAnswerCost: settings.wrongAnswerCost,
    ...(encoder && { encoder }),
    log,
  });
  const follow = keepBank({ understanding, knowledge: current, intents, clock, log });
  bank = follow;
  if (current() !== learned) follow.refresh();
  return {
    ...known,
    understanding,
    /** For the bot: without an encoder nothing is worth waiting for. */
    understander: encoder ? understanding : { understand: understanding.understand },
    /** The bank that this knowledge makes, with the intents and as of now. */
    bankOf: entriesOf,
    /** Learns no more; what was learnt goes on answering. */
    stopLearning: () => follow.close(),
  };
}
