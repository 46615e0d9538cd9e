/**
 * Suggested answers to what the shopper wrote last, from the knowledge, each with how sure it is. What agents took and
 * refused before moves the confidence: a source that is always refused sinks, one that is taken rises.
 */
import type { ConversationLog } from '../../conversations/index.ts';
import { activityOf } from '../../conversations/index.ts';
import type { Clock } from '../../core/clock.ts';
import { ShopdeskError } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import { languageOfLocale } from '../../core/language.ts';
import { holdsOn, type Knowledge, shopDay } from '../../knowledge/index.ts';
import { type Database, placesFor } from '../../store/index.ts';
import type { Understander } from '../../understanding/index.ts';
import type { Chat } from '../shapes.ts';
import { callsForPerson, questionAmong } from './question.ts';
import type { NextAction, Suggestion } from './shapes.ts';

const most = 3;
/** Below this a suggestion costs more reading than it saves. */
const leastConfidence = 0.05;
/** How many verdicts weigh as much as what the understanding says. */
const priorWeight = 4;

export type Assist = ReturnType<typeof createAssist>;

export function createAssist({
  database,
  conversations,
  knowledge,
  understander,
  products,
  clock,
  ids,
}: {
  database: Database;
  conversations: ConversationLog;
  knowledge: () => Knowledge;
  understander: Understander;
  /** Products that fit what the shopper asks for or bought, each with its reason. */
  products: (chat: Chat, text: string) => Promise<readonly NextAction[]>;
  clock: Clock;
  ids: Ids;
}) {
  /**
   * For what the shopper wrote last, or for what the agent is writing; empty when the knowledge has nothing near.
   * @param writing what stands in the agent's field so far.
   */
  async function suggest(
    chat: Chat,
    writing = '',
  ): Promise<{ suggestions: Suggestion[]; actions: NextAction[] }> {
    const question = writing.trim() || (await lastQuestion(chat.id));
    if (question === undefined) return { suggestions: [], actions: [] };
    const [suggestions, actions] = await Promise.all([
      answersTo(chat, question),
      products(chat, question).catch(() => []),
    ]);
    return { suggestions, actions: [...actions] };
  }

  async function best(chat: Chat, question: string): Promise<Suggestion | undefined> {
    return (await answersTo(chat, question))[0];
  }

  async function answersTo(chat: Chat, question: string): Promise<Suggestion[]> {
    const { replies: _replies, ...known } = knowledge();
    const language = languageOfLocale(chat.shopper.language);
    const today = shopDay(knowledge(), clock.now());
    const { candidates } = understander.understand(question, { language });
    const answers = candidates.filter(({ id }) => id.startsWith('faq:'));
    const learnt = await verdictsOn(answers.map(({ id }) => id));
    return answers
      .flatMap(({ id, confidence, reason }): Suggestion[] => {
        const entry = known.faq.find((each) => `faq:${each.id}` === id);
        const text = entry?.texts[language] ?? entry?.texts.en ?? entry?.texts.zh;
        if (!entry || !text || !holdsOn(entry, today)) return [];
        const { taken, refused } = learnt.get(id) ?? { taken: 0, refused: 0 };
        const moved = (confidence * priorWeight + taken) / (priorWeight + taken + refused);
        return [
          {
            id: `${id}~${ids.next()}`,
            source: id,
            title: text.question,
            text: text.answer,
            confidence: moved,
            why: reason.phrasing,
          },
        ];
      })
      .filter(({ confidence }) => confidence >= leastConfidence)
      .sort((one, other) => other.confidence - one.confidence)
      .slice(0, most);
  }

  /** What became of a suggestion. @throws ShopdeskError `suggestion.unknown` */
  async function judge(chat: Chat, agentId: string, suggestionId: string, taken: boolean): Promise<void> {
    const source = suggestionId.split('~')[0] ?? '';
    if (!knowledge().faq.some(({ id }) => `faq:${id}` === source)) {
      throw new ShopdeskError('suggestion.unknown', 'There is no such suggestion.');
    }
    await database.write([
      {
        sql: `INSERT INTO desk_suggestion (id, conversation_id, agent_id, at, question, source, taken)
              VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET taken = excluded.taken`,
        params: [
          suggestionId,
          chat.id,
          agentId,
          clock.now(),
          (await lastQuestion(chat.id)) ?? '',
          source,
          taken ? 1 : 0,
        ],
      },
    ]);
  }

  async function verdictsOn(
    sources: readonly string[],
  ): Promise<Map<string, { taken: number; refused: number }>> {
    if (sources.length === 0) return new Map();
    const rows = await database.read(
      `SELECT source, SUM(taken) AS taken, COUNT(*) AS count FROM desk_suggestion WHERE source IN (${placesFor(sources)})
       GROUP BY source`,
      sources,
    );
    return new Map(
      rows.map((row) => {
        const taken = Number(row.taken);
        return [String(row.source), { taken, refused: Number(row.count) - taken }];
      }),
    );
  }

  /** The shopper's last words that are more than a call for a person. */
  async function lastQuestion(conversationId: string): Promise<string | undefined> {
    const conversation = await conversations.find(conversationId);
    const after = Math.max(0, (conversation?.watermark ?? 0) - 60);
    const entries = await conversations.read(conversationId, { after, limit: 60 });
    const said = entries.flatMap((entry) =>
      entry.sender === 'user' && entry.type === 'message' ? (activityOf(entry).text ?? []) : [],
    );
    return questionAmong(said, await callsForPerson(database, conversationId));
  }

  return { suggest, best, judge, lastQuestion };
}
