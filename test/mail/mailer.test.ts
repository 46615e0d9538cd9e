/** Mail leaves through SMTP, or is kept as files where there is no server for it. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { randomIds } from '../../src/core/ids.ts';
import type { Mail, Mailer } from '../../src/core/mail.ts';
import { createMailer, listKeptMails } from '../../src/mail/index.ts';
import { handClock } from '../support/clock.ts';

const mail: Mail = { to: 'ann@example.com', subject: 'Code · 验证码', text: 'Your code is 123456.' };
const clean: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of clean.splice(0).reverse()) await step();
});

describe('mail over SMTP', () => {
  it('arrives with everything it has', async () => {
    const server = await startServer();
    const mailer = mailerTo(server.port);
    const { messageId } = await mailer.send({
      ...mail,
      html: '<p>Your code</p>',
      replyTo: 'help@northside.example',
      headers: { 'List-Unsubscribe': '<https://northside.example/stop>' },
      inReplyTo: '<before@example.com>',
      attachments: [{ name: 'receipt.txt', contentType: 'text/plain', body: Buffer.from('2 × CD') }],
    });
    const [got] = server.mails;
    expect(got).toMatchObject({ subject: mail.subject, messageId, inReplyTo: '<before@example.com>' });
    expect(got?.text?.trim()).toBe(mail.text);
    expect(got?.from?.text).toBe('"Northside" <desk@northside.example>');
    expect(got?.replyTo?.text).toBe('help@northside.example');
    expect(got?.headers.get('list')).toMatchObject({
      unsubscribe: { url: 'https://northside.example/stop' },
    });
    expect(got?.attachments[0]?.content.toString()).toBe('2 × CD');
  });

  it.each([
    ['the server refuses the address for good', 550, 'mail.refused'],
    ['the server is busy', 451, 'mail.unavailable'],
  ])('says that %s', async (_what, responseCode, code) => {
    const server = await startServer(responseCode);
    await expect(mailerTo(server.port).send(mail)).rejects.toMatchObject({ code });
  });

  it('says that nobody listens', async () => {
    await expect(mailerTo(await freePort()).send(mail)).rejects.toMatchObject({ code: 'mail.unavailable' });
  });

  it.each([
    ['two addresses', { to: 'a@example.com, b@example.com' }],
    ['an address that ends a header', { to: 'a@example.com\r\nBcc: b@example.com' }],
    ['a header with a line of its own', { headers: { 'X-Note': 'a\r\nBcc: b@example.com' } }],
  ])('sends nothing for %s', async (_what, part) => {
    const server = await startServer();
    await expect(mailerTo(server.port).send({ ...mail, ...part })).rejects.toMatchObject({
      code: 'mail.refused',
    });
    expect(server.mails).toEqual([]);
  });
});

describe('mail without a server', () => {
  it('is kept as files for the owner alone, the newest first', async () => {
    const dataFolder = await temporaryFolder();
    const clock = handClock();
    clock.freeze();
    const startedAt = clock.now();
    const mailer = createMailer({ mailFrom: 'desk@northside.example', dataFolder, clock, ids: randomIds });
    expect(mailer.delivers).toBe(false);
    expect(await listKeptMails(dataFolder)).toEqual([]);
    const { messageId } = await mailer.send(mail);
    clock.move(60_000);
    await mailer.send({ ...mail, to: 'bob@example.com' });
    expect(await listKeptMails(dataFolder)).toMatchObject([
      { to: 'bob@example.com', at: startedAt - (startedAt % 1_000) + 60_000 },
      { to: 'ann@example.com', subject: mail.subject, text: mail.text },
    ]);
    const [first = ''] = (await readdir(join(dataFolder, 'outbox'))).sort();
    const path = join(dataFolder, 'outbox', first);
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect((await simpleParser(await readFile(path))).messageId).toBe(messageId);
  });
});

function mailerTo(port: number): Mailer {
  const mailer = createMailer({
    smtpUrl: `smtp://localhost:${port}`,
    mailFrom: 'Northside <desk@northside.example>',
    dataFolder: '',
    clock: handClock(),
    ids: randomIds,
  });
  clean.push(() => mailer.close());
  return mailer;
}

/** @param refusal the code with which every recipient is refused. */
async function startServer(refusal?: number) {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      done(refusal ? Object.assign(new Error('no'), { responseCode: refusal }) : null);
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((parsed) => {
        mails.push(parsed);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  clean.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { mails, port: address.port };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shopdesk-mail-'));
  clean.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
