/** Small pages without script: what a link in a mail opens. */
import { createHash } from 'node:crypto';
import { escapeUTF8 } from 'entities';
import type { Language } from '../core/language.ts';
import { HttpReply } from './api/index.ts';

const style = `:root{color-scheme:light dark}
body{font:17px/1.55 system-ui,sans-serif;max-width:34rem;margin:15vh auto 2rem;padding:0 1.25rem}
h1{font-size:1.35rem}
button{font:inherit;padding:.65rem 1.2rem;border-radius:.6rem;border:1px solid currentColor;background:transparent;color:inherit;cursor:pointer}
button:hover,button:focus-visible{background:CanvasText;color:Canvas}`;
const styleHash = createHash('sha256').update(style).digest('base64');

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly text: string;
  /** A button that posts to the same address. Opening a link changes nothing: mail scanners open links, too. */
  readonly button?: string;
}

export function pageReply({ language, title, text, button }: Page, status = 200): HttpReply {
  const form = button ? `<form method="post"><button>${escapeUTF8(button)}</button></form>` : '';
  return new HttpReply(
    status,
    {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'`,
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
    },
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeUTF8(title)}</title><style>${style}</style></head>
<body><main><h1>${escapeUTF8(title)}</h1><p>${escapeUTF8(text)}</p>${form}</main></body></html>`,
  );
}
