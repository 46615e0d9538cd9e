/** Tokens: who may read and write which conversation. Signed JWTs with the claims that Direct Line clients read. */
import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { forbidden, tokenExpired } from './errors.ts';

export interface TokenClaims {
  /** The user on whose behalf the bearer speaks. Both Microsoft clients read this claim. */
  readonly user: string;
  readonly name?: string | undefined;
  readonly conv: string;
  /** The shop's own id of the customer, where its back end vouches for who speaks. */
  readonly customer?: string | undefined;
  /** Confirmed by the shop's back end, like `customer`. */
  readonly email?: string | undefined;
  /** Pages from which the token may be used; any when absent. */
  readonly origins?: readonly string[] | undefined;
  /** The person at the desk who bears it, and their session there; absent for shoppers. */
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
  /** Seconds since the epoch. */
  readonly iat: number;
}

/** Who listens to a stream, beside which conversation it is of. */
export interface StreamBearer {
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
}

/** What clients are told; a live conversation honours its token far longer. */
export const tokenLifeSeconds = 1_800;
/** A stream address must be used within this time. */
const streamLifeSeconds = 60;

const claimsSchema = z.object({
  user: z.string().min(1),
  name: z.string().optional(),
  conv: z.string().min(1),
  customer: z.string().min(1).optional(),
  email: z.string().optional(),
  origins: z.array(z.string()).optional(),
  agent: z.string().optional(),
  session: z.string().optional(),
  iat: z.number(),
});
const streamSchema = z.object({
  conv: z.string().min(1),
  exp: z.number(),
  agent: z.string().optional(),
  session: z.string().optional(),
});

/** @param key at least 32 bytes, the same in every process of the shop. */
export function createTokens({ key, clock }: { key: Uint8Array; clock: Clock }) {
  const verified = new LRUCache<string, TokenClaims>({ max: 20_000 });

  function issue(claims: Omit<TokenClaims, 'iat'>): Promise<string> {
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt(Math.floor(clock.now() / 1000))
      .setAudience('directline')
      .sign(key);
  }

  /**
   * The claims of a genuine token. Its age is not judged here: a token lives as long as its conversation.
   * @throws DirectLineError 403 for a forged or foreign one.
   */
  async function verify(token: string): Promise<TokenClaims> {
    const known = verified.get(token);
    if (known) return known;
    const claims = claimsSchema.safeParse(await payloadOf(token, 'directline'));
    if (!claims.success) throw forbidden('The token was not issued by this server.');
    verified.set(token, claims.data);
    return claims.data;
  }

  /** A ticket for one conversation's stream, to be put into its address. */
  function issueStream(conversationId: string, { agent, session }: StreamBearer = {}): Promise<string> {
    return new SignJWT({ conv: conversationId, ...(agent && { agent, session }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setExpirationTime(Math.floor(clock.now() / 1000) + streamLifeSeconds)
      .setAudience('directline-stream')
      .sign(key);
  }

  /** @throws DirectLineError 403 unless the ticket is genuine, fresh and for this conversation. */
  async function verifyStream(ticket: string, conversationId: string): Promise<StreamBearer> {
    const claims = streamSchema.safeParse(await payloadOf(ticket, 'directline-stream'));
    if (!claims.success || claims.data.conv !== conversationId) {
      throw forbidden('The stream address was not issued by this server.');
    }
    if (claims.data.exp * 1000 < clock.now()) throw tokenExpired();
    return claims.data;
  }

  /** Signature and audience only; undefined when either is wrong. Times are judged by our own clock. */
  async function payloadOf(token: string, audience: string): Promise<unknown> {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        audience,
        currentDate: new Date(0),
      });
      return payload;
    } catch {
      return undefined;
    }
  }

  return { issue, verify, issueStream, verifyStream };
}

export type Tokens = ReturnType<typeof createTokens>;
