/** What an outside hub says: its agents' messages, and how the handoff goes. */
import { z } from 'zod';
import type { ConversationLog, Feeds } from '../../conversations/index.ts';
import type { Clock } from '../../core/clock.ts';
import { hasCode, ShopdeskError } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Database } from '../../store/index.ts';
import { type Cases, preview } from '../cases.ts';
import { type Handling, spoken } from '../handling.ts';
import { type Chat, words } from '../shapes.ts';
import type { Speech } from '../speech.ts';
import type { Handoffs } from './handoffs.ts';

export const handoffStates = ['accepted', 'failed', 'completed'] as const;

/** A Bot Framework activity of the hub's: a message, typing, or the event `handoff.status`. */
export const hubActivityShape = z.object({
  type: z.enum(['message', 'typing', 'event']),
  id: z.string().min(1).max(200).optional().describe('Sent again, it is stored once'),
  conversation: z.object({ id: z.string().regex(/^[\w:.|@-]{1,200}$/, 'is no id of ours') }),
  from: z.object({ id: z.string().max(200).optional(), name: words(60).optional() }).optional(),
  text: words(8_000).default(''),
  attachments: z
    .array(
      z.object({
        contentType: z.string().max(200),
        contentUrl: z.url({ protocol: /^https?$/ }).max(2_000),
        name: words(300).optional(),
      }),
    )
    .max(10)
    .optional(),
  name: z.string().max(100).optional().describe('handoff.status'),
  value: z.object({ state: z.enum(handoffStates), message: z.string().max(1_000).optional() }).optional(),
});
export type HubActivity = z.output<typeof hubActivityShape>;

export function createHubAnswers({
  database,
  conversations,
  feeds,
  handoffs,
  cases,
  handling,
  speech,
  clock,
  ids,
}: {
  database: Database;
  conversations: ConversationLog;
  feeds: Pick<Feeds, 'committed' | 'pass'>;
  handoffs: Handoffs;
  cases: Cases;
  handling: Handling;
  speech: Speech;
  clock: Clock;
  ids: Ids;
}) {
  /** @throws ShopdeskError `hub.conflict` when the hub does not have this conversation. */
  return async function hear(activity: HubActivity): Promise<{ id: string }> {
    const chat = await cases.need(activity.conversation.id);
    const conversation = await conversations.find(chat.id);
    if (conversation?.owner !== 'hub') throw notTheHubs();
    const agent = { id: 'hub', name: activity.from?.name || speech.phrase('en', 'shop.name') };
    if (activity.type === 'message') return say(chat, agent, activity);
    if (activity.type === 'typing') pass(chat, agent);
    else if (activity.name === 'handoff.status' && activity.value) await status(chat, agent, activity.value);
    else throw new ShopdeskError('hub.invalid', 'The only event is handoff.status with a state.');
    return { id: activity.id ?? ids.next() };
  };

  async function say(chat: Chat, agent: { id: string; name: string }, said: HubActivity) {
    if (said.text === '' && (said.attachments?.length ?? 0) === 0) {
      throw new ShopdeskError('hub.invalid', 'The message has neither text nor files.');
    }
    const draft = speech.fromAgent(spoken(chat), agent, {
      text: said.text,
      attachments: said.attachments,
      locale: chat.shopper.language,
    });
    try {
      const [entry] = await conversations.append(chat.id, [draft], {
        owner: 'hub',
        dedupeKey: said.id && `hub ${said.id}`,
        also: [
          {
            sql: `UPDATE desk_case SET first_reply_at = COALESCE(first_reply_at, $2), waiting_since = NULL, unread = 0,
                    preview = $3, preview_from = 'agent', preview_at = $2 WHERE id = $1`,
            params: [chat.caseId, clock.now(), preview(said.text || (said.attachments?.[0]?.name ?? ''))],
          },
        ],
      });
      if (!entry) throw notTheHubs();
      feeds.committed([entry]);
      return { id: entry.id };
    } catch (error) {
      throw hasCode(error, 'conversation.conflict') ? notTheHubs() : error;
    }
  }

  function pass(chat: Chat, { name }: { name: string }): void {
    const from = { id: 'agent:hub', name, role: 'agent' };
    const timestamp = new Date(clock.now()).toISOString();
    feeds.pass(chat.id, JSON.stringify({ type: 'typing', id: ids.next(), timestamp, from }));
  }

  async function status(
    chat: Chat,
    { name }: { name: string },
    { state }: NonNullable<HubActivity['value']>,
  ): Promise<void> {
    if (state === 'accepted') {
      const drafts = [
        speech.status(spoken(chat), { state: 'accepted', case: chat.caseId, agent: name }),
        speech.sentence(spoken(chat), chat.shopper.language, 'desk.accepted', { name }),
      ];
      const entries = await conversations.append(chat.id, drafts, {
        owner: 'hub',
        dedupeKey: `hub accepted ${chat.caseId}`,
      });
      return feeds.committed(entries);
    }
    await handling.close(chat, { outcome: state === 'completed' ? 'closed' : 'handed-back' });
    await database.write([handoffs.over(chat.id)]);
  }
}

const notTheHubs = () =>
  new ShopdeskError('hub.conflict', 'The hub does not have this conversation (any more).');
