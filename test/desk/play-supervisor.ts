/** What a supervisor does at the desk, and what is done with a chat beside answering it, played in two browsers. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axe } from '../support/browser.ts';
import type { Person } from '../support/desk.ts';
import { postActivity } from '../support/direct-line-client.ts';
import { startTalk, type Talk } from '../support/talk.ts';
import { chatsUnder, expectSaid, field, press, write } from './desk-page.ts';
import { listenFor } from './play-upkeep.ts';

export interface Scene {
  readonly base: string;
  /** The agent's page, and the supervisor's. */
  readonly agent: Page;
  readonly supervisor: Page;
  readonly ann: Person;
  readonly ben: Person;
}

/** Unread counts and waiting clocks of several chats, told in the tab, by a sound's twin for the eyes: a notification. */
export async function playSeveralChats({ base, agent, ann }: Scene): Promise<Talk[]> {
  await agent.context().grantPermissions(['notifications']);
  await agent.evaluate(`window.told = [];
    window.Notification = class { static permission = 'granted'; constructor(title, options) { told.push([title, options.body]); } close() {} };
    Object.defineProperty(document, 'hasFocus', { value: () => false });`);
  const heard = await listenFor(agent);
  const talks = [await startTalk(base), await startTalk(base)];
  for (const talk of talks) await talk('a person please');
  await expect.poll(() => chatsUnder(agent, 'Waiting').count(), { timeout: 15_000 }).toBe(2);
  await expect
    .poll(() => agent.evaluate('told.map(([title]) => title)'))
    .toContain('Somebody waits for a person');
  await expect.poll(heard).toContain(659);
  const newsSound = 784;
  expect(await heard()).not.toContain(newsSound);
  const waited = chatsUnder(agent, 'Waiting').first().locator('.pill').first();
  await expect.poll(() => waited.getAttribute('title')).toMatch(/^Waiting for \d/);
  await agent.keyboard.press('Shift+A');
  await field(agent).waitFor();
  for (const talk of talks) await ann.claim(talk.session.conversationId).catch(() => undefined);
  await expect.poll(() => chatsUnder(agent, 'Your chats').count(), { timeout: 15_000 }).toBe(2);
  // The one that is not open gathers what is unread; the tab counts it.
  if (talks[1]) await postActivity(base, talks[1].session, { type: 'message', text: 'are you there' });
  const unread = agent.locator('.chat-row.unread');
  await expect.poll(() => unread.locator('.count').textContent(), { timeout: 15_000 }).toMatch(/^[12]/);
  await expect.poll(() => agent.title()).toMatch(/^\(1\) /);
  await expect.poll(() => agent.evaluate('told.map(([, body]) => body)')).toContain('are you there');
  await expect.poll(heard).toContain(newsSound);
  await press(agent, 'u');
  await expectSaid(agent, 'shopper: are you there');
  await expect.poll(() => agent.title(), { timeout: 15_000 }).not.toMatch(/^\(/);
  return talks;
}

/** Flag, mention, who is looking, whisper, re-assign, take over; snooze and wake. */
export async function playSupervisor(scene: Scene, talk: Talk): Promise<void> {
  const { agent, supervisor, ann, ben } = scene;
  const id = talk.session.conversationId;
  await agent.evaluate(`location.hash = '#/chat/${id}'`);
  await field(agent).waitFor();
  await press(agent, 'f');
  await agent.getByLabel('What should the supervisor know?').fill('Wants the owner');
  await agent.locator('dialog button[type=submit]').click();

  // The wall moves by itself; from it one reads along and whispers.
  await supervisor.evaluate("location.hash = '#/wall'");
  const flagged = supervisor.locator('section[aria-label=Flagged] li');
  await expect.poll(() => flagged.textContent(), { timeout: 15_000 }).toContain('Wants the owner');
  const load = (await ann.board()).agents.find(({ name }) => name === 'Ann Lee')?.load;
  await expect
    .poll(() => supervisor.locator('.table tr', { hasText: 'Ann Lee' }).textContent())
    .toContain(`${load}/`);
  await axe(supervisor);
  await flagged.getByRole('link').click();
  await supervisor.getByText('You can read along and write notes.').waitFor();
  await agent.getByText('Ben Ortiz is looking too').first().waitFor({ state: 'attached' });
  await press(supervisor, 'w');
  await expect.poll(() => field(supervisor).inputValue()).toBe('@Ann Lee ');
  await supervisor.keyboard.type('offer the voucher');
  await supervisor.keyboard.press('Enter');
  await expectSaid(agent, 'note: @Ann Lee offer the voucher');
  await agent.getByText('You were mentioned').first().waitFor();

  // Re-assigned from the wall, then taken over.
  await supervisor.evaluate("location.hash = '#/wall'");
  const give = flagged.getByRole('combobox');
  await expect.poll(() => optionOf(give, 'Ben'), { timeout: 15_000 }).not.toBe('');
  await give.selectOption({ label: await optionOf(give, 'Ben') });
  await expect.poll(async () => (await ben.chat(id)).agent?.id, { timeout: 15_000 }).toBe(ben.id);
  await expect.poll(() => chatsUnder(agent, 'Your chats').count(), { timeout: 15_000 }).toBe(1);
  await ben.call('POST', `/api/desk/chats/${id}/assign`, { agent: ann.id });
  await expect.poll(() => chatsUnder(agent, 'Your chats').count(), { timeout: 15_000 }).toBe(2);
  await supervisor.evaluate(`location.hash = '#/chat/${id}'`);

  // A note that is being written stays one when the chat comes to whoever writes it.
  await supervisor.getByText('You can read along and write notes.').waitFor();
  await field(supervisor).pressSequentially('he is rude');
  await ben.call('POST', `/api/desk/chats/${id}/assign`, { agent: ben.id });
  await supervisor.getByText('You can read along and write notes.').waitFor({ state: 'hidden' });
  expect(await field(supervisor).getAttribute('placeholder')).toContain('For your colleagues only');
  await field(supervisor).fill('');
  await ben.call('POST', `/api/desk/chats/${id}/assign`, { agent: ann.id });
  await supervisor
    .getByRole('button', { name: /^Take over/ })
    .first()
    .click();
  await expect.poll(() => field(supervisor).getAttribute('placeholder')).toContain('Write to');
  await write(supervisor, 'The owner will call you.');
  await expectSaid(supervisor, 'agent: The owner will call you.');

  // Laid aside, it comes back when the shopper writes.
  await press(supervisor, 'z');
  await supervisor.getByRole('button', { name: 'Tomorrow at 9' }).click();
  await supervisor.locator('dialog button[type=submit]').click();
  await supervisor.locator('.chat-row.asleep').waitFor();
  await postActivity(scene.base, talk.session, { type: 'message', text: 'thank you' });
  await expect.poll(() => supervisor.locator('.chat-row.asleep').count(), { timeout: 15_000 }).toBe(0);
}

async function optionOf(select: ReturnType<Page['locator']>, name: string): Promise<string> {
  const options = await select.locator('option').allTextContents();
  return options.find((option) => option.startsWith(name)) ?? '';
}
