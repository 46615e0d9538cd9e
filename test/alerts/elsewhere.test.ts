/** Alerts find their customer wherever they are: on a messenger after a restart, and in a chat that another process holds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { Activity } from '../../src/core/activity.ts';
import { silentLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/index.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { clockFrom } from '../support/clock.ts';
import { ask, history, openChat, until } from '../support/direct-line-client.ts';
import { environmentOf } from '../support/platforms/index.ts';
import { untilShown } from '../support/platforms/platform.ts';
import { startTelegram } from '../support/platforms/telegram.ts';
import { createDatabase } from '../support/postgres.ts';
import { smallServer, startServer } from '../support/server-process.ts';
import { openSocket } from '../support/socket.ts';
import { promiseKept, wishForConcert as wish } from './support/promise-kept.ts';

const minuteMs = 60_000;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

it('in the chat, and by the messenger they asked on, through the conversations of before a restart', async () => {
  const telegram = await startTelegram();
  open.push(() => telegram.close());
  const app = await startChannelApp(environmentOf([telegram]));
  open.push(() => app.stop());
  const chat = await openChat(app.base);
  await ask(app.base, chat, wish);
  await telegram.says(app.base, wish);
  await untilShown(telegram, ({ text }) => text.includes('Nina Simone'));
  await app.restart();
  const before = telegram.shown.length;
  const database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
  open.push(() => database.close());
  await promiseKept(database, 'directline');
  await promiseKept(database, 'telegram');
  const shown = await untilShown(telegram, ({ text }) => text.includes('Nina Simone in Boston'), before);
  expect(shown.buttons.toSorted()).toEqual(['Tickets', 'Why do I get this?']);
  const alert = await until(async () => isAlert((await history(app.base, chat)).activities));
  expect(alert).toMatchObject({ type: 'message', from: { role: 'bot' } });
}, 60_000);

describe.skipIf(inject('postgresUrl') === '')('on PostgreSQL', () => {
  it('in the open chat that is held by another process than the one that sends', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shopdesk-alerts-'));
    open.push(() => rm(folder, { recursive: true, force: true }));
    const store = await createDatabase(inject('postgresUrl'));
    open.push(() => store.drop());
    // By its clock the alert is not due yet: it cannot be the one that sends.
    const clock = clockFrom(new Date(Date.now() - 5 * minuteMs).toISOString());
    const holding = await startChannelApp({ DATABASE_URL: store.url }, { clock });
    open.push(() => holding.stop());
    const chat = await openChat(holding.base);
    const client = await openSocket(chat.streamUrl);
    open.push(() => client.socket.close());
    await ask(holding.base, chat, wish);
    const sending = await startServer({ ...(await smallServer(folder)), DATABASE_URL: store.url });
    open.push(() => sending.kill());
    const database = await openDatabase({ url: store.url, dataFolder: folder, log: silentLog });
    open.push(() => database.close());
    await promiseKept(database, 'directline');
    const alert = await until(() =>
      client.activities.find(({ attachments }) =>
        JSON.stringify(attachments ?? []).includes('Nina Simone in'),
      ),
    );
    expect(alert).toMatchObject({ type: 'message', from: { role: 'bot' } });
    expect(client.activities.filter(({ id }) => id === alert.id)).toHaveLength(1);
  }, 60_000);
});

function isAlert(activities: readonly Activity[]): Activity | undefined {
  return activities.find(({ attachments }) => JSON.stringify(attachments ?? []).includes('Nina Simone in'));
}
