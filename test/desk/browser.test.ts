/** The desk in real browsers: a shopper and two agents play a chat through, and nothing needs a reload. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { axe, canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { firstAdmin, invite, type Person } from '../support/desk.ts';
import { messages, openChat, write as say } from '../widget/chat-page.ts';
import { chatsUnder, expectSaid, field, openDesk, press, settle, write } from './desk-page.ts';

/** Waits until the bot or a person told the shopper something like it. */
async function hears(shopper: Page, wanted: RegExp | string): Promise<void> {
  await expect
    .poll(async () => (await messages(shopper)).join('\n'), { timeout: 25_000 })
    .toEqual(typeof wanted === 'string' ? expect.stringContaining(wanted) : expect.stringMatching(wanted));
}

describe.runIf(await canRunBrowser())('the desk in the browser', () => {
  let app: TestApp;
  let admin: Person;
  let ann: Person;
  let ben: Person;

  beforeAll(async () => {
    app = await startTestApp();
    admin = await firstAdmin(app);
    ann = await settle(await invite(app.base, admin, { name: 'Ann Lee', email: 'ann@example.com' }));
    ben = await settle(await invite(app.base, admin, { name: 'Ben Ortiz', role: 'supervisor' }));
    await admin.call('PUT', '/api/desk/me/presence', { presence: 'offline' });
  });
  afterAll(async () => {
    await closeBrowser();
    await app.stop();
  });

  it('plays a chat through: bot, queue, person, page, help, transfer, note, closing, stars, bot again', async () => {
    const annDesk = await openDesk(app.base, ann);
    const benDesk = await openDesk(app.base, ben);
    const shopper = await openPage(app.base);
    shopper.setDefaultTimeout(15_000);
    await openChat(shopper);
    await say(shopper, 'What are your opening hours?');
    await hears(shopper, /Monday/);
    await say(shopper, 'a person please');
    await hears(shopper, 'You are number 1 in line');

    // It came by itself, and calls in the tab's title.
    await expect.poll(() => chatsUnder(annDesk, 'Waiting').count(), { timeout: 15_000 }).toBe(1);
    await expect.poll(() => annDesk.title()).toMatch(/^\(1\) /);
    await annDesk.keyboard.press('Shift+A');
    await expectSaid(annDesk, 'shopper: What are your opening hours?');
    await hears(shopper, 'Ann Lee from our team is here now.');
    await expect.poll(() => chatsUnder(benDesk, 'Waiting').count(), { timeout: 15_000 }).toBe(0);

    await shopper.evaluate(
      `Shopdesk.setContext({ url: location.href + 'decks', title: 'Double cassette deck' })`,
    );
    await annDesk.getByText('Looks at Double cassette deck').waitFor();

    await field(annDesk).pressSequentially('Hello');
    await shopper.locator('shopdesk-chat .typing').waitFor();
    await write(annDesk, 'Hello! **How** can I help?');
    await hears(shopper, 'Hello! How can I help?');
    await axe(annDesk);

    // Help: what was asked has an answer in the knowledge, sent by one key.
    await say(shopper, 'do you ship to Canada?');
    await annDesk.locator('.suggestion', { hasText: 'Canada' }).first().waitFor();
    await annDesk.getByText('Double cassette deck', { exact: true }).waitFor();
    await field(annDesk).press('Alt+1');
    await hears(shopper, /province/);

    await press(annDesk, 't');
    await annDesk.getByRole('radio', { name: /Ben Ortiz/ }).check();
    await annDesk.getByLabel('Note for them').fill('knows decks');
    await annDesk.getByRole('button', { name: 'Pass on', exact: true }).last().click();
    await expect.poll(() => chatsUnder(benDesk, 'Your chats').count(), { timeout: 15_000 }).toBe(1);
    await chatsUnder(benDesk, 'Your chats').first().click();
    await expectSaid(benDesk, 'note: knows decks');
    await press(benDesk, 'n');
    await write(benDesk, 'ask for the serial number');
    await expectSaid(benDesk, 'note: ask for the serial number');
    await press(benDesk, 'r');
    await write(benDesk, 'Ben here. Which deck is it?');
    await hears(shopper, 'Ben here.');
    await say(shopper, 'the <b>black</b> one');
    await expectSaid(benDesk, 'shopper: the <b>black</b> one');

    await press(benDesk, 'e');
    await benDesk.getByRole('button', { name: 'answered' }).click();
    await axe(benDesk);
    await benDesk.locator('dialog button[type=submit]').click();
    await expect.poll(() => chatsUnder(benDesk, 'Your chats').count(), { timeout: 15_000 }).toBe(0);
    await shopper.locator('shopdesk-chat .chip', { hasText: '★★★★★' }).click();
    await hears(shopper, 'Thank you for telling us.');
    await say(shopper, 'do you ship to Canada?');
    await expect.poll(async () => (await messages(shopper)).at(-1), { timeout: 25_000 }).toMatch(/province/);
    expect((await messages(shopper)).join('\n')).not.toMatch(/serial number|knows decks/);
    for (const page of [annDesk, benDesk, shopper]) await page.context().close();
  }, 120_000);
});
