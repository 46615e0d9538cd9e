/** A conversation as the store keeps it: who it is with, who owns it now, and how far it has come. */
import type { Row, Value } from '../store/index.ts';

/** Who answers now: `hub` is an outside desk, `agent:` is followed by the agent's id. */
export type Owner = 'bot' | 'queue' | 'hub' | `agent:${string}`;

export interface Conversation {
  readonly id: string;
  /** The channel it came in by, such as `directline` or `msteams`. */
  readonly channel: string;
  readonly userId: string;
  readonly userName: string | undefined;
  readonly locale: string | undefined;
  readonly createdAt: number;
  /** Time of the last entry; rises with every entry. */
  readonly lastAt: number;
  /** Number of the last committed entry. */
  readonly watermark: number;
  readonly owner: Owner;
  /** Rises with every change of owner; whoever acts for an owner must still hold this number. */
  readonly fence: number;
  /** Watermark of the last entry that the bot must answer. */
  readonly pending: number;
  /** Watermark of the last entry that the bot has answered. */
  readonly handled: number;
  /** How many entries the bot has yet to answer. */
  readonly waiting: number;
  readonly turnHolder: string | undefined;
  /** What the bot remembers between turns, JSON. */
  readonly state: string;
  /** JSON with which a message can be sent unasked, for channels that are not ours. */
  readonly reference: string | undefined;
  readonly endedAt: number | undefined;
  /** Who is known to be behind it, where that was read with it: `null` for nobody. */
  readonly personId?: string | null;
}

/** The shopper had everything that was known of them erased: nobody is behind the conversation any more. */
export function isErased({ id, userId }: Pick<Conversation, 'id' | 'userId'>): boolean {
  return userId === erasedUserId(id);
}

export function erasedUserId(conversationId: string): string {
  return `erased:${conversationId}`;
}

export interface NewConversation {
  readonly id: string;
  readonly channel: string;
  readonly userId: string;
  readonly userName?: string | undefined;
  readonly locale?: string | undefined;
  readonly reference?: string | undefined;
}

/** Columns in the order that `conversationOf` expects to find by name. */
export const conversationColumns =
  'id, channel, user_id, user_name, locale, created_at, last_at, watermark, owner, fence, pending, handled, waiting, turn_holder, state, reference, ended_at';

export function conversationOf(row: Row): Conversation {
  return {
    id: text(row.id),
    channel: text(row.channel),
    userId: text(row.user_id),
    userName: optionalText(row.user_name),
    locale: optionalText(row.locale),
    createdAt: number(row.created_at),
    ...progressOf(row),
    state: text(row.state),
    reference: optionalText(row.reference),
    endedAt: optionalNumber(row.ended_at),
    ...('person_id' in row && { personId: optionalText(row.person_id) ?? null }),
  };
}

/** The columns that an answer changes, beside what the bot remembers. */
export const progressColumns = 'last_at, watermark, owner, fence, pending, handled, waiting, turn_holder';

/** The conversation after an answer: how far it has come as the row says, and the `state` that was written. */
export function conversationAfter(before: Conversation, row: Row, state: string): Conversation {
  return {
    ...before,
    ...progressOf(row),
    state,
  };
}

function progressOf(row: Row) {
  return {
    lastAt: number(row.last_at),
    watermark: number(row.watermark),
    owner: ownerOf(text(row.owner)),
    fence: number(row.fence),
    pending: number(row.pending),
    handled: number(row.handled),
    waiting: number(row.waiting),
    turnHolder: optionalText(row.turn_holder),
  };
}

function ownerOf(value: string): Owner {
  if (value === 'queue' || value === 'hub') return value;
  return value.startsWith('agent:') ? `agent:${value.slice(6)}` : 'bot';
}

const text = (value: Value | undefined): string => String(value ?? '');
const number = (value: Value | undefined): number => Number(value ?? 0);
const optionalText = (value: Value | undefined) =>
  value === null || value === undefined ? undefined : String(value);
const optionalNumber = (value: Value | undefined) =>
  value === null || value === undefined ? undefined : Number(value);
