/** The desk's plain data as its API shows it; every type of it is inferred from here. Times are Unix ms, UTC. */
import { z } from 'zod';

export const roles = ['agent', 'supervisor', 'admin'] as const;
export const presences = ['online', 'away', 'offline'] as const;
export const caseStates = ['waiting', 'active', 'snoozed', 'closed'] as const;

/** Text as a person writes it: trimmed, without control characters but line breaks and tabs. */
export const words = (most: number, least = 0) =>
  z
    .string()
    .max(most)
    .transform((text) => text.replace(/[^\P{Cc}\t\n\r]/gu, '').trim())
    .pipe(z.string().min(least));

const name = z.string();
const time = z.number().int();

export const agentShape = z.object({
  id: z.string(),
  name,
  email: z.string(),
  role: z.enum(roles),
  team: name.nullable(),
  languages: z.array(z.string()).describe('What the agent writes; empty: any.'),
  skills: z.array(z.string()),
  capacity: z.number().int().describe('Weight of the chats that fit at once.'),
  load: z.number().int().describe('Weight of the chats held now.'),
  presence: z
    .enum(presences)
    .describe('What holds now: the choice, unless the browser is gone or nobody acts.'),
  seenAt: time,
  assignedAt: time.describe('When a chat was last given to them.'),
  viewing: z.string().nullable().describe('The chat on the screen.'),
  twoFactor: z.boolean(),
  disabled: z.boolean(),
});
export type Agent = z.infer<typeof agentShape>;

export const personShape = z.object({ id: z.string(), name });

export const clockShape = z.object({
  kind: z.enum(['firstReply', 'nextReply', 'resolution', 'message']),
  dueAt: time,
  state: z.enum(['running', 'warning', 'broken']),
});
export type SlaClock = z.infer<typeof clockShape>;

export const chatShape = z.object({
  id: z.string().describe('Id of the conversation.'),
  caseId: z.string().describe('Number of the case, as told to the shopper.'),
  kind: z
    .enum(['chat', 'message'])
    .describe('message: left while nobody was there; answered by e-mail or in the chat.'),
  status: z.enum(caseStates),
  agent: personShape.nullable(),
  shopper: z.object({
    id: z.string(),
    name: name.nullable(),
    language: z.string(),
    channel: z.string(),
    verified: z.boolean().describe("The shop's back end vouches for who it is."),
    email: z.string().nullable(),
  }),
  reason: z.string().describe('request, declined, angry, rule:NAME, intent:NAME, message, agent.'),
  reasonDetail: z.string().nullable(),
  skills: z.array(z.string()),
  team: name.nullable().describe('The team it was passed on to.'),
  priority: z.number().int(),
  weight: z.number().int(),
  position: z.number().int().nullable().describe('1 is next; null unless waiting.'),
  line: z
    .object({
      position: z.number().int(),
      low: z.number().int().nullable(),
      high: z.number().int().nullable(),
    })
    .nullable()
    .describe(
      'What the shopper is told: the place among those who wait for the same people, minutes. On the board only.',
    ),
  openedAt: time,
  queuedAt: time,
  acceptedAt: time.nullable(),
  firstReplyAt: time.nullable(),
  closedAt: time.nullable(),
  waitingSince: time.nullable().describe('First message of the shopper that no person has answered.'),
  unread: z.number().int(),
  last: z
    .object({ text: z.string(), from: z.enum(['shopper', 'agent', 'bot', 'note']), at: time })
    .nullable(),
  clock: clockShape.nullable().describe('The service-level clock that ends first.'),
  snoozedUntil: time.nullable(),
  flag: z.object({ at: time, note: z.string() }).nullable(),
  mood: z.string().nullable(),
  tags: z.array(z.string()),
  disposition: z.string().nullable(),
  outcome: z.string().nullable(),
  satisfaction: z.object({ score: z.number().int(), comment: z.string().nullable(), at: time }).nullable(),
  marks: z
    .object({
      shopperRead: z.number().int(),
      shopperGot: z.number().int(),
      agentRead: z.number().int(),
    })
    .describe('Watermarks up to which each side has read, and the shopper has received.'),
  viewers: z.array(personShape).describe('Who else of the desk has it on the screen.'),
});
export type Chat = z.infer<typeof chatShape>;

export const noticeShape = z.object({
  id: z.string(),
  at: time,
  kind: z.string().describe('mention, flag, sla, assigned.'),
  chat: z.string().nullable(),
  text: z.string(),
  read: z.boolean(),
});
export type Notice = z.infer<typeof noticeShape>;

export const boardShape = z.object({
  version: z.string().describe('What `desk/changed` with a `change` begins from, and leads to.'),
  me: agentShape,
  now: time.describe("The server's time, to count from."),
  waiting: z.array(chatShape).describe('The queue in its order, at most 200.'),
  waitingCount: z.number().int(),
  oldestWaiting: time.nullable(),
  mine: z.array(chatShape).describe('Chats of mine, active and snoozed.'),
  agents: z.array(agentShape).describe('Everybody of the desk.'),
  notices: z.array(noticeShape).describe('Unread ones first, at most 50.'),
  opening: z.object({ open: z.boolean(), changesAt: time.nullable(), timeZone: z.string() }),
  autoAssign: z.boolean(),
});
export type Board = z.infer<typeof boardShape>;

/** What of the board is the same for everybody. */
export type SharedBoard = Pick<
  Board,
  'version' | 'now' | 'waiting' | 'waitingCount' | 'oldestWaiting' | 'agents' | 'opening' | 'autoAssign'
>;

/** The members that came or changed; `ids` is the new order, where it is another. */
export interface ListChange<Member> {
  readonly ids?: readonly string[];
  readonly changed: readonly Member[];
}

/** What leads from one version of the shared board to another. */
export interface BoardChange
  extends Pick<SharedBoard, 'now' | 'waitingCount' | 'oldestWaiting' | 'opening' | 'autoAssign'> {
  readonly from: string;
  readonly to: string;
  readonly agents: ListChange<Agent>;
  /** Where it is only the place in the line that is another, `lines` has it. */
  readonly waiting: ListChange<Chat>;
  /** By chat: those whose place in the line, or its length, is another. */
  readonly lines: Readonly<Record<string, Chat['line']>>;
}
