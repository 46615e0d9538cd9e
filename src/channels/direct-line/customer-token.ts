/** Customer tokens: JWTs with which the shop's back end says, through its own page, who is signed in there. */
import { jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { forbidden } from './errors.ts';

export interface CustomerClaims {
  readonly shopCustomerId: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** A token that lives longer than this is refused: it would be as good as a password. */
export const longestLifeSeconds = 86_400;

const line = (length: number) =>
  z
    .string()
    .min(1)
    .max(length)
    .refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed());

const claimsSchema = z.object({
  sub: line(150),
  exp: z.number(),
  name: line(200).optional().catch(undefined),
  email: z.string().max(254).optional().catch(undefined),
  email_verified: z.boolean().optional(),
});

/**
 * Reads a token signed with HS256 and DIRECT_LINE_SECRET: `sub` is the shop's id of the customer, `exp` at most a day
 * ahead; `name`, and `email` with `email_verified`, are taken when they are there.
 * @throws DirectLineError 403 for one that is forged, expired, or without an end.
 */
export function createCustomerTokens({ secret, clock }: { secret: string; clock: Clock }) {
  const key = new TextEncoder().encode(secret);
  return async function verify(token: string): Promise<CustomerClaims> {
    const now = Math.floor(clock.now() / 1000);
    const payload = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      currentDate: new Date(clock.now()),
      clockTolerance: 30,
      requiredClaims: ['sub', 'exp'],
    }).then(
      (verified) => verified.payload,
      () => undefined,
    );
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success || claims.data.exp > now + longestLifeSeconds + 60) {
      throw forbidden('The customer token was not signed by the shop, or is over.');
    }
    const { sub, name, email, email_verified } = claims.data;
    return { shopCustomerId: sub, name, ...(email_verified && email && { email }) };
  };
}

export type VerifyCustomer = ReturnType<typeof createCustomerTokens>;
