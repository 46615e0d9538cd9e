/** The cookie of the desk: who is signed in. Scripts cannot read it, and other sites' pages do not send it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Desk } from '../../../desk/index.ts';
import type { Authenticate } from '../../api/index.ts';

const cookieName = 'shopdesk_desk';
const lifeSeconds = 14 * 86_400;

/** Finds who is signed in at the desk by the request's cookie. */
export function authenticateDesk(sessions: Desk['sessions']): Authenticate {
  return async (request) => {
    const token = tokenOf(request);
    const who = token === undefined ? undefined : await sessions.read(token);
    return who && { role: who.role, agentId: who.agentId, sessionId: who.sessionId };
  };
}

export function giveCookie(response: ServerResponse, token: string, address: string): void {
  const secure = address.startsWith('https:') ? '; Secure' : '';
  response.setHeader(
    'Set-Cookie',
    `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${lifeSeconds}${secure}`,
  );
}

export function dropCookie(response: ServerResponse): void {
  response.setHeader('Set-Cookie', `${cookieName}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`);
}

function tokenOf(request: IncomingMessage): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const own = pairs.find((pair) => pair.startsWith(`${cookieName}=`));
  return own && /^[\w-]{20,200}$/.exec(own.slice(cookieName.length + 1))?.[0];
}
