/** Asks the bot one question without a server, for the command line: what it would say, and why. */
import { bankOf, createBot, loadIntents } from '../bot/index.ts';
import { type Conversation, draftOf } from '../conversations/index.ts';
import type { CardAction } from '../core/activity.ts';
import { systemClock } from '../core/clock.ts';
import { randomIds } from '../core/ids.ts';
import { type Log, silentLog } from '../core/log.ts';
import { judgeRules } from '../judge-rules.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { createUnderstanding, type Understood } from '../understanding/index.ts';

export interface Asked {
  /** What the bot says, Markdown, one string per message. */
  readonly answer: readonly string[];
  /** Titles of the buttons below it. */
  readonly buttons: readonly string[];
  readonly zone: Understood['zone'];
  /** Of the best candidate, from 0 to 1; 0 when there is none. */
  readonly confidence: number;
  readonly trace: Understood;
}

/**
 * @param knowledgeFolder where the shop's knowledge lies.
 * @param log hears what is wrong with that knowledge, and why an intent could not answer.
 */
export async function askBot(text: string, knowledgeFolder: string, log: Log = silentLog): Promise<Asked> {
  const clock = systemClock;
  const [knowledge, intents] = await Promise.all([loadKnowledge(knowledgeFolder, judgeRules), loadIntents()]);
  for (const problem of knowledge.problems) log.warn({ ...problem }, 'A file has an error');
  const understanding = await createUnderstanding({
    entries: bankOf(knowledge, intents.values(), clock.now()),
    synonyms: knowledge.synonyms,
  });
  try {
    const bot = createBot({
      knowledge: () => knowledge,
      understander: understanding,
      intents,
      clock,
      ids: randomIds,
      log,
    });
    const draft = draftOf({ type: 'message', text }, { id: 'question', sender: 'user' });
    const conversation = emptyConversation(clock.now());
    const entry = { ...draft, conversationId: conversation.id, watermark: 1, at: clock.now() };
    const { replies } = await bot.run(conversation, entry);
    const said = replies.map(({ body }): { text?: string; suggestedActions?: { actions: CardAction[] } } =>
      JSON.parse(body),
    );
    const trace = understanding.understand(text);
    return {
      answer: said.flatMap((reply) => reply.text ?? []),
      buttons: said.flatMap((reply) => reply.suggestedActions?.actions.map(({ title }) => title) ?? []),
      zone: trace.zone,
      confidence: trace.candidates[0]?.confidence ?? 0,
      trace,
    };
  } finally {
    await understanding.close();
  }
}

function emptyConversation(now: number): Conversation {
  return {
    id: 'command-line',
    channel: 'command-line',
    userId: 'operator',
    userName: undefined,
    locale: undefined,
    createdAt: now,
    lastAt: now,
    watermark: 0,
    owner: 'bot',
    fence: 0,
    pending: 0,
    handled: 0,
    waiting: 0,
    turnHolder: undefined,
    state: '{}',
    reference: undefined,
    endedAt: undefined,
  };
}
