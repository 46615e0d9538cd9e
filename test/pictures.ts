/**
 * Takes the pictures of `web-widget/screenshots` anew, from a demo shop of its own whose people are always there:
 * `npx tsx test/pictures.ts`. Chinese needs a font on the machine (Debian: fonts-noto-cjk).
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startApp } from '../src/app.ts';
import { silentLog } from '../src/core/log.ts';
import { readSettings } from '../src/settings.ts';
import { openDesk, settle } from './desk/desk-page.ts';
import { closeBrowser, type OpenOptions, openPage } from './support/browser.ts';
import { firstAdmin, invite, type Person } from './support/desk.ts';
import {
  ask,
  openChat,
  openCustomerChat,
  postActivity,
  type TestSession,
} from './support/direct-line-client.ts';

const pictures = fileURLToPath(new URL('../web-widget/screenshots/', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'shopdesk-pictures-'));
const settings = readSettings({
  PORT: '0',
  HOST: 'localhost',
  SHOPDESK_DATA: join(folder, 'data'),
  SHOPDESK_KNOWLEDGE: await alwaysOpen(),
});
const app = await startApp(settings, { log: silentLog });
const base = `http://localhost:${app.port}`;
try {
  await app.warm();
  const shown = { base, deskLink: app.deskLink };
  const ann = await settle(await firstAdmin(shown));
  await ann.call('PATCH', `/api/desk/agents/${ann.id}`, { name: 'Ann Lee', capacity: 5 });
  const ben = await invite(base, ann, { name: 'Ben Ortiz' });
  await takeShop();
  await takeDesk(ann, ben);
} finally {
  await closeBrowser();
  await app.stop();
  await rm(folder, { recursive: true, force: true });
}

async function alwaysOpen(): Promise<string> {
  const knowledge = join(folder, 'knowledge');
  await cp(fileURLToPath(new URL('../knowledge', import.meta.url)), knowledge, { recursive: true });
  const hours = await readFile(join(knowledge, 'hours.yaml'), 'utf8');
  const [week = ''] = hours.split(/^special-days:/m);
  await writeFile(join(knowledge, 'hours.yaml'), week.replace(/^( {2}\w+day:).*$/gm, '$1 00:00-24:00'));
  return knowledge;
}

async function takeShop(): Promise<void> {
  await shopper('desktop', 'I want a 5-disc CD player', {});
  await shopper('phone-zh', '我想要一台五碟CD机', { phone: true, language: 'zh-CN' });
}

async function shopper(name: string, words: string, options: OpenOptions): Promise<void> {
  const page = await openPage(`${base}/`, options);
  await page.getByText('Walter').first().click();
  await page.waitForLoadState('networkidle');
  await page.evaluate('Shopdesk.open()');
  const field = page.locator('shopdesk-chat textarea');
  await page.locator('shopdesk-chat .message:not(.typing)').first().waitFor();
  await field.fill(words);
  await field.press('Enter');
  await page.locator('shopdesk-chat img').nth(1).waitFor();
  await take(page, name);
}

async function takeDesk(ann: Person, ben: Person): Promise<void> {
  const mine = [
    ['c-1001', 'do you ship to Canada?'],
    ['c-1002', 'how long is the warranty of a turntable?'],
    ['c-1003', 'do I need a phono preamp?'],
    ['c-1004', 'it was due on Monday!'],
  ] as const;
  const waiting = [
    ['c-1006', 'do you repair cassette decks?'],
    ['c-1008', 'do you buy used records?'],
    ['c-1009', 'do you have a 5-disc CD changer?'],
    ['c-1010', 'how long does delivery to Alaska take?'],
  ] as const;
  await ann.heartbeat();
  const chats = new Map<string, TestSession>();
  for (const [customer, question] of [...mine, ...waiting])
    chats.set(customer, await asksForPerson(await openCustomerChat(base, secret(), customer), question));
  const guest = await asksForPerson(await openChat(base), '我想退货', '我要找人工客服');
  for (const [customer] of mine) await ann.claim(chats.get(customer)?.conversationId ?? '');
  await ann.claim(guest.conversationId);
  const nora = chats.get('c-1003') ?? guest;
  await ann.say(
    nora.conversationId,
    'Hello! Your receiver has no input marked **Phono**, so yes. Could you check:\n\n- whether the turntable has a *Phono/Line* switch\n- how long the cable has to be',
  );
  await says(nora, 'It has a switch! It is set to Phono.');
  const note = { text: '@Ben Ortiz is the switch of this model the one that breaks?', mentions: [ben.id] };
  await ann.call('POST', `/api/desk/chats/${nora.conversationId}/notes`, note);
  await says(nora, 'And how do I clean my records? I hear a crackle.');
  for (const [name, options] of [
    ['desk', {}],
    ['desk-phone-dark', { phone: true, dark: true }],
  ] as const) {
    const page = await openDesk(base, ann, options);
    await page.getByText('Nora Pennick').first().click();
    await page.getByText('How do I clean my records?').first().waitFor();
    await take(page, name);
  }
}

async function asksForPerson(
  session: TestSession,
  question: string,
  wish = 'a person please',
): Promise<TestSession> {
  for (const [at, title] of ['Northside Hi-Fi', 'Turntables', 'Walnut turntable'].entries()) {
    const cart = at === 2 && { cart: { total: '$640', items: ['Walnut turntable'] } };
    const value = { url: `${base}/${at}`, title, ...cart };
    await postActivity(base, session, { type: 'event', name: 'page', value });
  }
  await ask(base, session, question);
  await ask(base, session, wish);
  return session;
}

function says(session: TestSession, text: string): Promise<Response> {
  return postActivity(base, session, { type: 'message', text });
}

function secret(): string {
  return app.newSecret ?? '';
}

/** Once everything that was asked for is there and painted. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  await page.close();
}
