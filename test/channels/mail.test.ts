/** E-mail as a service, over real SMTP and IMAP conversations on the loopback. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import type { TestApp } from '../support/app.ts';
import { startChannelApp } from '../support/channel-app.ts';
import { deliveryReport } from '../support/delivery-report.ts';
import { firstAdmin, type Person } from '../support/desk.ts';
import { ask, openChat, until } from '../support/direct-line-client.ts';
import { channelLog, deskNotes } from '../support/platforms/channel-log.ts';
import {
  type MailFields,
  type MailPlatform,
  mailOf,
  startMail,
  untilReading,
} from '../support/platforms/mail.ts';

let mail: MailPlatform;
let app: TestApp;
let database: Database;
let admin: Person;

beforeAll(async () => {
  mail = await startMail();
  app = await startChannelApp({ ...mail.environment, MAIL_ANSWER_CONFIDENCE: '0.3' });
  database = await openDatabase({ dataFolder: app.dataFolder, log: silentLog });
  await until(async () => {
    const [answer] = await ask(app.base, await openChat(app.base), 'Can I park near the store?');
    return answer?.text?.includes('loading bays') || undefined;
  }, 60_000);
  admin = await firstAdmin(app);
  await untilReading(mail);
});
afterAll(async () => {
  await database.close();
  await app.stop();
  await mail.close();
});

let numbers = 0;

/** A mail from somebody who never wrote before. */
function write(fields: Partial<MailFields>): { from: string } {
  const from = fields.from ?? `person${++numbers}@example.com`;
  mail.imap.deliver(
    mailOf({ id: `first-${++numbers}`, subject: 'A question', text: 'Hello', ...fields, from }),
  );
  return { from };
}

const untilArrived = (from: string, after = 0) =>
  until(() => mail.arrived.filter(({ to }) => [to].flat()[0]?.text.includes(from))[after]);

/** What has been stored of the mails of one address. */
async function logOf(from: string) {
  const log = await channelLog(database, 'mail');
  const conversations = new Set(
    log
      .filter(({ activity }) => activity.from?.id === `mail:${from}`)
      .map(({ conversationId }) => conversationId),
  );
  return log.filter(({ conversationId }) => conversations.has(conversationId));
}

