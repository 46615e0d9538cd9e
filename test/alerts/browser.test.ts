/** The story in a browser: the clock of the demo shop moves, the chat shows the alert; the service worker gets a real push. */
import { createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { axe, canRunBrowser, closeBrowser, newContext, openPage } from '../support/browser.ts';
import { clockFrom } from '../support/clock.ts';
import { openCustomerChat } from '../support/customer-chat.ts';
import { postActivity, until } from '../support/direct-line-client.ts';
import { openChat } from '../widget/chat-page.ts';
import { type PushService, startPushService } from './support/push-service.ts';

const adminToken = 'an-operator-of-the-test-suite';

describe.runIf(await canRunBrowser())('the shop speaks first', () => {
  let app: TestApp;
  let service: PushService;
  const browser = createECDH('prime256v1');
  const auth = randomBytes(16);
  beforeAll(async () => {
    app = await startTestApp(
      { ADMIN_TOKEN: adminToken },
      { clock: clockFrom('2026-11-22T15:00:00Z'), pushRules: { mayConnect: () => true } },
    );
    // Jonas agreed to news by push and mail, not in the chat; his browser lets itself be notified.
    service = await startPushService();
    const session = await openCustomerChat(app.base, 'c-1018');
    await postActivity(app.base, session, {
      type: 'event',
      name: 'push/subscribe',
      value: {
        subscription: {
          endpoint: `${service.url}/send/1`,
          keys: { p256dh: browser.generateKeys('base64url'), auth: auth.toString('base64url') },
        },
        wording: 'Notify me in this browser',
      },
    });
    await app.warm();
  }, 60_000);
  afterAll(async () => {
    await closeBrowser();
    await app.stop();
    await service.close();
  });

  it('when the clock moves and the Stones announce Boston', async () => {
    const page = await openPage(app.base);
    // The whole shop is looked through before the card comes: on a busy machine that takes its time.
    page.setDefaultTimeout(60_000);
    await page
      .locator('#people')
      .getByRole('button', { name: /Walter, Boston/ })
      .click();
    await openChat(page);
    // Greeted: the conversation is there to speak into.
    await page.locator('shopdesk-chat .message.theirs').first().waitFor();
    await page.getByRole('button', { name: 'Next day: what happens?' }).click();
    const card = page.locator('shopdesk-chat .card').first();
    await card.waitFor();
    expect(await card.innerText()).toContain('The Rolling Stones in Boston');
    expect(await card.innerText()).toContain('You get this because you have The Rolling Stones from us');
    const tickets = card.getByRole('link', { name: /Tickets/ });
    expect(await tickets.getAttribute('href')).toContain('/alerts/go/');
    await page.getByText('In the shop it is now Monday').waitFor();
    await axe(page);
    await card.scrollIntoViewIfNeeded();
    // Shown counts as opened, the ticket button as clicked: in the figures of the operator.
    const brought = async () => {
      const { lines }: { lines: { kind: string; opened: number; clicked: number }[] } = await fetch(
        `${app.base}/api/alerts/report`,
        { headers: { authorization: `Bearer ${adminToken}` } },
      ).then((answer) => answer.json());
      return lines.find(({ kind }) => kind === 'local-event');
    };
    const opened = await until(async () => ((await brought())?.opened ? brought() : undefined));
    expect(opened).toMatchObject({ opened: 1, clicked: 0 });
    const followed = await fetch((await tickets.getAttribute('href')) ?? '', { redirect: 'manual' });
    expect(followed.status).toBe(302);
    expect(await brought()).toMatchObject({ opened: 1, clicked: 1 });
    const { SHOPDESK_SCREENSHOTS: folder } = process.env;
    if (folder) await page.screenshot({ path: join(folder, 'alert.png') });
    await page.locator('shopdesk-chat').getByRole('button', { name: 'Why do I get this?' }).click();
    await page.getByText('The Rolling Stones in Boston: because you have').first().waitFor();
    await page.context().close();
  }, 120_000);

  it('also to a browser whose page is closed: an encrypted push that the service worker shows', async () => {
    const told = await until(
      () =>
        service.received
          .map((body) => decrypt(body, browser, auth))
          .find((text) => text.includes('Rolling Stones')),
      30_000,
    );
    expect(service.authorization[0]).toMatch(/^vapid t=.+, k=.+/);
    expect(JSON.parse(told)).toMatchObject({
      body: expect.stringContaining('The Rolling Stones'),
      language: 'en',
    });

    // A browser without a network has no push service of its own: the decrypted message goes to its worker by the debugger.
    const context = await newContext();
    await context.grantPermissions(['notifications'], { origin: app.base });
    const page = await context.newPage();
    await page.goto(app.base);
    const debug = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      debug.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [first] = registrations;
        if (first) resolve(first.registrationId);
      });
    });
    await debug.send('ServiceWorker.enable');
    await page.evaluate(
      `navigator.serviceWorker.register('/shopdesk-service-worker.js').then(() => navigator.serviceWorker.ready)`,
    );
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    // The headless browser draws no notifications: what the worker asks for is looked at.
    await worker.evaluate(
      `self.shown = []; registration.showNotification = async (...call) => void self.shown.push(call);`,
    );
    await debug.send('ServiceWorker.deliverPushMessage', {
      origin: app.base,
      registrationId: await registered,
      data: told,
    });
    const shown = await until(async () => {
      const calls: unknown = await worker.evaluate('self.shown');
      return Array.isArray(calls) && calls.length > 0 ? calls : undefined;
    });
    const { title, body } = JSON.parse(told);
    expect(shown).toEqual([
      [title, expect.objectContaining({ body, data: { url: expect.stringContaining(app.base) } })],
    ]);
    await context.close();
  });
});

/** RFC 8291 over RFC 8188 (aes128gcm), one record, as a browser does it. */
function decrypt(body: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyLength = body[20] ?? 0;
  const sender = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const hmac = (key: Buffer, data: Buffer) => createHmac('sha256', key).update(data).digest();
  const expand = (key: Buffer, info: Buffer, length: number) =>
    hmac(key, Buffer.concat([info, Buffer.from([1])])).subarray(0, length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const secret = expand(hmac(auth, browser.computeSecret(sender)), info, 32);
  const pseudo = hmac(salt, secret);
  const key = expand(pseudo, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = expand(pseudo, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}
