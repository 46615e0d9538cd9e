/** Microsoft's Web Chat, unmodified, in a real browser, holds a conversation with the whole server. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestApp } from '../support/app.ts';
import { canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { until } from '../support/direct-line-client.ts';
import { type FlakyProxy, startFlakyProxy } from '../support/flaky-proxy.ts';
import { visitorToken } from '../support/real-client.ts';
import { startWebChatSite, type WebChatSite } from '../support/web-chat-page.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.runIf(await canRunBrowser())('botframework-webchat', { timeout: 90_000 }, () => {
  let app: TestApp;
  let proxy: FlakyProxy;
  let site: WebChatSite;
  let page: Page;
  beforeAll(async () => {
    [app, site] = await Promise.all([startChannelApp(), startWebChatSite()]);
    proxy = await startFlakyProxy(app.base);
  });
  afterAll(async () => {
    await closeBrowser();
    await Promise.all([proxy.close(), site.close()]);
    await app.stop();
  });
  beforeEach(async () => {
    page = await openPage(site.address(proxy.base, await visitorToken(proxy.base)));
    page.setDefaultTimeout(45_000);
    await sendBox().waitFor();
  });
  afterEach(() => page.context().close());

  const sendBox = () => page.locator('[data-id="webchat-sendbox-input"]');
  /** Web Chat lets Enter pass until it is connected: then the words stay in the box. */
  const say = async (text: string) => {
    await sendBox().fill(text);
    const send = async () => {
      await sendBox().press('Enter');
      return sendBox().inputValue();
    };
    await expect.poll(send, { timeout: 45_000, interval: 200 }).toBe('');
  };
  const bubbles = () => page.locator('.webchat__bubble__content');
  const bubble = (text: string) => bubbles().filter({ hasText: text }).first();
  /** Waits until there are as many messages, none of them failed, and returns their words. */
  async function messages(count: number): Promise<string[]> {
    await expect.poll(() => bubbles().count(), { timeout: 45_000 }).toBe(count);
    await expect.poll(() => page.getByText(/Send failed|Sending/i).count(), { timeout: 25_000 }).toBe(0);
    return bubbles().allInnerTexts();
  }

  it('shows what is said, and buttons that say something', async () => {
    await say('xylophone choices');
    await page.getByRole('toolbar').getByRole('button', { name: 'Red vinyl' }).click();
    expect((await messages(4)).slice(0, 3)).toEqual([
      expect.stringContaining('xylophone choices'),
      expect.stringContaining('Which colour?'),
      expect.stringContaining('Red vinyl'),
    ]);
  });

  it('shows a hero card whose button says something', async () => {
    await say('xylophone card');
    await bubble('Blue Train').getByText('John Coltrane').waitFor();
    await bubble('Blue Train').getByRole('button', { name: 'Tell me more' }).click();
    await bubble('Which colour?').waitFor();
  });

  it('sends a picture and shows it from the server', async () => {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'record.png', mimeType: 'image/png', buffer: png });
    const picture = page.locator('img[src*="/v3/directline/attachments/"]');
    // Enter sends nothing before the file was taken in, and nothing after it was sent.
    const send = async () => {
      await sendBox().press('Enter');
      return picture.count();
    };
    await expect.poll(send, { timeout: 45_000, interval: 200 }).toBe(1);
    const width = () => picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth);
    await expect.poll(width, { timeout: 20_000 }).toBe(1);
    expect(await page.getByText(/Send failed/i).count()).toBe(0);
  });

  it('shows everything once and in order after its socket was down', async () => {
    await say('xylophone choices');
    await bubble('Which colour?').waitFor();
    await until(() => proxy.sockets === 1 || undefined);
    proxy.refuseSockets = true;
    proxy.dropSockets();
    await say('first while down');
    await say('second while down');
    proxy.refuseSockets = false;
    const texts = await messages(6);
    const mine = texts.flatMap((text) => /xylophone|first|second/.exec(text)?.[0] ?? []);
    expect(mine).toEqual(['xylophone', 'first', 'second']);
  });
});
