/** The desk in real browsers: a shopper and two agents play a chat through, and nothing needs a reload. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { axe, canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { firstAdmin, invite, type Person } from '../support/desk.ts';
import { startReceiver } from '../support/receiver.ts';
import { messages, openChat, write as say } from '../widget/chat-page.ts';
import {
  chatsUnder,
  expectSaid,
  field,
  fieldAfterKey,
  leaveFields,
  openDesk,
  password,
  press,
  settle,
  write,
} from './desk-page.ts';
import { playSecondFactor, playSettings } from './play-settings.ts';
import { playSeveralChats, playSupervisor } from './play-supervisor.ts';
import { playBlock, playCannedFile, playKnowledge, playTeam, playWebhooks } from './play-upkeep.ts';

/** Waits until the bot or a person told the shopper something like it. */
async function hears(shopper: Page, wanted: RegExp | string): Promise<void> {
  await expect
    .poll(async () => (await messages(shopper)).join('\n'), { timeout: 25_000 })
    .toEqual(typeof wanted === 'string' ? expect.stringContaining(wanted) : expect.stringMatching(wanted));
}

/** What is left of the scenes before. */
async function closeTheirs(person: Person): Promise<void> {
  const { mine } = await person.board();
  await Promise.all(mine.map(({ id }) => person.call('POST', `/api/desk/chats/${id}/close`, {})));
}

