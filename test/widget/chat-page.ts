/** The widget as a shopper has it in hand: opens it, writes, and reads what is to be seen. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export const field = (page: Page) => page.locator('shopdesk-chat textarea');
export const log = (page: Page) => page.locator('shopdesk-chat [role=log]');
export const bubble = (page: Page) => page.locator('aside button');
export const banner = (page: Page) => page.locator('shopdesk-chat .banner');

/** Opens the chat by its bubble and waits until it can be written in. */
export async function openChat(page: Page): Promise<void> {
  await bubble(page).click();
  await field(page).waitFor();
}

/** Loads the page again; where the chat was open, it opens by itself. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await field(page).waitFor();
}

export async function write(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await field(page).press('Enter');
}

/** The words of every message, in order, those of the shopper marked by `> `. */
export async function messages(page: Page): Promise<string[]> {
  return page.locator('shopdesk-chat .message:not(.typing)').evaluateAll((elements) =>
    elements.map((element) => {
      const words = element.querySelector('.bubble')?.textContent ?? '';
      return element.classList.contains('mine') ? `> ${words}` : words;
    }),
  );
}

/** Waits until the messages are exactly these. */
export async function expectMessages(page: Page, wanted: readonly string[]): Promise<void> {
  await expect.poll(() => messages(page), { timeout: 15_000 }).toEqual(wanted);
}
