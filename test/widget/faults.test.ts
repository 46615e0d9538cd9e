/** The widget before a server and a network that fail in every way: nothing lost, nothing twice, and it says so. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axe, canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { type DirectLineStub, type StubActivity, startDirectLineStub } from '../support/direct-line-stub.ts';
import { banner, bubble, expectMessages, messages, openChat, write } from './chat-page.ts';

const echo = (activity: StubActivity): StubActivity[] =>
  activity.name === 'webchat/join'
    ? [{ type: 'message', text: 'Welcome' }]
    : activity.type === 'message'
      ? [{ type: 'message', text: `You said ${activity.text}` }]
      : [];

describe.runIf(await canRunBrowser())('the widget when things fail', () => {
  let stub: DirectLineStub;
  let page: Page;

  beforeAll(async () => {
    stub = await startDirectLineStub();
    stub.bot = echo;
  });
  afterAll(async () => {
    await closeBrowser();
    await stub.close();
  });
  beforeEach(async () => {
    Object.assign(stub.faults, { posts: [], starts: [], twice: false, noSockets: false, slowMs: 0 });
    page = await openPage(stub.url);
  });
  afterEach(async () => {
    await page.context().close();
  });

  const stored = (text: string) => stub.log().filter((activity) => activity.text === text).length;

  it('comes back after a dropped socket with nothing missing and nothing twice', async () => {
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    stub.dropSockets();
    stub.say({ type: 'message', text: 'While you were away' });
    await banner(page).getByText('Connection lost').waitFor();
    await expectMessages(page, ['Welcome', 'While you were away']);
    await banner(page).waitFor({ state: 'hidden' });
    // The join and its answer are known: only what came since is asked for.
    expect(stub.requests.filter((request) => /watermark=/.test(request)).at(-1)).toMatch(/\?watermark=2$/);
  });

  it('shows every activity once although each comes twice', async () => {
    stub.faults.twice = true;
    await openChat(page);
    await write(page, 'one');
    await write(page, 'two');
    await expectMessages(page, ['Welcome', '> one', 'You said one', '> two', 'You said two']);
  });

  it('sends again what was stored but not acknowledged; the server has it once', async () => {
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    stub.faults.posts = ['lost', 503];
    await write(page, 'hello');
    await expectMessages(page, ['Welcome', '> hello', 'You said hello']);
    expect(stored('hello')).toBe(1);
  });

  it('does not send again what it sees to have arrived although the answer was lost', async () => {
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    stub.requests.length = 0;
    stub.faults.posts = ['lost'];
    await write(page, 'one');
    await expectMessages(page, ['Welcome', '> one', 'You said one']);
    // Messages go out in order: were the first still waiting, it would go again before this one.
    await write(page, 'two');
    await expectMessages(page, ['Welcome', '> one', 'You said one', '> two', 'You said two']);
    expect(stub.requests.filter((request) => request.endsWith('/activities'))).toHaveLength(2);
  });

  it('keeps what is written offline and sends it in order when the network is back', async () => {
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    await page.context().setOffline(true);
    stub.dropSockets();
    await write(page, 'first');
    await write(page, 'second');
    await page.getByText('Will be sent when the connection is back').first().waitFor();
    await expectMessages(page, ['Welcome', '> first', '> second']);
    await page.context().setOffline(false);
    await expect.poll(() => stored('first') + stored('second'), { timeout: 15_000 }).toBe(2);
    await expect.poll(() => messages(page)).toContain('You said second');
    expect(
      stub
        .log()
        .filter(({ type, text }) => type === 'message' && !text?.startsWith('You'))
        .map(({ text }) => text),
    ).toEqual(['Welcome', 'first', 'second']);
  });

  it('sends after a reload what could not be sent before', async () => {
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    stub.faults.posts = Array.from({ length: 20 }, () => 503);
    await write(page, 'do not lose me');
    await page.getByText('Will be sent when the connection is back').waitFor();
    await page.reload();
    stub.faults.posts = [];
    await expect.poll(() => stored('do not lose me'), { timeout: 15_000 }).toBe(1);
    await expectMessages(page, ['Welcome', '> do not lose me', 'You said do not lose me']);
  });

  it('says that a message was refused, lets it be sent again, and nothing in between is held up', async () => {
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    stub.faults.posts = [400];
    await write(page, 'refused');
    await page.getByText('Not sent.').waitFor();
    await write(page, 'next');
    await expect.poll(() => stored('next')).toBe(1);
    await axe(page);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => stored('refused')).toBe(1);
    await page.getByText('Not sent.').waitFor({ state: 'detached' });
  });

  it('waits out a server that cannot begin a chat, with the message kept', async () => {
    stub.faults.starts = [503, 429];
    await openChat(page);
    await write(page, 'patience');
    await expectMessages(page, ['Welcome', '> patience', 'You said patience']);
    expect(stored('patience')).toBe(1);
  });

  it('begins anew when the server no longer knows the conversation', async () => {
    await openChat(page);
    await write(page, 'old');
    await expectMessages(page, ['Welcome', '> old', 'You said old']);
    stub.forget();
    stub.dropSockets();
    await write(page, 'new');
    await expect.poll(() => stored('new'), { timeout: 15_000 }).toBe(1);
    await expect.poll(() => messages(page)).toContain('You said new');
  });

  it('polls where no socket is let through', async () => {
    stub.faults.noSockets = true;
    await openChat(page);
    await write(page, 'hello');
    await expectMessages(page, ['Welcome', '> hello', 'You said hello']);
    stub.say({ type: 'message', text: 'And by the way' });
    await expectMessages(page, ['Welcome', '> hello', 'You said hello', 'And by the way']);
  });

  it('keeps two tabs on one conversation in step, also in what was read', async () => {
    await openChat(page);
    await expectMessages(page, ['Welcome']);
    const second = await openPage(stub.url, { context: page.context() });
    await openChat(second);
    await expectMessages(second, ['Welcome']);
    await write(page, 'from one');
    await write(second, 'from two');
    for (const tab of [page, second]) {
      await expect
        .poll(async () => (await messages(tab)).toSorted())
        .toEqual(['> from one', '> from two', 'Welcome', 'You said from one', 'You said from two']);
    }
    expect(await messages(page)).toEqual(await messages(second));
    await second.keyboard.press('Escape');
    await page.bringToFront();
    stub.say({ type: 'message', text: 'Both of you' });
    await expect.poll(() => messages(page)).toContain('Both of you');
    await expect.poll(() => bubble(second).getAttribute('aria-label')).toBe('Chat with us');
  });

  it('begins one conversation when two tabs open the chat at once', async () => {
    const second = await openPage(stub.url, { context: page.context() });
    stub.requests.length = 0;
    await Promise.all([openChat(page), openChat(second)]);
    await expectMessages(page, ['Welcome']);
    await expectMessages(second, ['Welcome']);
    expect(stub.requests.filter((request) => request === 'POST /v3/directline/conversations')).toHaveLength(
      1,
    );
  });
});
