/** What every route of the desk needs: the desk itself, who acts, and the shapes that come again and again. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ShopdeskError } from '../../../core/errors.ts';
import type { Actor, Agent, Desk, KnowledgeDesk, Webhooks } from '../../../desk/index.ts';
import type { Principal } from '../../api/index.ts';

export interface DeskRouteParts {
  readonly desk: Desk;
  readonly knowledge: KnowledgeDesk;
  readonly webhooks: Webhooks;
  /** Where what is said in a conversation is seen now. */
  readonly ways: (conversationId: string) => Promise<z.input<typeof wayShape>[]>;
  /** A Direct Line token and stream for a person at the desk. */
  readonly stream: (
    request: IncomingMessage,
    wish: { agent: string; session: string; name: string; conv: string; after: number },
  ) => Promise<{ conversationId: string; token: string; streamUrl: string; expiresIn: number }>;
  /** The conversation whose token a shopper's request shows; rejects without a genuine one. */
  readonly chatOf: (request: IncomingMessage) => Promise<string>;
}

export const tag = 'Desk';

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

/** Ids are ours: short, and without anything that could be mistaken. */
export const idShape = z.string().regex(/^[\w:.|@-]{1,200}$/, 'is no id of ours');
export const idParams = z.object({ id: idShape });

/** The person who acts. @throws ShopdeskError `desk.forbidden` for a bearer of a secret: somebody must answer for it. */
export async function personOf(desk: Desk, principal: Principal): Promise<Agent> {
  if (principal.agentId === undefined) {
    throw new ShopdeskError('desk.forbidden', 'This is done by a person: sign in at the desk.');
  }
  return desk.agents.need(principal.agentId);
}

/** Who answers for a change; the bearer of ADMIN_TOKEN is the operator. */
export async function actorOf(desk: Desk, principal: Principal): Promise<Actor> {
  if (principal.agentId === undefined) return { id: null, name: 'operator' };
  const { id, name } = await desk.agents.need(principal.agentId);
  return { id, name };
}
