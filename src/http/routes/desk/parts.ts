/** What every route of the desk needs: the desk itself, who acts, and the shapes that come again and again. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ShopdeskError } from '../../../core/errors.ts';
import type { Actor, Agent, Desk, KnowledgeDesk, Way, Webhooks } from '../../../desk/index.ts';
import type { Principal } from '../../api/index.ts';

export interface DeskRouteParts {
  readonly desk: Desk;
  readonly knowledge: KnowledgeDesk;
  readonly webhooks: Webhooks;
  /** Where what is said in a conversation is seen now. */
  readonly ways: (conversationId: string) => Promise<Way[]>;
  /** A Direct Line token and stream for a person at the desk. */
  readonly stream: (
    request: IncomingMessage,
    wish: { agent: string; session: string; name: string; conv: string; after: number },
  ) => Promise<{ conversationId: string; token: string; streamUrl: string; expiresIn: number }>;
  /** The conversation whose token a shopper's request shows; rejects without a genuine one. */
  readonly chatOf: (request: IncomingMessage) => Promise<string>;
  /** Keeps the file that is the request's body. */
  readonly keepFile: (
    request: IncomingMessage,
    name: string,
  ) => Promise<{ contentType: string; contentUrl: string; name: string }>;
}

export const tag = 'Desk';

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
