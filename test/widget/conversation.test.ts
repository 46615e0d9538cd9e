/** The widget and the whole server together, in a real browser, as a shopper uses them. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { axe, canRunBrowser, closeBrowser, newContext, openPage } from '../support/browser.ts';
import {
  banner,
  bubble,
  expectMessages,
  field,
  log,
  messages,
  openChat,
  reload,
  write,
} from './chat-page.ts';

const chips = (page: Page) => page.locator('shopdesk-chat .chip');
const thumbs = (page: Page) => page.locator('shopdesk-chat .thumb.up');

/** Waits for the bot's word after the `count` messages that are there. */
async function answerAfter(page: Page, count: number): Promise<string> {
  await expect
    .poll(async () => (await messages(page)).slice(count).some((words) => !words.startsWith('> ')), {
      timeout: 25_000,
    })
    .toBe(true);
  return (await messages(page)).at(-1) ?? '';
}

async function welcomed(page: Page): Promise<void> {
  await openChat(page);
  await answerAfter(page, 0);
}

describe.runIf(await canRunBrowser())('a conversation in the widget', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(async () => {
    await closeBrowser();
    await app.stop();
  });

  it('greets, answers from the knowledge, takes a thumb, and knows it all after a reload', async () => {
    const page = await openPage(app.base);
    await welcomed(page);
    await write(page, 'What are your opening hours?');
    await answerAfter(page, 2);
    await thumbs(page).first().click();
    await page.locator('shopdesk-chat .thanks').waitFor();
    const before = await messages(page);
    await reload(page);
    await expectMessages(page, before);
    await page.locator('shopdesk-chat .thumb.up[aria-pressed=true]').waitFor();
    await page.context().close();
  });

  it('speaks Chinese on a Chinese page, and changes over by its button', async () => {
    const page = await openPage(app.base, { language: 'zh-CN' });
    await welcomed(page);
    expect((await messages(page))[0]).toMatch(/\p{Script=Han}/u);
    expect(await field(page).getAttribute('aria-label')).toBe('您的消息');
    await page.getByRole('button', { name: '切换到英文' }).and(page.locator('shopdesk-chat *')).click();
    await expect.poll(() => field(page).getAttribute('aria-label')).toBe('Your message');
    await reload(page);
    expect(await field(page).getAttribute('aria-label')).toBe('Your message');
    await page.context().close();
  });

  it('answers to a suggested reply as to written words', async () => {
    const page = await openPage(app.base);
    await welcomed(page);
    await write(page, 'hello');
    await answerAfter(page, 2);
    const offered = chips(page).first();
    await offered.waitFor();
    const title = (await offered.textContent()) ?? '';
    const count = (await messages(page)).length;
    await offered.click();
    await answerAfter(page, count);
    expect((await messages(page))[count]).toBe(`> ${title}`);
    expect(await field(page).evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.context().close();
  });

  it('sends a file, shows it as a safe link, and says why it does not take another', async () => {
    const page = await openPage(app.base);
    await welcomed(page);
    const files = page.locator('shopdesk-chat input[type=file]');
    await files.setInputFiles({
      name: 'receipt.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Order 1001'),
    });
    const link = page.locator('shopdesk-chat a.file');
    await link.waitFor();
    expect(await link.textContent()).toBe('receipt.txt');
    expect(await link.getAttribute('rel')).toContain('noopener');
    const response = await page.request.get((await link.getAttribute('href')) ?? '');
    expect(await response.text()).toBe('Order 1001');
    await files.setInputFiles({
      name: 'tool.exe',
      mimeType: 'application/x-msdownload',
      buffer: Buffer.from('MZ'),
    });
    await banner(page).getByText('“tool.exe” is not a kind of file we can take.').waitFor();
    await files.setInputFiles({ name: 'big.txt', mimeType: 'text/plain', buffer: Buffer.alloc(11_000_000) });
    await banner(page).getByText('“big.txt” is larger than').waitFor();
    expect(await page.locator('shopdesk-chat .file').count()).toBe(1);
    await page.context().close();
  });

  it('goes on after a restart of the server with nothing missing and nothing twice', async () => {
    const page = await openPage(app.base);
    await welcomed(page);
    await write(page, 'Do you ship to Canada?');
    await answerAfter(page, 2);
    const before = await messages(page);
    await app.restart();
    await write(page, 'thank you');
    await answerAfter(page, before.length + 1);
    expect((await messages(page)).slice(0, before.length + 1)).toEqual([...before, '> thank you']);
    await reload(page);
    await expect
      .poll(async () => (await messages(page)).filter((words) => words === '> thank you'))
      .toHaveLength(1);
    await page.context().close();
  }, 90_000);

  it('keeps two tabs in step', async () => {
    const context = await newContext();
    const [one, two] = [await openPage(app.base, { context }), await openPage(app.base, { context })];
    await welcomed(one);
    await openChat(two);
    await write(one, 'hello');
    await answerAfter(one, 2);
    await expect.poll(() => messages(two)).toEqual(await messages(one));
    await context.close();
  });

  it('reads only what is new to a screen reader, and leaves the log itself silent', async () => {
    const page = await openPage(app.base);
    await welcomed(page);
    await write(page, 'thank you');
    await answerAfter(page, 2);
    await reload(page);
    await expect.poll(async () => (await messages(page)).length).toBeGreaterThan(2);
    const spoken = page.locator('shopdesk-chat [aria-live=polite]');
    expect(await spoken.textContent()).toBe('');
    expect(await log(page).getAttribute('aria-live')).toBe('off');
    const count = (await messages(page)).length;
    await write(page, 'hello');
    const answer = await answerAfter(page, count + 1);
    await expect.poll(() => spoken.textContent()).toContain(answer.slice(0, 12));
    expect(await spoken.locator('p').count()).toBe((await messages(page)).length - count - 1);
    await page.context().close();
  });

  it.each([
    { name: 'desktop, light' },
    { name: 'desktop, dark', dark: true },
    { name: 'phone, light', phone: true },
    { name: 'phone, dark, Chinese', phone: true, dark: true, language: 'zh-CN' },
  ])('has no violation of accessibility rules: $name', async (options) => {
    const page = await openPage(app.base, options);
    await welcomed(page);
    await write(page, options.language ? '可以退货吗？' : 'Can I return something?');
    await answerAfter(page, 2);
    await axe(page);
    await page.context().close();
  });

  it('fills the phone, holds the focus, and gives the page back', async () => {
    const page = await openPage(app.base, { phone: true });
    await bubble(page).tap();
    await field(page).waitFor();
    const box = await page.locator('shopdesk-chat [role=dialog]').boundingBox();
    expect(box).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
    expect(await bubble(page).isVisible()).toBe(false);
    for (let step = 0; step < 20; step++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SHOPDESK-CHAT');
    }
    await page.keyboard.press('Escape');
    await bubble(page).waitFor();
    expect(await page.evaluate(() => document.documentElement.style.overflow)).toBe('');
    await page.context().close();
  });
});
