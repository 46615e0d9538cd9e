/** A small Direct Line client for tests that look at the protocol itself; the real clients have tests of their own. */
import type { Activity } from '../../src/core/activity.ts';

export interface TestSession {
  readonly token: string;
  readonly userId: string;
  readonly conversationId: string;
  readonly streamUrl: string;
}

/** Opens a chat as an anonymous visitor does. */
export async function openChat(base: string): Promise<TestSession> {
  const widget = await post(`${base}/widget/token`, {});
  const { token, userId } = await widget.json();
  const started = await post(`${base}/v3/directline/conversations`, {}, token);
  const { conversationId, streamUrl } = await started.json();
  return { token, userId, conversationId, streamUrl };
}

/** Opens a chat as the shop's page does for a customer who is signed in. */
export async function openCustomerChat(
  base: string,
  secret: string,
  customerId: string,
): Promise<TestSession> {
  const userId = `dl_${customerId}`;
  const made = await post(`${base}/v3/directline/tokens/generate`, { user: { id: userId } }, secret);
  const { token } = await made.json();
  const started = await post(`${base}/v3/directline/conversations`, {}, token);
  const { conversationId, streamUrl } = await started.json();
  return { token, userId, conversationId, streamUrl };
}

/** Posts an activity; the response is the caller's to judge. */
export function postActivity(base: string, session: TestSession, activity: object): Promise<Response> {
  return post(
    `${base}/v3/directline/conversations/${session.conversationId}/activities`,
    activity,
    session.token,
  );
}

/** Says `text` and waits for the bot's answers to it: every message that names it as `replyToId`. */
export async function ask(base: string, session: TestSession, text: string): Promise<Activity[]> {
  const response = await postActivity(base, session, { type: 'message', text });
  const { id }: { id: string } = await response.json();
  return until(async () => {
    const { activities } = await history(base, session);
    const answers = activities.filter((activity) => activity.replyToId === id);
    return answers.length > 0 ? answers : undefined;
  });
}

/** Everything of the conversation after a watermark, however many pages that is. */
export async function history(
  base: string,
  session: TestSession,
  watermark = 0,
): Promise<{ activities: Activity[]; watermark: string }> {
  const url = `${base}/v3/directline/conversations/${session.conversationId}/activities?watermark=`;
  const activities: Activity[] = [];
  for (let after = String(watermark); ; ) {
    const response = await fetch(url + after, { headers: { authorization: `Bearer ${session.token}` } });
    const page: { activities: Activity[]; watermark: string } = await response.json();
    activities.push(...page.activities);
    if (page.watermark === after) return { activities, watermark: after };
    after = page.watermark;
  }
}

export function post(url: string, body: unknown, token?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
}

/** Waits until `look` finds something; fails after `ms`. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined, ms = 25_000): Promise<T> {
  const giveUpAt = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(`Nothing came within ${ms} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
