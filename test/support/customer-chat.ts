/** Chats of customers who are signed in to the shop, as its page opens them. */
import { SignJWT } from 'jose';
import { directLineSecret } from './app.ts';
import { post, type TestSession } from './direct-line-client.ts';

/** A customer token as the shop's back end signs it. */
export function customerToken(
  customerId: string,
  {
    secret = directLineSecret,
    lifeSeconds = 600,
    now = Date.now(),
    ...claims
  }: {
    secret?: string;
    lifeSeconds?: number;
    now?: number;
    name?: string;
    email?: string;
    email_verified?: boolean;
  } = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(customerId)
    .setExpirationTime(Math.floor(now / 1000) + lifeSeconds)
    .sign(new TextEncoder().encode(secret));
}

/** Opens a chat through the shop's page for the customer of this token. */
export async function openSignedChat(base: string, token: string): Promise<TestSession> {
  const made = await post(`${base}/widget/token`, { customerToken: token });
  if (!made.ok) throw new Error(`The token was refused: ${made.status} ${await made.text()}`);
  const { token: chatToken, userId } = await made.json();
  const started = await post(`${base}/v3/directline/conversations`, {}, chatToken);
  const { conversationId, streamUrl } = await started.json();
  return { token: chatToken, userId, conversationId, streamUrl };
}

/** Opens a chat as the shop's back end does for a customer it names. */
export async function openCustomerChat(base: string, customerId: string): Promise<TestSession> {
  const user = { id: `dl_${customerId}` };
  const made = await post(`${base}/v3/directline/tokens/generate`, { user }, directLineSecret);
  const { token } = await made.json();
  const started = await post(`${base}/v3/directline/conversations`, {}, token);
  const { conversationId, streamUrl } = await started.json();
  return { token, userId: user.id, conversationId, streamUrl };
}