describe('a mail', () => {
  it('is answered by the bot when it is sure, in the same thread, both ways', async () => {
    const { from } = write({ subject: 'Parking', text: 'Can I park near the store?' });
    const answer = await untilArrived(from);
    expect(answer.text).toContain('two loading bays');
    expect(answer.html).toContain('two loading bays');
    expect(answer.subject).toMatch(/^Re: Parking \[#[A-Z2-9]{10}\]$/);
    expect(answer.inReplyTo).toMatch(/^<first-/);
    expect(answer.headers.get('auto-submitted')).toBe('auto-replied');

    mail.replies('Is there parking?');
    const second = await untilArrived(from, 1);
    expect(second.references).toContain(second.inReplyTo);
    const log = await logOf(from);
    expect(log.map(({ sender }) => sender)).toEqual(['user', 'bot', 'user', 'bot']);
    const { text, channelData } = log[2]?.activity ?? {};
    expect(text).toBe('Is there parking?');
    expect(JSON.stringify(channelData)).toContain('Sent from the moon');
  });

  it('of another person in the same thread is a conversation of its own', async () => {
    const { from } = write({ text: 'Can I park near the store?' });
    await untilArrived(from);
    mail.replies('Is there parking?', '', 'carol@example.com');
    expect((await untilArrived('carol@example.com')).text).toContain('two loading bays');
    expect(await logOf(from)).toHaveLength(2);
    expect(await logOf('carol@example.com')).toHaveLength(2);
  });

  it('becomes a case with the best draft when the bot is not sure, and its author is told', async () => {
    const { from } = write({ text: 'It is about the van that I will park, sort of, at yours, or maybe not' });
    const answer = await untilArrived(from);
    expect(answer.text).toMatch(/under the number C-\w+; a person answers within 48 hours/);
    const [row] = await database.read('SELECT * FROM desk_case WHERE email = $1', [from]);
    expect(row).toMatchObject({ kind: 'message', status: 'waiting' });
    const hours = (Number(row?.due_at) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(47);
    expect(hours).toBeLessThanOrEqual(48);
    expect((await logOf(from)).map(({ sender }) => sender)).not.toContain('bot');
  });

  it('of thanks is kept, and nobody need do anything', async () => {
    const { from } = write({ subject: '', text: 'Thank you very much!' });
    await until(async () => (await logOf(from)).length === 1 || undefined);
    expect(await database.read('SELECT id FROM desk_case WHERE email = $1', [from])).toEqual([]);
  });

  it('is stored once, however often the server shows it', async () => {
    const { from } = write({ id: 'shown-twice', text: 'Can I park near the store?' });
    await untilArrived(from);
    await mail.redelivers('');
    mail.imap.drop();
    await until(() => mail.imap.waiting === 0 || undefined);
    const { from: other } = write({ text: 'Can I park near the store?' });
    await untilArrived(other);
    expect(await logOf(from)).toHaveLength(2);
  });

  it('finds its thread by the mark in the subject, for its own author alone', async () => {
    const { from } = write({ subject: 'Marked', text: 'Can I park near the store?' });
    const { subject = '' } = await untilArrived(from);
    write({ from, subject: `Re: ${subject}`, text: 'Is there parking?' });
    await untilArrived(from, 1);
    expect(await logOf(from)).toHaveLength(4);
    const { from: stranger } = write({ subject: `Re: ${subject}`, text: 'Can I park near the store?' });
    await untilArrived(stranger);
    expect(await logOf(from)).toHaveLength(4);
  });
});

describe('an answer', () => {
  it('of several messages is one mail', async () => {
    const { from } = write({ text: 'xylophone two answers' });
    const answer = await untilArrived(from);
    expect(answer.text).toMatch(/first answer[\s\S]*second answer[\s\S]*1\. Red vinyl\n2\. Black vinyl/);
    const { from: other } = write({ text: 'Can I park near the store?' });
    await untilArrived(other);
    expect(mail.arrived.filter(({ to }) => [to].flat()[0]?.text.includes(from))).toHaveLength(1);
  });

  it('of a person comes once, by the thread and not by the desk besides', async () => {
    const { from } = write({ text: 'It is about the van that I will park, sort of, at yours, or maybe not' });
    await untilArrived(from);
    const { conversationId = '' } = (await logOf(from)).at(-1) ?? {};
    await admin.call('POST', `/api/desk/chats/${conversationId}/take-over`);
    await admin.say(conversationId, 'There is a place for it.');
    expect((await untilArrived(from, 1)).text).toContain('There is a place for it.');
    const due = 'UPDATE desk_mail SET next_at = 1 WHERE conversation_id = $1';
    await database.write([{ sql: due, params: [conversationId] }]);
    await until(async () => {
      const sql = 'SELECT state FROM desk_mail WHERE conversation_id = $1';
      return (await database.read(sql, [conversationId]))[0]?.state === 'read' || undefined;
    });
    expect(mail.arrived.filter(({ to }) => [to].flat()[0]?.text.includes(from))).toHaveLength(2);
  });

  it.each([
    ['answered', /Thank you for writing to us\. Your case C-\w+ is settled/],
    ['forwarded', /conversation with our team is closed/],
  ])('thanks for the mail once it is settled as the rule says: %s', async (disposition, words) => {
    const { from } = write({ text: 'It is about the van that I will park, sort of, at yours, or maybe not' });
    await untilArrived(from);
    const { conversationId = '' } = (await logOf(from)).at(-1) ?? {};
    await admin.call('POST', `/api/desk/chats/${conversationId}/take-over`);
    await admin.say(conversationId, 'There is a place for it.');
    await admin.call('POST', `/api/desk/chats/${conversationId}/close`, { disposition });
    const closing = await until(() =>
      mail.arrived.find(({ to, text = '' }) => [to].flat()[0]?.text.includes(from) && words.test(text)),
    );
    // It belongs to the thread like everything else.
    expect(closing.references).toContain(closing.inReplyTo);
    const thanked = mail.arrived.filter(
      ({ to, text = '' }) =>
        [to].flat()[0]?.text.includes(from) && text.includes('Thank you for writing to us'),
    );
    expect(thanked).toHaveLength(disposition === 'answered' ? 1 : 0);
  });
});

describe('a mail that no person wrote', () => {
  const conversations = async () =>
    Number((await database.read(`SELECT COUNT(*) AS n FROM conversation WHERE channel = 'mail'`))[0]?.n);

  it.each([
    ['an absence note', 'Auto-Submitted: auto-replied'],
    ['a newsletter', 'List-Id: <news.example.com>'],
    ['bulk mail', 'Precedence: bulk'],
    ['an automatic answer of Exchange', 'X-Auto-Response-Suppress: All'],
    ['one with no way back', 'Return-Path: <>'],
  ])('is not answered: %s', async (_what, headers) => {
    const before = await conversations();
    const { from } = write({ headers, text: 'Can I park near the store?' });
    const { from: person } = write({ text: 'Can I park near the store?' });
    await untilArrived(person);
    expect(await conversations()).toBe(before + 1);
    expect(mail.arrived.filter(({ to }) => [to].flat()[0]?.text.includes(from))).toEqual([]);
  });

  it('is kept in a thread that it answers to, and not answered', async () => {
    const { from } = write({ text: 'Can I park near the store?' });
    await untilArrived(from);
    const sent = mail.arrived.length;
    mail.replies('I am on holiday. Can I park near the store?', 'Auto-Submitted: auto-replied');
    await until(async () => (await logOf(from)).length === 3 || undefined);
    const { from: person } = write({ text: 'Can I park near the store?' });
    await untilArrived(person);
    expect(mail.arrived).toHaveLength(sent + 1);
  });

  it('is told to the desk when it says that ours did not arrive', async () => {
    const { from } = write({ text: 'Can I park near the store?' });
    const { messageId } = await untilArrived(from);
    mail.imap.deliver(deliveryReport(messageId ?? '', 'ada@example.com'));
    await until(
      async () =>
        (await deskNotes(database, 'mail')).some((note) => note.includes('mailbox is full')) || undefined,
    );
  });

  it('cannot begin a loop, even when it hides what it is', async () => {
    const from = 'robot@example.com';
    for (let round = 0; round < 12; round++) {
      write({ from, id: `robot-${round}`, text: 'Can I park near the store?' });
      if (round < 10) await untilArrived(from, round);
    }
    const { from: person } = write({ text: 'Can I park near the store?' });
    await untilArrived(person);
    expect(mail.arrived.filter(({ to }) => [to].flat()[0]?.text.includes(from))).toHaveLength(10);
    expect(await database.read('SELECT id FROM desk_case WHERE email = $1', [from])).toHaveLength(2);
  });
});

describe('a mail that means harm', () => {
  it.each([
    [
      'with 10,000 recipients',
      () =>
        mailOf({
          id: 'many',
          from: 'evil@example.com',
          subject: 'x',
          text: 'x',
          headers: `Cc: ${Array.from({ length: 10_000 }, (_, index) => `p${index}@example.com`).join(',\n ')}`,
        }),
    ],
    ['nested 100 deep', nested],
    [
      'with a head without end',
      () => `From: evil@example.com\r\n${'X-Filler: 0123456789\r\n'.repeat(20_000)}\r\nhello`,
    ],
    ['without a sender', () => 'Subject: x\r\n\r\nCan I park near the store?'],
    ['of nothing', () => '\r\n'],
  ])('is passed over, and the next one is read: %s', async (_what, make) => {
    mail.imap.deliver(make());
    const { from } = write({ text: 'Can I park near the store?' });
    await untilArrived(from);
    const rows = await database.read(`SELECT 1 AS one FROM channel_chat WHERE person = 'evil@example.com'`);
    expect(rows).toEqual([]);
  });

  it('puts no header of its own into ours, and its HTML is made harmless', async () => {
    const from = `person${++numbers}@example.com`;
    const html =
      '<p onclick="x()">Can I park near the store?</p><script>alert(1)</script><a href="javascript:x()">a</a><img src="https://spy.example/p.png"><!-- c -->';
    const head = mailOf({ id: 'inject', from, subject: 'Hi\r\nBcc: victim@example.com', text: '' });
    mail.imap.deliver(head.replace('text/plain', 'text/html') + html);
    const answer = await untilArrived(from);
    expect(answer.headers.has('bcc')).toBe(false);
    expect(answer.subject).toContain('Hi Bcc: victim@example.com');
    const kept = JSON.stringify((await logOf(from))[0]?.activity.channelData);
    expect(kept).toContain('<p>Can I park near the store?</p>');
    expect(kept).not.toMatch(/script|onclick|javascript|spy|<!--/);
  });
});

describe('a mail server', () => {
  it('that is busy gets the mail later; one that refuses it is told of at the desk', async () => {
    mail.refusals.push({ code: 451, message: 'try again' });
    const { from } = write({ text: 'Can I park near the store?' });
    await untilArrived(from);
    mail.refusals.push({ code: 550, message: 'no such user here' });
    write({ text: 'Can I park near the store?' });
    await until(
      async () =>
        (await deskNotes(database, 'mail')).some((note) => note.includes('no such user here')) || undefined,
    );
  });
});

function nested(): string {
  const open = Array.from({ length: 100 }, (_, depth) => [
    `Content-Type: multipart/mixed; boundary="b${depth}"`,
    '',
    `--b${depth}`,
  ]).flat();
  return ['From: evil@example.com', 'Message-ID: <deep@example.com>', ...open, '', 'hello'].join('\r\n');
}
