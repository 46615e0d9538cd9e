/** Who is asking, and what that opens. */
import type { IncomingMessage } from 'node:http';

/** What a route asks of its caller. Each of agent, supervisor and admin opens what the ones before it open. */
export type Access = 'anyone' | 'shop' | 'hub' | 'agent' | 'supervisor' | 'admin';

export interface Principal {
  /** `shop`: the shop's back end, `hub`: an outside agent desk, each by its secret. The others: a person at the desk, or the bearer of ADMIN_TOKEN. */
  readonly role: Exclude<Access, 'anyone'>;
  /** The person's id at the desk; undefined for a bearer of a secret. */
  readonly agentId?: string | undefined;
  /** The session at the desk that proved it. */
  readonly sessionId?: string | undefined;
}

/** Finds out who is asking; undefined for a stranger. */
export type Authenticate = (request: IncomingMessage) => Promise<Principal | undefined>;

/** The first of several ways that knows who is asking. */
export function anyOf(...ways: readonly Authenticate[]): Authenticate {
  return async (request) => {
    for (const way of ways) {
      const found = await way(request);
      if (found) return found;
    }
    return undefined;
  };
}

const opens: Readonly<Record<Principal['role'], readonly Access[]>> = {
  shop: ['anyone', 'shop'],
  hub: ['anyone', 'hub'],
  agent: ['anyone', 'agent'],
  supervisor: ['anyone', 'agent', 'supervisor'],
  admin: ['anyone', 'shop', 'agent', 'supervisor', 'admin'],
};

/** True when `principal` may use a route of this access. */
export function mayUse(principal: Principal | undefined, access: Access): boolean {
  return access === 'anyone' || (principal !== undefined && opens[principal.role].includes(access));
}
