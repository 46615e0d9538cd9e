/** What keeps the desk in good order, played in the browser: teams, blocked shoppers, answers, canned replies, webhooks. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axe } from '../support/browser.ts';
import type { Person } from '../support/desk.ts';

import type { Receiver } from '../support/receiver.ts';
import type { Talk } from '../support/talk.ts';
import { expectSaid, field, press } from './desk-page.ts';
import type { Scene } from './play-supervisor.ts';

const long = { timeout: 15_000 };

/** A chat goes to a team: whoever of it is there takes it, with the note. */
export async function playTeam({ agent, supervisor, ann, ben }: Scene, talk: Talk): Promise<void> {
  const id = talk.session.conversationId;
  await ben.call('PATCH', `/api/desk/agents/${ben.id}`, { team: 'Workshop' });
  await agent.evaluate(`location.hash = '#/chat/${id}'`);
  await field(agent).waitFor();
  await press(agent, 't');
  const team = agent.locator('fieldset', { hasText: 'A team' }).getByRole('radio', { name: /Workshop/ });
  await team.check();
  await agent.getByLabel('Note for them').fill('needs a bench');
  await axe(agent);
  await agent.locator('dialog button[type=submit]').click();
  await expect.poll(async () => (await ann.chat(id)).team, long).toBe('Workshop');
  await supervisor.evaluate(`location.hash = '#/chat/${id}'`);
  await expectSaid(supervisor, 'note: needs a bench');
  await press(supervisor, 'Shift+A');
  await expect.poll(async () => (await ann.chat(id)).agent?.id, long).toBe(ben.id);
  await ben.call('POST', `/api/desk/chats/${id}/assign`, { agent: ann.id });
}

/** A shopper who abuses is kept away, and let in again by a supervisor. */
export async function playBlock({ agent, supervisor, ben }: Scene, talk: Talk): Promise<void> {
  const id = talk.session.conversationId;
  await agent.evaluate(`location.hash = '#/chat/${id}'`);
  await expect.poll(() => field(agent).getAttribute('placeholder'), long).toContain('Write to');
  await agent.keyboard.press('Control+k');
  await agent.locator('.palette-field').fill('block');
  await agent.keyboard.press('Enter');
  await agent.getByLabel('Reason').fill('insults');
  await agent.locator('dialog button[type=submit]').click();
  await expect.poll(async () => (await ben.chat(id)).status, long).toBe('closed');
  expect((await talk('a person please')).texts.join()).toContain('I cannot get a person for this chat');
  await supervisor.evaluate("location.hash = '#/settings/blocks'");
  await supervisor.getByText('insults').waitFor();
  await axe(supervisor);
  await supervisor.getByRole('button', { name: 'Unblock' }).click();
  await supervisor.getByText('Nobody is blocked.').waitFor();
}

/** An answer is edited with a look at what would change, saved, and the change is taken back. */
export async function playKnowledge(page: Page, ben: Person): Promise<void> {
  const stored = async () =>
    (
      await ben.call<{ content: { texts: { en: { answer: string } } } }>(
        'GET',
        '/api/desk/knowledge/entries/parking',
      )
    ).content.texts.en.answer;
  const before = await stored();
  await page.evaluate("location.hash = '#/knowledge/entries/parking'");
  const answer = page.getByLabel(/^Answer/).first();
  await answer.fill('Behind the shop, two hours for free.');
  await page.getByRole('button', { name: 'What would change?' }).click();
  await page.locator('.preview h2').waitFor({ timeout: 60_000 });
  await axe(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The bot knows it at once.').waitFor({ timeout: 60_000 });
  expect(await stored()).toBe('Behind the shop, two hours for free.');
  await page.evaluate("location.hash = '#/knowledge/history'");
  const change = page.locator('.plain-rows > li').first();
  await change.getByText('What changed').click();
  await expect
    .poll(() => change.locator('ins').allTextContents(), long)
    .toContainEqual(expect.stringContaining('two hours for free'));
  await change.getByRole('button', { name: /^Undo/ }).click();
  await page.getByText('Undone.').waitFor({ timeout: 60_000 });
  expect(await stored()).toBe(before);
}

/** A canned reply gets a file from this computer, and the shopper gets it with the words. */
export async function playCannedFile({ agent, supervisor }: Scene, talk: Talk): Promise<void> {
  await supervisor.evaluate("location.hash = '#/settings/canned'");
  await supervisor.getByRole('button', { name: 'New canned reply' }).click();
  await supervisor.getByLabel('Short name').fill('label');
  await supervisor.getByLabel('Title').fill('Return label');
  await supervisor.getByLabel('Text in English').fill('Here is your label.');
  await supervisor.setInputFiles('#canned-file', {
    name: 'label.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4 a label'),
  });
  await expect.poll(() => supervisor.getByLabel('Name 1').inputValue(), long).toBe('label.pdf');
  await axe(supervisor);
  await supervisor.locator('dialog button[type=submit]').click();
  await supervisor.locator('.plain-rows', { hasText: 'Return label' }).getByText('label.pdf').waitFor();

  await agent.evaluate(`location.hash = '#/chat/${talk.session.conversationId}'`);
  await expect.poll(() => field(agent).getAttribute('placeholder'), long).toContain('Write to');
  await field(agent).pressSequentially('/lab');
  await agent.getByRole('option', { name: /label/ }).waitFor();
  await field(agent).press('Enter');
  await agent.locator('.file-chip', { hasText: 'label.pdf' }).waitFor();
  await field(agent).press('Enter');
  await expectSaid(agent, 'agent: Here is your label.');
  const sent = agent.locator('.line.agent', { hasText: 'Here is your label.' }).getByRole('link');
  const address = (await sent.first().getAttribute('href')) ?? '';
  expect(await (await fetch(address)).text()).toBe('%PDF-1.4 a label');
}

/** A webhook is added, tried, looked up, and removed; its secret is shown once. */
export async function playWebhooks(page: Page, receiver: Receiver): Promise<void> {
  await page.evaluate("location.hash = '#/settings/webhooks'");
  await page.getByRole('button', { name: 'New webhook' }).click();
  await page.getByLabel('Address').fill(`${receiver.url}/desk`);
  await page.getByLabel(/^chat\.closed/).check();
  await page.locator('dialog button[type=submit]').click();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Secret' }).inputValue(), long)
    .toMatch(/^whsec_/);
  await axe(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.locator('dialog .pill', { hasText: 'Delivered' }).waitFor();
  await receiver.next(({ path }) => path === '/desk');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'What was sent' }).click();
  await page.locator('dialog').getByText('1 try').waitFor();
  await axe(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Remove/ }).click();
  await page.getByText(`${receiver.url}/desk`).waitFor({ state: 'detached' });
}

/** What cannot be missed is heard: another tune for who waits than for news of a chat of mine. */
export async function listenFor(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(`window.heard = [];
    window.AudioContext = class {
      state = 'running'; currentTime = 0; destination = {};
      createGain() { return { gain: { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to }; }
      createOscillator() {
        const tone = { frequency: { value: 0 }, connect: (to) => to, start: () => heard.push(tone.frequency.value), stop() {} };
        return tone;
      }
    };`);
  // Browsers let a page sound only after its person has touched it.
  await page.keyboard.press('Shift');
  return () => page.evaluate('heard');
}
