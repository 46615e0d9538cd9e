/** The page at `/` of a shop that is no demo: where its chat is tried, and how it comes to the shop's own page. */
import { createHash } from 'node:crypto';
import { escapeUTF8 } from 'entities';
import type { Language } from '../core/language.ts';
import { HttpReply } from './api/index.ts';

export interface ChatPage {
  readonly language: Language;
  readonly shopName: string;
  /** What can be done here. */
  readonly invitation: string;
  /** Stands above the line to copy. */
  readonly embedding: string;
  /** Where the widget comes from, such as `https://desk.example.com`. */
  readonly address: string;
}

const style = `:root{color-scheme:light dark}
body{font:17px/1.55 system-ui,sans-serif;max-width:34rem;margin:15vh clamp(1.25rem,8vw,8rem) 2rem}
h1{font-size:1.6rem;line-height:1.25}
pre{font-size:.85rem;padding:.9rem 1.1rem;border-radius:12px;white-space:pre-wrap;overflow-wrap:anywhere;background:color-mix(in srgb,CanvasText 7%,Canvas)}`;
const styleHash = createHash('sha256').update(style).digest('base64');

export function chatPage({ language, shopName, invitation, embedding, address }: ChatPage): HttpReply {
  const line = `<script src="${address}/widget.js" async></script>`;
  return new HttpReply(
    200,
    {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; style-src 'self' 'sha256-${styleHash}'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'`,
      Vary: 'Accept-Language',
      'X-Robots-Tag': 'noindex',
    },
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeUTF8(shopName)}</title><style>${style}</style><script src="/widget.js" async></script></head>
<body><main><h1>${escapeUTF8(shopName)}</h1><p>${escapeUTF8(invitation)}</p>
<p>${escapeUTF8(embedding)}</p><pre><code>${escapeUTF8(line)}</code></pre></main></body></html>`,
  );
}
