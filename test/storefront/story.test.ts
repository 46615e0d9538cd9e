/** The story of the README in a browser: become the collector of Boston, ask for a 5-disc player, look at the cards. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../web-widget/options.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { axe, canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { customerToken } from '../support/customer-chat.ts';
import { field, messages, openChat, write } from '../widget/chat-page.ts';

const cards = (page: Page) => page.locator('shopdesk-chat .card');
const person = (page: Page, name: RegExp) => page.locator('#people').getByRole('button', { name });

async function become(page: Page, name: RegExp): Promise<void> {
  await person(page, name).click();
  await person(page, name).and(page.locator('[aria-pressed=true]')).waitFor();
}

describe.runIf(await canRunBrowser())('the demo shop', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
    await app.warm();
  }, 60_000);
  afterAll(async () => {
    await closeBrowser();
    await app.stop();
  });

  it.each([
    ['a desktop', {}],
    ['a phone', { phone: true }],
  ])('tells the collector on %s what suits him and why', async (_screen, options) => {
    const page = await openPage(app.base, options);
    await become(page, /Walter, Boston/);
    await page.getByRole('button', { name: 'I want a 5-disc CD player' }).click();
    await expect.poll(() => field(page).inputValue()).toBe('I want a 5-disc CD player');
    await field(page).press('Enter');
    await cards(page).first().waitFor();
    const shown = await cards(page).allInnerTexts();
    const changer = shown.find((text) => text.includes('100-Disc'));
    expect(changer).toContain('Just released');
    expect(changer).toMatch(/\$279\.00/);
    expect(changer).toMatch(/\d+ CDs you have/);
    const players = shown.filter((text) => /5-Disc/.test(text) && !text.includes('100-Disc'));
    expect(players.length).toBeGreaterThanOrEqual(3);
    for (const text of players) expect(text).toContain('First-rate, like your Halden DC-9');
    // The words that lead the cards are on the screen, not scrolled away by them.
    const lead = page.locator('shopdesk-chat .message.theirs').last().locator('.bubble');
    expect(await lead.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(0);
    await picturesLoaded(page);
    await axe(page);
    await page.getByRole('button', { name: 'Compare them in a table' }).click();
    await page.locator('shopdesk-chat table').getByText('Lowest total').waitFor();
    await page.context().close();
  });

  it('takes a token that the back end of the shop has signed itself', async () => {
    const page = await openPage(app.base);
    const token = await customerToken('c-1001');
    await page.waitForFunction(() => window.Shopdesk !== undefined);
    await page.evaluate((signed) => window.Shopdesk?.signIn(signed), token);
    await openChat(page);
    await expect.poll(async () => (await messages(page)).join(' ')).toContain('Hello Walter Finch!');
    await page.context().close();
  });

  it('knows on the next page who is signed in, and goes on with the chat', async () => {
    const page = await openPage(app.base);
    await become(page, /Walter/);
    await openChat(page);
    await write(page, 'I want a 5-disc CD player');
    await cards(page).first().waitFor();
    const before = await messages(page);
    await page.reload();
    await person(page, /Walter/)
      .and(page.locator('[aria-pressed=true]'))
      .waitFor();
    await expect.poll(() => messages(page)).toEqual(before);
    await page.context().close();
  });

  it('leaves nothing of a customer behind when somebody else takes over', async () => {
    const page = await openPage(app.base);
    await become(page, /Walter/);
    await openChat(page);
    await write(page, 'I want a 5-disc CD player');
    await cards(page).first().waitFor();
    await become(page, /A visitor/);
    await expect.poll(async () => (await messages(page)).join(' ')).not.toContain('5-disc');
    await expect.poll(async () => (await messages(page)).length).toBeGreaterThan(0);
    await write(page, 'I want a 5-disc CD player');
    await cards(page).first().waitFor();
    expect((await cards(page).allInnerTexts()).join(' ')).not.toMatch(/your|you have/);
    await page.context().close();
  });

  it('lets nobody play a customer of a real shop', async () => {
    const refused = await fetch(`${app.base}/demo/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ customer: 'c-9999' }),
    });
    expect(refused.status).toBe(404);
    const real = await startTestApp({ DEMO_SHOP: 'off' });
    expect(await (await fetch(`${real.base}/demo`)).json()).toEqual({ customers: [], mailbox: false });
    expect((await fetch(`${real.base}/demo/mailbox`)).status).toBe(404);
    await real.stop();
  });
});

async function picturesLoaded(page: Page): Promise<void> {
  const widths = () =>
    page
      .locator('shopdesk-chat .card img')
      .evaluateAll((images) =>
        images.slice(0, 2).map((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
      );
  await expect.poll(widths).toEqual([true, true]);
}
