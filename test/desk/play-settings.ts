/** What a supervisor settles and what one settles for oneself, played in the browser. */
import { Secret, TOTP } from 'otpauth';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { qrPath } from '../../web-widget/desk/view/qr-code.ts';
import { axe } from '../support/browser.ts';
import type { Person } from '../support/desk.ts';
import { password } from './desk-page.ts';

/** Opening hours with two windows a day and a holiday; weights; both stand in the log of changes. */
export async function playSettings(page: Page, person: Person): Promise<void> {
  // As nobody has settled anything yet, also when it is played again.
  await person.call('DELETE', '/api/desk/hours');
  await person.call('PATCH', '/api/desk/settings', {
    weights: { chat: 1, message: 1, channels: {}, skills: {} },
  });
  await go(page, '#/settings/hours');
  await page.getByLabel('Time zone').fill('Europe/Paris');
  await page.getByLabel('Time zone').blur();
  const from = page.getByLabel('Sunday: from');
  await addTo(from, page.getByLabel('Sunday: Add hours'));
  await from.last().fill('18:00');
  await page.getByLabel('Sunday: until').last().fill('20:30');
  await page.getByLabel('Monday: remove').first().click();
  await page.getByLabel('Tuesday: Like the day before').click();
  const days = page.getByLabel('Date', { exact: true });
  await addTo(days, page.getByRole('button', { name: 'Add a day' }));
  await days.last().fill('2031-12-25');
  await page.getByLabel(/^Occasion: 2031/).fill('Christmas');
  await axe(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Settled here').waitFor();
  const { hours } = await person.call<{ hours: Hours }>('GET', '/api/desk/hours');
  expect(hours.timeZone).toBe('Europe/Paris');
  expect(hours.week[6]?.at(-1)).toEqual({ from: '18:00', to: '20:30' });
  expect(hours.week[1]).toEqual(hours.week[0]);
  expect(hours.specialDays.at(-1)).toEqual({ date: '2031-12-25', name: { en: 'Christmas' }, windows: [] });

  await go(page, '#/settings/desk');
  await page.getByLabel('A message that was left').fill('3');
  await page.getByLabel('Add a weight').selectOption('telegram');
  await page.getByLabel('Channel: Telegram').fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  const weights = async () =>
    (await person.call<{ settings: { weights: object } }>('GET', '/api/desk/settings')).settings.weights;
  await expect.poll(weights, { timeout: 15_000 }).toMatchObject({ message: 3, channels: { telegram: 5 } });

  await go(page, '#/settings/audit');
  await page.getByLabel(/^What/).selectOption('hours');
  const log = page.locator('.plain-rows > li');
  await expect.poll(() => log.first().textContent(), { timeout: 15_000 }).toContain('Europe/Paris');
  expect(await log.first().textContent()).toContain('changed the opening hours');
  await page.getByLabel(/^What/).selectOption('settings');
  await expect.poll(() => log.first().textContent(), { timeout: 15_000 }).toMatch(/telegram ?5/i);
  await axe(page);

  await go(page, '#/settings/hours');
  await page.getByRole('button', { name: 'Use hours.yaml again' }).click();
  await page.getByText('From hours.yaml').waitFor();
}

/** A second factor is set up and dropped, both only by who knows the password. */
export async function playSecondFactor(page: Page): Promise<void> {
  await go(page, '#/account');
  const factor = page.locator('section', { has: page.getByRole('heading', { name: 'Second factor' }) });
  await factor.getByLabel('Present password').fill('somebody at an open screen');
  await factor.getByRole('button', { name: 'Set it up' }).click();
  await page.locator('.toast.bad, .toasts .bad').first().waitFor();
  await factor.getByLabel('Present password').fill(password);
  await factor.getByRole('button', { name: 'Set it up' }).click();
  const secret = Secret.fromBase32(
    ((await factor.locator('.secret').textContent()) ?? '').replace(/\s/g, ''),
  );
  const code = () => new TOTP({ secret }).generate();
  const uri = (await factor.getByRole('link', { name: /authenticator app/ }).getAttribute('href')) ?? '';
  expect(uri).toContain(`secret=${secret.base32}`);
  const drawn = factor.getByRole('img', { name: 'QR code' }).locator('path');
  expect(await drawn.getAttribute('d')).toBe(qrPath(uri).path);
  await axe(page);
  await factor.getByLabel('Code of your authenticator app').fill(code());
  await factor.getByRole('button', { name: 'Finish' }).click();
  await factor.getByText('is asked for when you sign in').waitFor();
  await factor.getByLabel('Present password').fill(password);
  // A code is good for one use: the next one is half a minute away, and taken early.
  await factor
    .getByLabel('Code of your authenticator app')
    .fill(new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 }));
  await factor.getByRole('button', { name: 'Go without' }).click();
  await factor.getByRole('button', { name: 'Set it up' }).waitFor();
}

/** Presses what adds a row, and waits until it is there. */
async function addTo(rows: Locator, adding: Locator): Promise<void> {
  const before = await rows.count();
  await adding.click();
  await expect.poll(() => rows.count()).toBe(before + 1);
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = '${hash}'`);
  await page.locator('.page-body .box, .page-body .filters').first().waitFor();
}

interface Hours {
  readonly timeZone: string;
  readonly week: readonly (readonly { readonly from: string; readonly to: string }[])[];
  readonly specialDays: readonly { readonly date: string }[];
}
