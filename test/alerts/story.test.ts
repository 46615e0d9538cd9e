/** The Stones announce Boston: who likes them, lives there and agreed to be told hears of it in the open chat; others do not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Activity } from '../../src/core/activity.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { clockFrom } from '../support/clock.ts';
import { openCustomerChat } from '../support/customer-chat.ts';
import { ask, history, post, type TestSession, until } from '../support/direct-line-client.ts';

const adminToken = 'an-admin-token-of-the-test-suite';
const cardSchema = z.object({
  title: z.string(),
  text: z.string(),
  buttons: z.array(z.object({ type: z.string(), title: z.string(), value: z.string() })),
});
const previewSchema = z.object({
  told: z.array(
    z.object({ customer: z.object({ shopId: z.string() }), headline: z.string(), because: z.string() }),
  ),
  notTold: z.array(
    z.object({
      customer: z.object({ shopId: z.string() }),
      headline: z.string(),
      reasons: z.array(z.string()),
    }),
  ),
  setAside: z.array(z.object({ what: z.string(), reason: z.string() })),
});

describe('the Stones announce Boston', () => {
  let app: TestApp;
  let walter: TestSession;
  let marguerite: TestSession;
  let hugo: TestSession;
  beforeAll(async () => {
    // Ten in the morning in Boston, nine in Chicago.
    app = await startTestApp({ ADMIN_TOKEN: adminToken }, { clock: clockFrom('2026-11-22T15:00:00Z') });
    await app.warm();
    [walter, marguerite, hugo] = await Promise.all([
      openCustomerChat(app.base, 'c-1001'),
      openCustomerChat(app.base, 'c-1002'),
      openCustomerChat(app.base, 'c-1024'),
    ]);
  }, 60_000);
  afterAll(() => app.stop());

  it('is foreseen by the dry run, with the reason for everybody who gets nothing', async () => {
    const response = await fetch(`${app.base}/api/alerts/preview`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    const preview = previewSchema.parse(await response.json());
    const stones = (line: { headline: string }) => line.headline === 'The Rolling Stones in Boston';
    expect(preview.told.filter(stones).map(({ customer }) => customer.shopId)).toContain('c-1001');
    const refused = preview.notTold.filter((line) => stones(line) && line.customer.shopId === 'c-1002');
    expect(refused[0]?.reasons.join(' ')).toMatch(
      /no consent to use what they bought.*no consent to marketing.*km from Chicago/,
    );
    const reasons = new Map(preview.setAside.map(({ what, reason }) => [what.split(',')[0], reason]));
    expect(reasons.get('Sticky Paint – A Tribute to The Rolling Stones')).toMatch(/tribute/);
    expect(reasons.get('Stevie Wonder')).toMatch(/cancelled/);
    expect(reasons.get('Neil Young')).toMatch(/sold out/);
  });

  it('shows in the open chat with date, place, distance, tickets, calendar and why', async () => {
    expect(await alertsIn(app.base, walter)).toEqual([]);
    await ask(app.base, hugo, '你们几点开门');
    expect((await post(`${app.base}/demo/clock`, {})).status).toBe(200);
    const [alert] = await until(async () => {
      const found = await alertsIn(app.base, walter);
      return found.length > 0 ? found : undefined;
    });
    expect(alert?.text).toBe(
      'The Rolling Stones on stage: Friday, February 19, 2027 at 8:00 PM, Charles River Arena, Boston, about 1 km from the middle of Boston, where you live.',
    );
    const [card] = (alert?.attachments ?? []).map(({ content }) => cardSchema.parse(content));
    expect(card?.title).toBe('The Rolling Stones in Boston');
    expect(card?.text).toMatch(
      /^You get this because you have The Rolling Stones from us, .*Exile on Main St/,
    );
    expect(card?.buttons.map(({ title }) => title)).toEqual([
      'Tickets',
      'Add to calendar',
      'Why do I get this?',
    ]);
    const [tickets, calendar] = card?.buttons ?? [];
    const led = await fetch(tickets?.value ?? '', { redirect: 'manual' });
    expect(led.headers.get('location')).toBe('https://tour-desk.example/the-rolling-stones/boston');
    const file = await (await fetch(calendar?.value ?? '')).text();
    expect(file).toContain('DTSTART:20270220T010000Z');
    expect(file).toContain('LOCATION:Charles River Arena\\, Boston\\, MA');
  });

  it('is told in the language of the chat, whatever the record of the customer says', async () => {
    const [alert] = await until(async () => {
      const found = await alertsIn(app.base, hugo);
      return found.length > 0 ? found : undefined;
    });
    expect(alert?.text).toMatch(/^The Rolling Stones将于2027年.*就在您所在的城市，距Chicago市中心约/u);
  });

  it('is told once, however often the clock moves', async () => {
    await post(`${app.base}/demo/clock`, {});
    await post(`${app.base}/api/alerts/run`, {}, adminToken);
    expect(await alertsIn(app.base, walter)).toHaveLength(1);
  });

  it('reaches nobody who did not agree to it', async () => {
    expect(await alertsIn(app.base, marguerite)).toEqual([]);
  });

  it('lets nobody use its links for anything else', async () => {
    const forged = await fetch(`${app.base}/alerts/go/some-alert.0.AAAAAAAAAAAAAAAAAAAAAA`, {
      redirect: 'manual',
    });
    expect(forged.status).toBe(404);
  });
});

/** What the shop said unasked. */
async function alertsIn(base: string, session: TestSession): Promise<Activity[]> {
  const { activities } = await history(base, session);
  return activities.filter(({ from, replyToId }) => from?.role === 'bot' && replyToId === undefined);
}