describe.runIf(await canRunBrowser())('the desk in the browser', () => {
  let app: TestApp;
  let knowledge: string;
  let admin: Person;
  let ann: Person;
  let ben: Person;

  beforeAll(async () => {
    // Answers are edited here: never those that other tests read.
    knowledge = await mkdtemp(join(tmpdir(), 'shopdesk-knowledge-'));
    await cp(fileURLToPath(new URL('../../knowledge', import.meta.url)), knowledge, { recursive: true });
    app = await startTestApp({ WEBHOOK_PRIVATE_NETWORK: 'on', SHOPDESK_KNOWLEDGE: knowledge });
    admin = await firstAdmin(app);
    ann = await settle(await invite(app.base, admin, { name: 'Ann Lee', email: 'ann@example.com' }));
    ben = await settle(await invite(app.base, admin, { name: 'Ben Ortiz', role: 'supervisor' }));
    await admin.call('PUT', '/api/desk/me/presence', { presence: 'offline' });
  });
  afterAll(async () => {
    await closeBrowser();
    await app.stop();
    await rm(knowledge, { recursive: true, force: true });
  });

  it('keeps a canned reply', async () => {
    await ben.call('POST', '/api/desk/canned', {
      shortcut: 'which',
      title: 'Which one',
      body: { en: 'We have the {{colour}} one in store.' },
    });
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
    await annDesk.getByText('Read', { exact: true }).waitFor();
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
    // A note never shows the shopper that somebody writes.
    const typings: string[] = [];
    benDesk.on(
      'request',
      (request) => void (request.url().endsWith('/typing') && typings.push(request.url())),
    );
    await expectSaid(benDesk, 'Ben Ortiz from our team is here now.');
    // The field is there before the next key comes: what is typed at once is no shortcut, and sent once.
    await press(benDesk, 'n');
    await benDesk.keyboard.type('ask for the serial number');
    await benDesk.keyboard.press('Enter');
    await benDesk.keyboard.type('and the year');
    await benDesk.keyboard.press('Enter');
    await expectSaid(benDesk, /note: ask for the serial number\nnote: and the year$/);
    expect(typings).toEqual([]);
    await leaveFields(benDesk);
    expect(await fieldAfterKey(benDesk, 'r')).toMatch(/^Write to/);
    expect(await fieldAfterKey(benDesk, 'n', 'Alt')).toMatch(/^For your colleagues only/);
    expect(await fieldAfterKey(benDesk, 'r', 'Alt')).toMatch(/^Write to/);
    await write(benDesk, 'Ben here. Which deck is it?');
    await hears(shopper, 'Ben here.');
    await say(shopper, 'the <b>black</b> one');
    await expectSaid(benDesk, 'shopper: the <b>black</b> one');
    await shopper.locator('shopdesk-chat input[type=file]').setInputFiles({
      name: 'serial.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('No. 4711'),
    });
    await benDesk.locator('.line.shopper', { hasText: 'serial.txt' }).waitFor();

    // A prepared answer by its name, its blank filled in; a file; and the answer is kept for the bot.
    await field(benDesk).pressSequentially('/whi');
    await benDesk.getByRole('option', { name: /which/ }).waitFor();
    await field(benDesk).press('Enter');
    await expect.poll(() => field(benDesk).inputValue()).toBe('We have the {{colour}} one in store.');
    await expect.poll(() => benDesk.evaluate('getSelection()?.toString()')).toBe('{{colour}}');
    await benDesk.keyboard.type('black');
    await benDesk.setInputFiles('#composer-files', {
      name: 'label.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4 a label'),
    });
    await field(benDesk).press('Enter');
    await hears(shopper, 'We have the black one in store.');
    await shopper.locator('shopdesk-chat .file', { hasText: 'label.pdf' }).waitFor();
    await press(benDesk, 'd');
    await benDesk.getByLabel('Asked', { exact: true }).fill('Do you have the black deck?');
    await benDesk.locator('dialog button[type=submit]').click();
    await benDesk.getByText('Drafted.').waitFor();
    await press(benDesk, 'x');
    await benDesk.getByText('It is among the gaps now.').waitFor();

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

  it('keeps a chat whose agent is gone: it waits again at once, and the next one has everything', async () => {
    await ben.call('PATCH', '/api/desk/settings', { goneAfterSeconds: 10 });
    const annDesk = await openDesk(app.base, ann);
    const benDesk = await openDesk(app.base, ben);
    const shopper = await openPage(app.base);
    await openChat(shopper);
    await say(shopper, 'I want to talk to a human');
    await chatsUnder(annDesk, 'Waiting').first().waitFor();
    await annDesk.keyboard.press('Shift+A');
    await field(annDesk).waitFor();
    await write(annDesk, 'One moment, I look it up.');
    await hears(shopper, 'One moment, I look it up.');
    await annDesk.context().close();

    // The browser is gone without a word; what was said is not.
    await chatsUnder(benDesk, 'Waiting').first().waitFor({ timeout: 40_000 });
    await hears(shopper, 'the person who looked after you has been cut off');
    await chatsUnder(benDesk, 'Waiting').first().click();
    await benDesk
      .getByRole('button', { name: /^Accept/ })
      .first()
      .click();
    await expectSaid(benDesk, 'agent: One moment, I look it up.');
    await expect.poll(() => field(benDesk).getAttribute('placeholder')).toContain('Write to');
    await write(benDesk, 'Ben here, I go on.');
    await hears(shopper, 'Ben here, I go on.');
    await press(benDesk, 'b');
    await hears(shopper, 'I am back, your assistant.');
    for (const page of [benDesk, shopper]) await page.context().close();
    await ben.call('PATCH', '/api/desk/settings', { goneAfterSeconds: 60 });
  }, 120_000);

  it('has the message that was left while nobody was there, with the time it is due', async () => {
    for (const person of [ann, ben])
      await person.call('PUT', '/api/desk/me/presence', { presence: 'offline' });
    const shopper = await openPage(app.base);
    await openChat(shopper);
    await say(shopper, 'a person please');
    await hears(shopper, /Leave us a message/);
    await say(shopper, 'I want to leave a message');
    await hears(shopper, /Which e-mail address/);
    await say(shopper, 'ada@example.com');
    await hears(shopper, /what would you like to tell/);
    await say(shopper, 'Please set the red receiver aside.');
    await hears(shopper, /your message is with our team/);

    for (const person of [ann, ben]) {
      await person.call('PUT', '/api/desk/me/presence', { presence: 'online' });
    }
    const annDesk = await openDesk(app.base, ann, { phone: true });
    const left = chatsUnder(annDesk, 'Messages left').first();
    await expect.poll(() => left.textContent()).toMatch(/C-.*/);
    await axe(annDesk);
    await annDesk
      .getByRole('button', { name: /^Accept/ })
      .first()
      .tap();
    await expectSaid(annDesk, 'shopper: Please set the red receiver aside.');
    await axe(annDesk);
    await field(annDesk).fill('It is set aside for you.');
    await annDesk.getByRole('button', { name: 'Send', exact: true }).tap();
    await hears(shopper, 'It is set aside for you.');
    for (const page of [annDesk, shopper]) await page.context().close();
  }, 120_000);

  it('speaks Chinese on both sides', async () => {
    const annDesk = await openDesk(app.base, ann, { language: 'zh-CN', dark: true });
    const shopper = await openPage(app.base, { language: 'zh-CN' });
    shopper.setDefaultTimeout(15_000);
    await openChat(shopper);
    await say(shopper, '我要找人工客服');
    await hears(shopper, '排在第 1 位');
    await chatsUnder(annDesk, '等待中').first().waitFor();
    await annDesk.keyboard.press('Shift+A');
    await expectSaid(annDesk, 'shopper: 我要找人工客服');
    await axe(annDesk);
    await write(annDesk, '您好，请问有什么可以帮您？');
    await hears(shopper, '您好，请问有什么可以帮您？');
    await press(annDesk, 'e');
    await annDesk.locator('dialog button[type=submit]').click();
    await hears(shopper, '本次人工服务已结束');
    for (const page of [annDesk, shopper]) await page.context().close();
  }, 120_000);

  it('keeps several chats apart, and a supervisor sees, whispers, gives and takes over', async () => {
    const agent = await openDesk(app.base, ann);
    const supervisor = await openDesk(app.base, ben);
    const scene = { base: app.base, agent, supervisor, ann, ben };
    await Promise.all([ann, ben].map(closeTheirs));
    const [first, second] = await playSeveralChats(scene);
    if (first) await playSupervisor(scene, first);
    if (second) await playCannedFile(scene, second);
    if (second) await playTeam(scene, second);
    if (second) await playBlock(scene, second);
    if (first) await ben.call('POST', `/api/desk/chats/${first.session.conversationId}/close`, {});
    for (const page of [agent, supervisor]) await page.context().close();
  }, 120_000);

  it('settles hours, weights and a second factor, and every change stands in the log', async () => {
    const page = await openDesk(app.base, ben);
    await playSettings(page, ben);
    await playSecondFactor(page);
    await page.context().close();
  }, 120_000);

  it('keeps the answers with a look before and an undo after, and tells other programs what happens', async () => {
    const receiver = await startReceiver();
    const page = await openDesk(app.base, await settle(admin));
    await playWebhooks(page, receiver);
    await playKnowledge(page, admin);
    await page.context().close();
    await receiver.close();
  }, 180_000);

  it('lets the invited in by their link, asks for a password, and knows them by it afterwards', async () => {
    const { link } = await admin.call<{ link: string }>('POST', '/api/desk/agents', {
      name: 'Cleo',
      email: 'cleo@example.com',
      role: 'admin',
    });
    const page = await openPage(link);
    page.setDefaultTimeout(15_000);
    await page.getByRole('heading', { name: 'Welcome to the desk' }).waitFor();
    expect(page.url()).not.toContain('link=');
    await axe(page);
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.locator('.rail-me').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to the desk' }).waitFor();
    await page.getByLabel('E-mail').fill('cleo@example.com');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.lists').waitFor();

    // Every screen opens and can be used without a mouse or eyes.
    await page.keyboard.press('Control+k');
    await page.locator('.palette-field').waitFor();
    await axe(page);
    await page.keyboard.type('live w');
    await page.keyboard.press('Enter');
    for (const [hash, shows] of screens) {
      await page.evaluate(`location.hash = '${hash}'`);
      await page.locator(shows).first().waitFor();
      await axe(page);
    }
    await page.context().close();
  }, 180_000);
});

/** The screens beside the chats, and something that is only there when they have loaded. */
const screens = [
  ['#/wall', '.figures'],
  ['#/search', '.filters input'],
  ['#/knowledge/entries', '.found-row'],
  ['#/knowledge/entries/how-to-return', '.editor textarea'],
  ['#/knowledge/gaps', '.page-body .button'],
  ['#/knowledge/history', '.page-body p'],
  ['#/alerts', '.page-body .box, .page-body .empty'],
  ['#/settings/desk', '.box input'],
  ['#/settings/hours', '.week input'],
  ['#/settings/sla', '.box input'],
  ['#/settings/people', '.table tbody tr'],
  ['#/settings/canned', '.page-body .button'],
  ['#/settings/audit', '.plain-rows li'],
  ['#/account', '.plain-rows li'],
] as const;
