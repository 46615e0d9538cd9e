/** The bot's turn: understand, decide, act, and hand back everything that has to be committed as one. */

import type { Alerts } from '../alerts/index.ts';
import {
  activityOf,
  type Conversation,
  type Draft,
  draftOf,
  type Entry,
  erasedUserId,
  type Settle,
  type TurnOutcome,
} from '../conversations/index.ts';
import type { Activity } from '../core/activity.ts';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import { type Language, languageOfLocale } from '../core/language.ts';
import type { Log } from '../core/log.ts';
import { withoutRuns } from '../core/without-runs.ts';
import type { CustomerProfile } from '../customers/index.ts';
import type { DeskDoor } from '../desk/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Understander } from '../understanding/index.ts';
import type { CustomerAgents } from './customer-agent.ts';
import { decide } from './decide.ts';
import type { LoadedIntent } from './intents.ts';
import { signsInQuestion } from './interests-from-questions.ts';
import { type Memory, readMemory, writeMemory } from './memory.ts';
import type { OrderAgents } from './order-agent.ts';
import { peopleFor } from './people.ts';
import { askedBesideSecrets, readMessage } from './reading.ts';
import { repertoireOf } from './repertoire.ts';
import { CollectingAdapter, type Middleware, toSdk } from './sdk.ts';
import type { ShopAgent } from './shop-agent.ts';
import { topicIn } from './topic.ts';
import { traceStatement } from './trace.ts';
import { type Elsewhere, Turn } from './turn.ts';

export interface Bot {
  /**
   * Answers one entry of a conversation that the bot owns. Rejects only when `settle` did: a failure becomes an apology.
   * @param settle awaited before anything is done that cannot be undone, or that takes long.
   */
  run(conversation: Conversation, entry: Entry, settle?: Settle): Promise<TurnOutcome>;
  /** Adds Bot Framework middleware around every turn. */
  use(middleware: Middleware): void;
}

/** The account under which the bot speaks. */
export const botAccountId = 'shopdesk';
/** How many given answers are remembered for feedback. */
const rememberedAnswers = 20;

