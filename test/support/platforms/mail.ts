/** A person with a mail program: writes into the shop's mailbox over IMAP, reads what comes over real SMTP. */
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { until } from '../direct-line-client.ts';
import { type FakeImap, startFakeImap } from '../fake-imap.ts';
import { type Platform, type Shown, startFakeApi } from './platform.ts';

export interface MailPlatform extends Platform {
  readonly imap: FakeImap;
  /** What arrived, in order. */
  readonly arrived: readonly ParsedMail[];
  /** What the mail server says to the next mails instead of taking them. */
  readonly refusals: { readonly code: number; readonly message: string }[];
  /** Answers the last mail as a mail program does, with what it quotes below. */
  replies(text: string, headers?: string, from?: string): void;
}

const password = 'password-of-the-tests';

export async function startMail(): Promise<MailPlatform> {
  const shown: Shown[] = [];
  const arrived: ParsedMail[] = [];
  const refusals: { code: number; message: string }[] = [];
  const imap = await startFakeImap('help@shop.example', password);
  const api = await startFakeApi(() => ({}));
  let last = '';
  let count = 0;

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const refusal = refusals.shift();
        if (refusal) return done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
        const mail = await simpleParser(Buffer.concat(chunks));
        const text = mail.text ?? '';
        arrived.push(mail);
        shown.push({
          text,
          buttons: Array.from(text.matchAll(/^\d+\. (.*)$/gm), ([, title = '']) => title),
          pictures: [],
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => {
    smtp.listen(0, 'localhost', () => resolve());
  });
  const address = smtp.server.address();
  const smtpPort = typeof address === 'object' && address ? address.port : 0;

  function send(source: string): void {
    last = source;
    imap.deliver(source);
  }

  const platform: MailPlatform = {
    name: 'mail',
    environment: {
      MAILBOX_URL: `imap://help%40shop.example:${password}@localhost:${imap.port}`,
      SMTP_URL: `smtp://localhost:${smtpPort}`,
      MAIL_FROM: 'Northside <help@shop.example>',
    },
    shown,
    api,
    imap,
    arrived,
    refusals,
    get taken() {
      return shown.length;
    },
    async says(_base, text, { id, chat } = {}) {
      if (arrived.length > 0 && chat === undefined) platform.replies(text);
      else send(mailOf({ id: id ?? `m${++count}`, from: chat ?? 'ada@example.com', subject: 'Hello', text }));
      return 200;
    },
    async presses(_base, title) {
      const offered = shown.findLast(({ buttons }) => buttons.includes(title))?.buttons ?? [];
      platform.replies(String(offered.indexOf(title) + 1));
      return 200;
    },
    replies(text, headers = '', from) {
      const to = arrived.at(-1);
      const quoted = (to?.text ?? '').replace(/^/gm, '> ');
      const whole = `${text}\n\nOn Mon, 2 Mar 2026 at 10:00, Northside <help@shop.example> wrote:\n${quoted}\n\n-- \nAda\nSent from the moon`;
      const answers = `In-Reply-To: ${to?.messageId}\nReferences: ${to?.messageId}\n${headers}`;
      send(
        mailOf({
          id: `m${++count}`,
          from: from ?? [to?.to].flat()[0]?.value[0]?.address ?? 'ada@example.com',
          subject: `Re: ${to?.subject}`,
          text: whole,
          headers: answers,
        }),
      );
    },
    async redelivers() {
      imap.deliver(last);
      return 200;
    },
    async close() {
      await Promise.all([
        imap.close(),
        api.close(),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ]);
    },
  };
  return platform;
}

/** Waits until the desk has found its mailbox: what was there before is left alone. */
export function untilReading(platform: MailPlatform): Promise<true> {
  return until(() => platform.imap.waiting > 0 || undefined);
}

export interface MailFields {
  readonly id: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** Further header lines. */
  readonly headers?: string;
}

export function mailOf({ id, from, subject, text, headers = '' }: MailFields): string {
  const lines = [
    `From: Ada <${from}>`,
    'To: help@shop.example',
    `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
    `Message-ID: <${id}@example.com>`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    ...headers.split('\n').filter((line) => line !== ''),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    text,
  ];
  return lines.join('\n').replaceAll('\n', '\r\n');
}
