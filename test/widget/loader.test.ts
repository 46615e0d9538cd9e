/** The script a shop puts on its pages: quiet until the shopper wants to talk, and then in the shop's hands. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {} from '../../web-widget/options.ts';
import { axe, canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { type DirectLineStub, startDirectLineStub } from '../support/direct-line-stub.ts';
import { bubble, expectMessages, field, log, openChat } from './chat-page.ts';

const stored = (page: Page) =>
  page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
  }));

describe.runIf(await canRunBrowser())('the loader', () => {
  let stub: DirectLineStub;

  beforeAll(async () => {
    stub = await startDirectLineStub();
    stub.bot = ({ name }) => (name === 'webchat/join' ? [{ type: 'message', text: 'Welcome' }] : []);
  });
  afterAll(async () => {
    await closeBrowser();
    await stub.close();
  });
  beforeEach(() => {
    stub.requests.length = 0;
  });
  afterEach(() => {
    stub.pages.clear();
  });

  it('asks for nothing and stores nothing before the chat is opened', async () => {
    const page = await openPage(stub.url);
    await bubble(page).waitFor();
    await page.mouse.wheel(0, 2000);
    // Longer than the loader waits before it looks for a chat from before.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)));
    const own = stub.requests.filter((request) => !/GET \/(?:demo|storefront\/.*)?$/.test(request));
    expect(own).toEqual(['GET /widget.js']);
    expect(await stored(page)).toEqual({ local: [], session: [], cookies: '', databases: 0 });
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    expect(stub.requests).toContain('POST /widget/token');
    await page.context().close();
  });

  it('runs under a strict content policy without a complaint', async () => {
    const page = await openPage('about:blank');
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !/widget\/config/.test(message.location().url)) {
        complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(stub.url);
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('has no violation of accessibility rules while closed', async () => {
    const page = await openPage(stub.url);
    await bubble(page).waitFor();
    await axe(page);
    await page.context().close();
  });

  it('opens and closes by the keyboard and returns the focus', async () => {
    const page = await openPage(stub.url);
    await bubble(page).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => field(page).evaluate((element) => element.matches(':focus'))).toBe(true);
    expect(await bubble(page).getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    await field(page).waitFor({ state: 'hidden' });
    expect(await bubble(page).evaluate((element) => element.matches(':focus'))).toBe(true);
    expect(await bubble(page).getAttribute('aria-expanded')).toBe('false');
    await page.context().close();
  });

  it('is driven by the page: open, close, context, language, unread', async () => {
    const page = await openPage(stub.url);
    await bubble(page).waitFor();
    await page.evaluate(() => {
      window.Shopdesk?.on('unread', (count) => document.body.setAttribute('data-unread', String(count)));
      window.Shopdesk?.setContext({ product: { id: 'p7', title: 'Seven' } });
      window.Shopdesk?.open();
    });
    await expectMessages(page, ['Welcome']);
    await expect
      .poll(() => stub.log())
      .toMatchObject([
        { name: 'webchat/join', value: { language: 'en', page: { product: { id: 'p7' } } } },
        {},
      ]);
    await page.evaluate(() => window.Shopdesk?.setContext({ cart: { total: '$9' } }));
    await expect
      .poll(() => stub.log().at(-1))
      .toMatchObject({ name: 'page', value: { product: { id: 'p7' }, cart: { total: '$9' } } });
    await page.evaluate(() => {
      window.Shopdesk?.close();
      window.Shopdesk?.setLanguage('zh-TW');
    });
    stub.say({ type: 'message', text: 'Still there?' });
    await expect.poll(() => page.getAttribute('body', 'data-unread')).toBe('1');
    expect(await bubble(page).getAttribute('aria-label')).toBe('在线咨询, 1 条未读消息');
    expect(await page.title()).toMatch(/^\(1\) /);
    await openChat(page);
    await expect.poll(() => page.getAttribute('body', 'data-unread')).toBe('0');
    expect(await page.title()).not.toMatch(/^\(/);
    await page.context().close();
  });

  it('counts what came while the shopper was on another page', async () => {
    const page = await openPage(stub.url);
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    await page.keyboard.press('Escape');
    await page.goto('about:blank');
    stub.say({ type: 'message', text: 'One more thing' });
    await page.goto(stub.url);
    await expect.poll(() => bubble(page).getAttribute('aria-label')).toBe('Chat with us, 1 unread message');
    await page.context().close();
  });

  it('says so when the chat cannot be loaded, and tries again at the next click', async () => {
    const page = await openPage(stub.url);
    await page.route('**/widget-app.js', (route) => route.abort(), { times: 1 });
    await bubble(page).click();
    await page.getByText('The chat could not be loaded. Try again.').waitFor();
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    await page.context().close();
  });

  it('follows its attributes on a page of another origin', async () => {
    const attributes =
      'data-lang="zh" data-accent="#ffd84d" data-theme="dark" data-position="left" data-product-id="x1"';
    stub.pages.set(
      '/other',
      `<!doctype html><html lang="en"><title>Other</title><main><h1>Shop</h1></main><script src="${stub.url}/widget.js" ${attributes}></script><script src="${stub.url}/widget.js"></script>`,
    );
    const page = await openPage(`${stub.url.replace('localhost', '127.0.0.1')}/other`);
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    expect(await bubble(page).count()).toBe(1);
    expect(await log(page).getAttribute('aria-label')).toBe('对话');
    const box = await page.locator('shopdesk-chat [role=dialog]').boundingBox();
    expect(box?.x).toBeLessThan(100);
    await expect
      .poll(() => stub.log()[0])
      .toMatchObject({ value: { language: 'zh', page: { product: { id: 'x1' } } } });
    await axe(page);
    await page.context().close();
  });
});
