/** Everything the bot can show besides words: cards, carousel, pictures, streamed and edited text, typing. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axe, canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { type DirectLineStub, startDirectLineStub } from '../support/direct-line-stub.ts';
import { expectMessages, messages, openChat, write } from './chat-page.ts';

const heroCard = (title: string, buttons: object[] = []) => ({
  contentType: 'application/vnd.microsoft.card.hero',
  content: {
    title,
    subtitle: '$279',
    text: 'Plays **five** discs',
    images: [{ url: '/storefront/images/receiver.svg' }],
    buttons,
  },
});
const adaptive = (content: object) => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: { type: 'AdaptiveCard', version: '1.5', ...content },
});
const textBlock = (text: string) => ({ type: 'TextBlock', text });

describe.runIf(await canRunBrowser())('the widget shows', () => {
  let stub: DirectLineStub;
  let page: Page;

  beforeAll(async () => {
    stub = await startDirectLineStub();
    stub.bot = ({ name }) => (name === 'webchat/join' ? [{ type: 'message', text: 'Welcome' }] : []);
  });
  afterAll(async () => {
    await closeBrowser();
    await stub.close();
  });
  beforeEach(async () => {
    page = await openPage(stub.url);
    await openChat(page);
    await expectMessages(page, ['Welcome']);
  });
  afterEach(async () => {
    await page.context().close();
  });

  const last = (type: string) => stub.log().findLast((activity) => activity.type === type);
  const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);

  it('product cards side by side, paged by arrow keys, and sends what their buttons say', async () => {
    const buttons = (n: number) => [{ type: 'imBack', title: `Take ${n}`, value: `I take number ${n}` }];
    const attachments = [1, 2, 3].map((n) => heroCard(`Player ${n}`, buttons(n)));
    stub.say({ type: 'message', attachmentLayout: 'carousel', attachments });
    await page.getByRole('article', { name: 'Player 1' }).waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'Take 1' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Take 3');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe('Take 2');
    await page.keyboard.press('Enter');
    await expectMessages(page, ['Welcome', '', '> I take number 2']);
  });

  it('buttons that open only safe addresses, and posts hidden values unseen', async () => {
    const buttons = [
      { type: 'openUrl', title: 'Details', value: 'https://shop.example/p' },
      { type: 'openUrl', title: 'Trap', value: 'javascript:alert(1)' },
      { type: 'postBack', title: 'Choose', value: { sku: 7 } },
      { type: 'messageBack', title: 'Say', text: 'sku:8', displayText: 'The second one' },
    ];
    stub.say({ type: 'message', attachments: [heroCard('One', buttons)] });
    const link = page.getByRole('link', { name: 'Details' });
    expect(await link.getAttribute('href')).toBe('https://shop.example/p');
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await page.getByText('Trap').count()).toBe(0);
    await page.getByRole('button', { name: 'Choose' }).click();
    await expect
      .poll(() => last('message'))
      .toMatchObject({ value: { sku: 7 }, channelData: { postBack: true } });
    await page.getByRole('button', { name: 'Say' }).click();
    await expect.poll(() => last('message')).toMatchObject({ text: 'sku:8' });
    await expectMessages(page, ['Welcome', '', '> The second one']);
  });

  it('Adaptive Cards: text, facts, table, actions, and the fallback of what it does not know', async () => {
    const cell = (text: string) => ({ type: 'TableCell', items: [textBlock(text)] });
    const rows = [
      ['Shop', 'Price'],
      ['Here', '$5'],
    ].map((cells) => ({ type: 'TableRow', cells: cells.map(cell) }));
    const body = [
      textBlock('Compare'),
      { type: 'Table', rows },
      { type: 'FactSet', facts: [{ title: 'Stock', value: '4' }] },
      { type: 'Carousel', fallback: textBlock('No carousel here') },
    ];
    const actions = [{ type: 'Action.Submit', title: 'Watch', data: { watch: 'p1' } }];
    stub.say({ type: 'message', attachments: [adaptive({ body, actions })] });
    await page.getByRole('columnheader', { name: 'Price' }).waitFor();
    await page.getByText('No carousel here').waitFor();
    await axe(page);
    await page.getByRole('button', { name: 'Watch' }).click();
    await expect.poll(() => last('message')).toMatchObject({ value: { watch: 'p1' } });
    stub.say({
      type: 'message',
      attachments: [adaptive({ body: [{ type: 'Media' }], fallbackText: 'A film' })],
    });
    await page.getByText('A film').waitFor();
  });

  it('pictures, and files only as links', async () => {
    const attachments = [
      { contentType: 'image/svg+xml', contentUrl: '/storefront/images/mark.svg', name: 'Our mark' },
      { contentType: 'text/html', contentUrl: 'https://files.example/page.html', name: 'page.html' },
      { contentType: 'application/pdf', contentUrl: 'javascript:alert(1)', name: 'trap.pdf' },
    ];
    stub.say({ type: 'message', attachments });
    expect(await page.getByRole('img', { name: 'Our mark' }).getAttribute('src')).toBe(
      `${stub.url}/storefront/images/mark.svg`,
    );
    expect(await page.getByRole('link', { name: 'page.html' }).getAttribute('href')).toBe(
      'https://files.example/page.html',
    );
    expect(await page.getByRole('link', { name: 'trap.pdf' }).count()).toBe(0);
  });

  it('text while it is being written, and edits in place', async () => {
    const part = (streamSequence: number, text: string) =>
      stub.say({
        type: 'typing',
        text,
        channelData: { streamType: 'streaming', streamId: 's1', streamSequence },
      });
    part(1, 'We are open');
    await expectMessages(page, ['Welcome', 'We are open']);
    part(2, 'We are open until six');
    await expectMessages(page, ['Welcome', 'We are open until six']);
    const final = {
      type: 'message',
      id: 'f1',
      text: 'We are open until 18:00.',
      channelData: { streamId: 's1', streamType: 'final' },
    };
    stub.say(final);
    await expectMessages(page, ['Welcome', 'We are open until 18:00.']);
    stub.say({ ...final, channelData: {}, text: 'We are open until 19:00.' });
    await expect.poll(async () => (await messages(page)).at(1)).toBe('We are open until 19:00.');
  });

  it('dots while someone is typing, gone with the message', async () => {
    stub.say({ type: 'typing' });
    const dots = page.locator('shopdesk-chat .typing');
    await dots.waitFor();
    stub.say({ type: 'message', text: 'Here I am' });
    await dots.waitFor({ state: 'detached' });
  });

  it('the way to new messages when the shopper reads further up', async () => {
    for (let n = 0; n < 30; n++) stub.say({ type: 'message', text: `Line ${n}` });
    await page.getByText('Line 29').first().waitFor();
    const scroller = page.locator('shopdesk-chat .scroller');
    await scroller.evaluate((element) => element.scrollTo({ top: 0 }));
    await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(0);
    stub.say({ type: 'message', text: 'The newest' });
    const toEnd = page.getByRole('button', { name: 'New messages' });
    await toEnd.waitFor();
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
    await toEnd.click();
    await toEnd.waitFor({ state: 'hidden' });
    await expect
      .poll(() =>
        scroller.evaluate(
          ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight,
        ),
      )
      .toBeLessThan(80);
  });

  it('a Chinese message only when the input method is done with it', async () => {
    await write(page, 'first');
    await page.locator('shopdesk-chat textarea').fill('ni hao');
    await page
      .locator('shopdesk-chat textarea')
      .dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await page.locator('shopdesk-chat textarea').dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    expect(await page.locator('shopdesk-chat textarea').inputValue()).toBe('ni hao');
    await page.locator('shopdesk-chat textarea').press('Shift+Enter');
    expect(await page.locator('shopdesk-chat textarea').inputValue()).toBe('ni hao\n');
    await expectMessages(page, ['Welcome', '> first']);
  });
});