export function createBot({
  knowledge,
  understander,
  intents,
  shop,
  orders,
  customers,
  desk,
  alerts,
  elsewhere,
  clock,
  ids,
  log,
}: {
  knowledge: () => Knowledge;
  understander: Understander;
  intents: ReadonlyMap<string, LoadedIntent>;
  shop?: ShopAgent;
  orders?: OrderAgents;
  customers?: CustomerAgents;
  /** The people behind the bot. */
  desk?: DeskDoor;
  /** What the shop promises to tell. */
  alerts?: Pick<Alerts, 'agentFor'>;
  /** Links to the shop's other channels, with which this conversation goes on there. */
  elsewhere?: (conversationId: string) => Promise<readonly Elsewhere[]>;
  clock: Clock;
  ids: Ids;
  log: Log;
}): Bot {
  const repertoire = repertoireOf(intents);
  const adapter = new CollectingAdapter();
  adapter.onTurnError = async (_context, error) => {
    throw error;
  };

  async function run(
    conversation: Conversation,
    entry: Entry,
    settle: Settle = async () => {},
  ): Promise<TurnOutcome> {
    const activity = activityOf(entry);
    let unsettled: unknown;
    const settled = () =>
      settle().catch((error: unknown) => {
        unsettled = error;
        throw error;
      });
    try {
      const customer = await customers?.customerOf(conversation);
      const turn = await prepare(conversation, activity, readMemory(conversation.state), settled, customer);
      const replies = await adapter.collect(activity, async (context) => {
        await decide(turn, repertoire);
        await learnInterests(turn);
        if (turn.replies.length > 0) await context.sendActivities(turn.replies.map(toSdk));
      });
      return outcome(conversation, entry, turn, replies);
    } catch (error) {
      if (unsettled !== undefined) throw unsettled;
      log.error({ conversation: conversation.id, entry: entry.id, error: messageOf(error) }, 'A turn failed');
      const turn = await prepare(conversation, { type: 'event' }, readMemory(conversation.state), settled);
      turn.say('error.turn');
      return outcome(conversation, entry, turn, turn.replies);
    }
  }

  async function prepare(
    conversation: Conversation,
    activity: Activity,
    memory: Memory,
    settle: Settle,
    customer?: CustomerProfile,
  ): Promise<Turn> {
    const known = languageHint(activity, memory, conversation);
    const said = withoutRuns(activity.text ?? '');
    const text = activity.type === 'message' ? askedBesideSecrets(said) : '';
    const reading = text
      ? await readMessage(
          text,
          understander,
          known,
          { previous: memory.previous, topic: topicIn(memory), asker: conversation.id },
          settle,
        )
      : undefined;
    const language = reading?.understood.language ?? known;
    return new Turn({
      activity,
      said,
      conversationId: conversation.id,
      userId: conversation.userId,
      now: clock.now(),
      newId: ids.next,
      settle,
      language,
      knowledge: knowledge(),
      memory: { ...memory, language, turns: (memory.turns ?? 0) + 1 },
      customer,
      customers: customers?.agentFor(conversation, customer, activity.channelId),
      shop,
      orders: orders?.agentFor(conversation.userId, customer),
      people: desk && peopleFor(desk, conversation),
      elsewhere: elsewhere && (() => elsewhere(conversation.id)),
      alerts: alerts?.agentFor(conversation, customer),
      ...(reading && { reading }),
    });
  }

  function outcome(
    conversation: Conversation,
    entry: Entry,
    turn: Turn,
    replies: readonly Activity[],
  ): TurnOutcome {
    const from = { id: botAccountId, name: turn.phrase('bot.name'), role: 'bot' as const };
    const drafts = replies.map((reply) =>
      draftOf(
        {
          ...reply,
          channelId: conversation.channel,
          conversation: { id: conversation.id },
          from,
          recipient: { id: turn.forgotten ? erasedUserId(conversation.id) : conversation.userId },
          replyToId: entry.id,
        },
        { id: ids.next(), sender: 'bot' },
      ),
    );
    const answers = drafts.flatMap(({ id }, index) => {
      const answerId = turn.answerIds.get(index);
      return answerId ? [{ activityId: id, answerId }] : [];
    });
    if (answers.length > 0) {
      turn.memory.answers = [...(turn.memory.answers ?? []), ...answers].slice(-rememberedAnswers);
    }
    const traced = turn.understood && !turn.forgotten;
    const trace =
      traced && turn.understood
        ? [traceStatement(conversation.id, entry.watermark, turn, turn.understood)]
        : [];
    const { opened } = turn;
    return {
      // What the desk says to it belongs to the same answer.
      replies: [...drafts, ...(opened?.drafts ?? []).map((draft) => inReplyTo(draft, entry.id))],
      state: writeMemory(turn.memory),
      also: [...trace, ...turn.also, ...(opened?.statements ?? [])],
      handTo: opened?.handedOver ? 'queue' : undefined,
      forgets: turn.forgotten,
      after: opened?.after,
    };
  }

  return { run, use: (middleware) => void adapter.use(middleware) };
}

function inReplyTo(draft: Draft, entryId: string): Draft {
  return { ...draft, body: JSON.stringify({ ...JSON.parse(draft.body), replyToId: entryId }) };
}

/** Only of customers who agreed to it, and after the answer: learning never changes what is said now. */
async function learnInterests(turn: Turn): Promise<void> {
  const names = turn.shop?.names();
  if (!names || !turn.personalised || turn.forgotten || turn.mood || turn.text === '') return;
  const signs = signsInQuestion(turn.text, names, turn.now);
  turn.also.push(...((await turn.customers?.learn(signs)) ?? []));
}

/** The language to fall back on when a text does not tell its own: the last one, else what the client says. */
function languageHint(activity: Activity, memory: Memory, conversation: Conversation): Language {
  const value = activity.value;
  const joined =
    typeof value === 'object' && value !== null && 'language' in value && typeof value.language === 'string'
      ? value.language
      : undefined;
  return memory.language ?? languageOfLocale(joined ?? activity.locale ?? conversation.locale);
}
