/** Answers of the desk's API that are nobody's own data, as shapes; every type of them is inferred from here. */
import { z } from 'zod';
import { openingHoursShape } from './opening-hours-shape.ts';
import { agentShape } from './shapes.ts';

const time = z.number().int();
const count = z.number().int();

export const meShape = z.object({
  me: agentShape,
  hasPassword: z.boolean(),
  preferences: z
    .record(z.string(), z.unknown())
    .describe('What the browser keeps for this person: sounds, language …'),
});
export type Me = z.infer<typeof meShape>;

export const sessionShape = z.object({
  id: z.string(),
  device: z.string(),
  address: z.string(),
  createdAt: z.number(),
  usedAt: z.number(),
  current: z.boolean(),
});
export type SignedInBrowser = z.infer<typeof sessionShape>;

export const streamGrantShape = z.object({
  conversationId: z.string(),
  token: z.string(),
  streamUrl: z.string(),
  expiresIn: z.number().describe('Seconds'),
});
export type StreamGrant = z.infer<typeof streamGrantShape>;

export const blockShape = z.object({
  shopper: z.string(),
  by: z.string(),
  reason: z.string(),
  at: z.number(),
  until: z.number(),
});
export type Block = z.infer<typeof blockShape>;

export const botConversationShape = z.object({
  id: z.string(),
  channel: z.string(),
  shopper: z.string(),
  name: z.string().nullable(),
  lastAt: z.number(),
  entries: z.number(),
});
export type BotConversation = z.infer<typeof botConversationShape>;

export const auditEntryShape = z.object({
  id: z.string(),
  at: time,
  who: z.string(),
  act: z.string().describe('Such as settings.changed'),
  target: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditEntry = z.infer<typeof auditEntryShape>;

export const hoursAnswerShape = z.object({
  hours: openingHoursShape.nullable(),
  source: z
    .enum(['desk', 'file', 'none'])
    .describe('desk: settled here; file: hours.yaml of the knowledge folder'),
  version: z.string().describe('To be sent back with a change'),
  file: openingHoursShape.nullable().describe('What hours.yaml says'),
  opening: z.object({ open: z.boolean(), changesAt: z.number().nullable(), timeZone: z.string() }),
});
export type HoursAnswer = z.infer<typeof hoursAnswerShape>;

export const teamsShape = z.object({
  teams: z.array(z.object({ name: z.string(), people: z.array(z.string()), there: count, waiting: count })),
  skills: z.array(z.object({ name: z.string(), people: z.array(z.string()), there: count, waiting: count })),
  languages: z.array(z.object({ name: z.string(), there: count, waiting: count })),
});
export type Teams = z.infer<typeof teamsShape>;

/** Where what is said in a conversation is seen. */
export const wayShape = z.object({
  channel: z.string().describe('Such as telegram; directline is the widget.'),
  isOpen: z.boolean().describe('What is said now goes there; false once the shopper went on elsewhere.'),
  freeUntil: z
    .number()
    .nullable()
    .describe('From then on the platform lets nobody write but by a template; null: always.'),
  shows: z.object({
    buttons: z.enum(['native', 'numbered']),
    mostButtons: z.number().int().optional().describe('More choices than this are numbered.'),
    cards: z.enum(['native', 'text']),
    files: z.enum(['native', 'link']),
    markdown: z.boolean(),
    textLimit: z.number().int().describe('Characters of one message; longer ones are cut between sentences.'),
  }),
});
export type Way = z.infer<typeof wayShape>;
