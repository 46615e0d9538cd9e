/** Microsoft's Web Chat, unmodified, shows the product cards and the comparison table of the widget. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { visitorToken } from '../support/real-client.ts';
import { startWebChatSite, type WebChatSite } from '../support/web-chat-page.ts';

describe.runIf(await canRunBrowser())('products in botframework-webchat', { timeout: 90_000 }, () => {
  let app: TestApp;
  let site: WebChatSite;
  beforeAll(async () => {
    [app, site] = await Promise.all([startTestApp(), startWebChatSite()]);
    await app.warm();
  }, 90_000);
  afterAll(async () => {
    await closeBrowser();
    await site.close();
    await app.stop();
  });

  it('are Adaptive Cards side by side, and a table when asked to compare them', async () => {
    const page = await openPage(site.address(app.base, await visitorToken(app.base)));
    page.setDefaultTimeout(45_000);
    const box = page.locator('[data-id="webchat-sendbox-input"]');
    await box.waitFor();
    await box.fill('I want a 5-disc CD player');
    // Web Chat lets Enter pass until it is connected: then the words stay in the box.
    const send = async () => {
      await box.press('Enter');
      return box.inputValue();
    };
    await expect.poll(send, { timeout: 45_000, interval: 200 }).toBe('');
    const card = page.locator('.ac-adaptiveCard').filter({ hasText: 'Castell 510' }).first();
    await card.getByText('$249.00', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Not for me' }).waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Compare them in a table' }).click();
    await page.locator('.ac-adaptiveCard').getByText('Lowest total').waitFor();
    await page.context().close();
  });
});
