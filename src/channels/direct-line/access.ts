/** Who may do what: reads the bearer of a request and finds the live conversation it stands for. */
import type { IncomingMessage } from 'node:http';
import { type Conversation, type ConversationLog, isErased } from '../../conversations/index.ts';
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import { sameSecret } from '../../core/same-secret.ts';
import { forbidden, notFound, tokenExpired, unauthorised } from './errors.ts';
import { type TokenClaims, type Tokens, tokenLifeSeconds } from './tokens.ts';

export interface TokenAnswer {
  readonly conversationId: string;
  readonly token: string;
  /** Seconds; a live conversation honours its token for longer. */
  readonly expires_in: number;
}

/** A user as a client or the shop's back end names it, free of control characters. */
export interface NamedUser {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

export function createAccess({
  conversations,
  tokens,
  secret,
  conversationLifeMs,
  clock,
  ids,
}: {
  conversations: ConversationLog;
  tokens: Tokens;
  /** The shop's back end shows this to get tokens. */
  secret: string;
  conversationLifeMs: number;
  clock: Clock;
  ids: Ids;
}) {
  /**
   * The claims of the request's token. The secret stands for the user of any one conversation: a client that
   * was started with it sends nothing else.
   * @throws DirectLineError 401 without a token; 403 when it is forged, for another conversation, or used
   * from a page that it does not name.
   */
  async function authorise(request: IncomingMessage, conversationId?: string): Promise<TokenClaims> {
    const bearer = bearerOf(request);
    if (!bearer) throw unauthorised('Send "Authorization: Bearer TOKEN".');
    const claims = await tokens.verify(bearer).catch((error: unknown) => {
      if (conversationId === undefined || !showsSecret(request)) throw error;
      return claimsOfUser(conversationId);
    });
    if (conversationId !== undefined && claims.conv !== conversationId) {
      throw forbidden('The token is for another conversation.');
    }
    // Those of shoppers live as long as their conversation; those of the desk are fetched anew by who is signed in.
    if (claims.agent !== undefined && clock.now() > (claims.iat + tokenLifeSeconds) * 1000)
      throw tokenExpired();
    const { origin } = request.headers;
    if (claims.origins && origin && !claims.origins.includes(origin)) {
      throw forbidden('The token may not be used from this page.');
    }
    return claims;
  }

  async function claimsOfUser(conversationId: string): Promise<TokenClaims> {
    const conversation = await conversations.find(conversationId);
    if (conversation?.channel !== 'directline') throw notFound('There is no such conversation.');
    const { userId, userName, createdAt } = conversation;
    return { user: userId, name: userName, conv: conversationId, iat: Math.floor(createdAt / 1000) };
  }

  /** True when the request shows the secret of the shop's back end. */
  function showsSecret(request: IncomingMessage): boolean {
    const bearer = bearerOf(request);
    return bearer !== undefined && sameSecret(bearer, secret);
  }

  /**
   * Claims for a conversation yet to begin; without an id the user gets an anonymous one. Only the shop's back end names
   * an id: `dl_C1` is its customer C1.
   */
  function newClaims(user: NamedUser, origins: readonly string[] = []): TokenClaims {
    const customer = user.id?.startsWith('dl_') ? user.id.slice(3) : undefined;
    return {
      user: user.id ?? `dl_${ids.next()}`,
      conv: ids.next(),
      ...(user.name && { name: user.name }),
      ...(customer && { customer }),
      ...(customer && user.email && { email: user.email }),
      ...(origins.length > 0 && { origins }),
      iat: Math.floor(clock.now() / 1000),
    };
  }

  async function tokenFor(claims: TokenClaims): Promise<TokenAnswer> {
    const { iat: _issued, ...kept } = claims;
    return { conversationId: claims.conv, token: await tokens.issue(kept), expires_in: tokenLifeSeconds };
  }

  /**
   * The token's conversation; undefined when it has not begun yet.
   * @throws DirectLineError 403 for a token that was never used within its time; see also `needLive`.
   */
  async function liveOrFresh(claims: TokenClaims): Promise<Conversation | undefined> {
    const conversation = await conversations.find(claims.conv);
    if (conversation) return checkLive(conversation, claims);
    if (clock.now() > (claims.iat + tokenLifeSeconds) * 1000) throw tokenExpired();
    return undefined;
  }

  /** @throws DirectLineError 404 when there is none or it ended, 403 when it is another's or long silent. */
  async function needLive(claims: TokenClaims): Promise<Conversation> {
    const conversation = await conversations.find(claims.conv);
    if (!conversation) throw notFound('There is no such conversation.');
    return checkLive(conversation, claims);
  }

  /** Like `needLive`; a shopper who had everything erased may read the last answer, and no more say anything. */
  async function needReadable(claims: TokenClaims): Promise<Conversation> {
    const conversation = await conversations.find(claims.conv);
    if (!conversation) throw notFound('There is no such conversation.');
    return isErased(conversation) ? conversation : checkLive(conversation, claims);
  }

  function checkLive(conversation: Conversation, claims: TokenClaims): Conversation {
    if (conversation.endedAt !== undefined) throw notFound('The conversation has ended.');
    if (claims.agent !== undefined) return conversation;
    if (conversation.userId !== claims.user) throw forbidden('The conversation belongs to another user.');
    if (conversation.lastAt + conversationLifeMs < clock.now()) throw tokenExpired();
    return conversation;
  }

  return { authorise, showsSecret, newClaims, tokenFor, liveOrFresh, needLive, needReadable };
}

export type Access = ReturnType<typeof createAccess>;

function bearerOf(request: IncomingMessage): string | undefined {
  const header = request.headers.authorization ?? '';
  return header.startsWith('Bearer ') ? header.slice(7).trim() : undefined;
}
