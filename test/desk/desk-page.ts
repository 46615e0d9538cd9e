/** The desk as an agent has it before them: signs in, opens chats, writes, and reads what is to be seen. */
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { newContext, type OpenOptions, openPage } from '../support/browser.ts';
import type { Person } from '../support/desk.ts';

export const password = 'a password of the suite';

/** Opens the desk for somebody who has signed in over the API. */
export async function openDesk(base: string, person: Person, options: OpenOptions = {}): Promise<Page> {
  const context = await newContext(options);
  await giveCookie(context, base, person);
  const page = await openPage(`${base}/desk`, { ...options, context });
  page.setDefaultTimeout(15_000);
  await lists(page).waitFor();
  return page;
}

/** Sets a password, without which the desk asks for one first. */
export async function settle(person: Person): Promise<Person> {
  await person.call('PUT', '/api/desk/me/password', { next: password });
  return person;
}

async function giveCookie(context: BrowserContext, base: string, { cookie }: Person): Promise<void> {
  const at = cookie.indexOf('=');
  await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: base }]);
}

export const lists = (page: Page) => page.locator('.lists-body');
/** The chats under a heading of the column. */
export const chatsUnder = (page: Page, heading: string) =>
  page.locator(`section.list[aria-label="${heading}"] .chat-row`);
export const field = (page: Page) => page.locator('#composer');

/** What is said in the open chat: `kind: words`, oldest first. */
export async function said(page: Page): Promise<string[]> {
  return page.locator('.line').evaluateAll((lines) =>
    lines.map((line) => {
      const kind = ['shopper', 'bot', 'house', 'agent', 'note'].find((each) => line.classList.contains(each));
      return `${kind}: ${line.querySelector('.words')?.textContent ?? ''}`;
    }),
  );
}

/** Waits until somebody said something like it in the open chat. */
export async function expectSaid(page: Page, wanted: RegExp | string): Promise<void> {
  await expect
    .poll(async () => (await said(page)).join('\n'), { timeout: 15_000 })
    .toEqual(typeof wanted === 'string' ? expect.stringContaining(wanted) : expect.stringMatching(wanted));
}

/** Writes and sends in the mode that is on. */
export async function write(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await field(page).press('Enter');
}

/** Leaves any field, so that single letters act. */
export async function press(page: Page, key: string): Promise<void> {
  await leaveFields(page);
  await page.keyboard.press(key);
}

export async function leaveFields(page: Page): Promise<void> {
  await page.locator('.chat h2').first().click();
}

/** What the field that has the caret asks for in the same moment in which a key was pressed: nothing comes in between. */
export async function fieldAfterKey(page: Page, key: string, held?: 'Alt'): Promise<unknown> {
  const event = {
    key,
    code: `Key${key.toUpperCase()}`,
    altKey: held === 'Alt',
    bubbles: true,
    cancelable: true,
  };
  return page.evaluate(
    `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', ${JSON.stringify(event)})), document.activeElement.placeholder`,
  );
}
