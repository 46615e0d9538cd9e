/** A shopper and a person at the desk, from the shopper's side: the line, the name, typing, read, the stars. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axe, canRunBrowser, closeBrowser, openPage } from '../support/browser.ts';
import { firstAdmin, type Person } from '../support/desk.ts';
import { type DeskApp, startDeskApp } from '../support/desk-app.ts';
import { until } from '../support/direct-line-client.ts';
import { field, messages, openChat, reload, write } from './chat-page.ts';

const strip = (page: Page) => page.locator('shopdesk-chat .people');
const long = { timeout: 20_000 };

describe.runIf(await canRunBrowser())('a person in the widget', () => {
  let app: DeskApp;
  let ann: Person;
  beforeAll(async () => {
    app = await startDeskApp();
    ann = await firstAdmin(app);
  });
  afterAll(async () => {
    await closeBrowser();
    await app.stop();
  });

  const waiting = () => until(async () => (await ann.board()).waiting[0]);
  const said = (page: Page, words: string) =>
    expect.poll(async () => (await messages(page)).join('\n'), long).toContain(words);

  it('is waited for, keeps the place over a reload, is named, seen typing and reading, and rated', async () => {
    const page = await openPage(app.base);
    await openChat(page);
    await write(page, 'a person please');
    await expect.poll(() => strip(page).textContent(), long).toContain('number 1 in line');
    const { id } = await waiting();
    await reload(page);
    await expect.poll(() => strip(page).textContent(), long).toContain('number 1 in line');
    await axe(page);

    await ann.claim(id);
    await expect.poll(() => strip(page).textContent(), long).toContain('You are talking to Alex');
    const room = await ann.listen(id);
    await field(page).pressSequentially('my question');
    await room.next(({ type, from }) => type === 'typing' && from?.role === 'user');
    await field(page).press('Enter');
    const asked = await room.next(({ text }) => text === 'my question');
    await ann.call('POST', `/api/desk/chats/${id}/typing`);
    await expect.poll(() => page.locator('shopdesk-chat .typing').count(), long).toBe(1);
    const { marks } = await until(async () => {
      const chat = await ann.chat(id);
      return chat.marks.shopperRead > 2 ? chat : undefined;
    });
    // A client reads what it shows: the shopper's own words are among it.
    await expect
      .poll(async () => {
        const { shopperRead } = (await ann.chat(id)).marks;
        await ann.call('POST', `/api/desk/chats/${id}/read`, {
          watermark: Math.max(shopperRead, marks.shopperRead),
        });
        return page.locator('shopdesk-chat .delivery').last().textContent();
      }, long)
      .toBe('Read');
    expect(asked.from?.role).toBe('user');

    await ann.say(id, 'my answer');
    await said(page, 'my answer');
    expect(await page.locator('shopdesk-chat .author').last().textContent()).toBe('Alex');

    // A copy while the person has the chat, to an address that is asked for once.
    await strip(page).getByRole('button', { name: 'Keep a copy' }).click();
    await strip(page).getByRole('button', { name: 'Download this chat' }).waitFor();
    await strip(page).getByPlaceholder('Your e-mail address').fill('visitor@example.com');
    await axe(page);
    await strip(page).locator('.copy form button').click();
    await expect.poll(() => strip(page).textContent(), long).toContain('on its way to v');
    await ann.call('POST', `/api/desk/chats/${id}/close`);
    await strip(page).locator('.star').nth(3).click(long);
    await until(async () => ((await ann.chat(id)).satisfaction?.score === 4 ? true : undefined));
    await strip(page).locator('input').fill('kind and quick');
    await strip(page).locator('form button').click();
    await until(async () =>
      (await ann.chat(id)).satisfaction?.comment === 'kind and quick' ? true : undefined,
    );
    room.close();
    await page.context().close();
  }, 90_000);

  it('is left for the bot again, in Chinese', async () => {
    const page = await openPage(app.base, { language: 'zh-CN' });
    await openChat(page);
    await write(page, '转人工');
    await expect.poll(() => strip(page).textContent(), long).toContain('您排在第 1 位');
    const { id } = await waiting();
    await strip(page).getByRole('button', { name: '返回智能助手' }).click();
    await until(async () => ((await ann.chat(id)).outcome === 'handed-back' ? true : undefined));
    await said(page, '智能助手回来了');
    await expect.poll(() => strip(page).isHidden(), long).toBe(true);
    await page.context().close();
  }, 60_000);
});
