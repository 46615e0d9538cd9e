/** The demo mailbox: mails that were kept because there is no mail server, as one page to read. */
import { createHash } from 'node:crypto';
import { escapeUTF8 } from 'entities';
import { HttpReply } from './api/index.ts';

export interface MailboxMail {
  /** Unix ms. */
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
article{border:1px solid color-mix(in srgb,CanvasText 18%,Canvas);border-radius:12px;padding:.9rem 1.1rem;margin:1rem 0}
h2{font-size:1.05rem;margin:0}
p{margin:.2rem 0;opacity:.8;overflow-wrap:anywhere}
pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:.7rem 0 0}`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** The newest mail first; without script, and never kept by a cache. */
export function mailboxPage(mails: readonly MailboxMail[]): HttpReply {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Demo mailbox</title><style>${style}</style></head><body><h1>Demo mailbox</h1>
<p>There is no mail server (SMTP_URL), so nobody gets these: you can read them here instead.</p>
${mails.map(article).join('\n') || '<p>No mail yet.</p>'}</body></html>`;
  return new HttpReply(
    200,
    {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`,
      'Cache-Control': 'no-store',
    },
    body,
  );
}

function article({ at, to, subject, text }: MailboxMail): string {
  const time = new Date(at).toISOString();
  return `<article><h2>${escapeUTF8(subject)}</h2>
<p>To ${escapeUTF8(to)} · <time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time></p>
<pre>${escapeUTF8(text)}</pre></article>`;
}
