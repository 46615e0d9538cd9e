/** Ways that stopped working for good: they are switched off, and the next way to the customer is taken. */
import { createECDH, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { isPublicAddress } from '../../src/core/public-address.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { directLineSecret, type TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { clockFrom } from '../support/clock.ts';
import { openCustomerChat } from '../support/customer-chat.ts';
import { deliveryReport } from '../support/delivery-report.ts';
import { history, postActivity, until } from '../support/direct-line-client.ts';
import { type MailPlatform, startMail, untilReading } from '../support/platforms/mail.ts';
import { type PushService, startPushService } from './support/push-service.ts';
import { waitingAlert } from './support/world.ts';

describe('an alert', () => {
  let mail: MailPlatform;
  let push: PushService;
  let app: TestApp;
  let database: Database;
  // What fails goes on by another way at once only while nobody is asleep.
  const clock = clockFrom('2026-11-23T15:00:00Z');
  let mayConnect: (address: string) => boolean = () => true;
  beforeAll(async () => {
    [mail, push] = await Promise.all([startMail(), startPushService()]);
    app = await startChannelApp(mail.environment, {
      pushRules: { mayConnect: (address) => mayConnect(address) },
      clock,
    });
    database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
    await untilReading(mail);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await app.stop();
    await Promise.all([mail.close(), push.close()]);
  });

  it('goes by mail when the push service says that the browser is gone, which is not asked again', async () => {
    await customer('ada');
    expect(await subscribe('ada', `${push.url}/410/ada`)).toContain('From now on this browser tells you');
    await alertFor('ada', 'first');
    expect(await untilSent('first')).toEqual(['push: the subscription is gone (410)', 'by email']);
    await alertFor('ada', 'second');
    expect(await untilSent('second')).toEqual(['by email']);
    expect(push.asked.filter((path) => path === '/410/ada')).toHaveLength(1);
    expect(mailsTo('ada')).toBe(2);
  });

  it('is pushed to no address of a private network: not stored when it is seen, not asked when a name hides it', async () => {
    mayConnect = isPublicAddress;
    await customer('bea');
    for (const endpoint of [
      'https://10.0.0.7/send',
      'https://[::1]/send',
      `${push.url}/private`,
      'http://localhost/send',
    ])
      expect(await subscribe('bea', endpoint)).toContain('could not be switched on');
    // A name says nothing about the address behind it until it is asked for.
    expect(await subscribe('bea', `https://localhost:${push.port}/private`)).toContain(
      'this browser tells you',
    );
    await alertFor('bea', 'private');
    expect(await untilSent('private')).toEqual([
      'push: the push endpoint leads into a private network',
      'by email',
    ]);
    expect(push.asked.filter((path) => path.includes('private'))).toEqual([]);
    mayConnect = () => true;
  });

  it('waits for another way when the mail server knows nobody of that address', async () => {
    await customer('cleo');
    mail.refusals.push({ code: 550, message: 'no such user here' });
    await alertFor('cleo', 'refused');
    await until(
      async () =>
        (await life('refused')).some(({ reason }) => reason.includes('no way to them')) || undefined,
    );
    expect((await life('refused')).some(({ reason }) => reason.includes('no such user here'))).toBe(true);
    expect(mailsTo('cleo')).toBe(0);
    expect(await channelsOff('cleo')).toEqual(['email']);
  });

  it('whose mail came back is told by another way, and its address is off', async () => {
    await customer('dora');
    await alertFor('dora', 'returned');
    expect(await untilSent('returned')).toEqual(['by email']);
    await subscribe('dora', `${push.url}/201/dora`);
    const sent = mail.arrived.find(({ to }) => [to].flat()[0]?.text.includes('dora@'));
    mail.imap.deliver(deliveryReport(sent?.messageId ?? '', 'dora@example.com', 'delayed'));
    mail.imap.deliver(deliveryReport(sent?.messageId ?? '', 'dora@example.com'));
    await until(() => push.asked.includes('/201/dora') || undefined);
    const reasons = (await life('returned')).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason.includes('came back'))).toEqual([
      'email: it came back: 552 5.2.2 mailbox is full',
    ]);
    expect(await channelsOff('dora')).toEqual(['email']);
  });

  async function customer(id: string): Promise<void> {
    const consents = ['email', 'push'].map((channel) => ({
      purpose: 'service',
      channel,
      granted: true,
      wording: 'Yes',
    }));
    const answer = await fetch(`${app.base}/api/customers`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${directLineSecret}` },
      body: JSON.stringify({ customers: [{ id, email: `${id}@example.com`, consents }] }),
    });
    expect(answer.status).toBe(200);
  }

  /** @returns what the bot says to it. */
  async function subscribe(id: string, endpoint: string): Promise<string> {
    const session = await openCustomerChat(app.base, id);
    const keys = {
      p256dh: createECDH('prime256v1').generateKeys('base64url'),
      auth: randomBytes(16).toString('base64url'),
    };
    const value = { subscription: { endpoint, keys }, wording: 'Notify me in this browser' };
    await postActivity(app.base, session, { type: 'event', name: 'push/subscribe', value });
    return until(async () => {
      const { activities } = await history(app.base, session);
      return activities.find(({ text }) => text?.includes('browser'))?.text;
    });
  }

  async function alertFor(customerId: string, id: string): Promise<void> {
    const sentence = { key: 'alert.because.order', blanks: {} };
    const [row] = await database.read(
      `SELECT customer_id FROM customer_identity WHERE kind = 'shop' AND value = $1`,
      [customerId],
    );
    await database.write([
      waitingAlert(id, {
        customerId: String(row?.customer_id),
        now: clock.now(),
        telling: { headline: sentence, sentence, because: sentence, links: [] },
      }),
    ]);
  }

  /** Why it was tried again, and how it was sent in the end. */
  async function untilSent(id: string): Promise<string[]> {
    const steps = await until(async () => {
      const all = await life(id);
      return all.some(({ step }) => step === 'sent') ? all : undefined;
    });
    return ['retried', 'sent'].flatMap((name) =>
      steps.filter(({ step }) => step === name).map(({ reason }) => reason),
    );
  }

  async function life(id: string): Promise<{ step: string; reason: string }[]> {
    const rows = await database.read('SELECT step, reason FROM alert_step WHERE alert_id = $1 ORDER BY at', [
      id,
    ]);
    return rows.map(({ step, reason }) => ({ step: String(step), reason: String(reason) }));
  }

  async function channelsOff(id: string): Promise<string[]> {
    const rows = await database.read(
      `SELECT o.channel FROM alert_channel_off o JOIN customer_identity i ON i.customer_id = o.customer_id
       WHERE i.kind = 'shop' AND i.value = $1`,
      [id],
    );
    return rows.map(({ channel }) => String(channel));
  }

  const mailsTo = (id: string) =>
    mail.arrived.filter(({ to }) => [to].flat()[0]?.text.includes(`${id}@`)).length;
});
