/** The API as a page to read: every route with who may call it, what goes in and what comes out. */
import { createHash } from 'node:crypto';
import { escapeUTF8 } from 'entities';
import { z } from 'zod';
import { HttpReply, type Route } from './route.ts';

const style = `:root{color-scheme:light dark;--line:color-mix(in srgb,CanvasText 15%,Canvas)}
body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid var(--line);padding:1rem 0}
h3{font:600 1rem ui-monospace,monospace;margin:0;overflow-wrap:anywhere}
p{margin:.25rem 0}small{opacity:.75}
pre{background:color-mix(in srgb,CanvasText 5%,Canvas);padding:.75rem;overflow:auto;font-size:.8rem}
nav a{margin-right:1rem}`;
const styleHash = createHash('sha256').update(style).digest('base64');

const whoMay: Readonly<Record<Route['access'], string>> = {
  anyone: 'open to anyone',
  shop: 'for the shop’s back end',
  hub: 'for an outside agent desk, by HUB_SECRET',
  agent: 'for agents, supervisors and admins',
  supervisor: 'for supervisors and admins',
  admin: 'for admins',
};

/** One page, without script; its own style is the only one its policy allows. */
export function apiPage(routes: readonly Route[]): HttpReply {
  const tags = [...new Set(routes.map(({ tag }) => tag))];
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Shopdesk API</title><style>${style}</style></head><body><h1>Shopdesk API</h1>
<p>The same as a document for programs: <a href="/openapi.json">openapi.json</a>. Conversations are spoken over Direct Line 3.0 at /v3/directline.</p>
<nav>${tags.map((tag) => `<a href="#${escapeUTF8(tag)}">${escapeUTF8(tag)}</a>`).join('')}</nav>
${tags.map((tag) => chapter(tag, routes)).join('\n')}</body></html>`;
  return new HttpReply(
    200,
    {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`,
    },
    body,
  );
}

function chapter(tag: string, routes: readonly Route[]): string {
  const own = routes.filter((route) => route.tag === tag);
  return `<section id="${escapeUTF8(tag)}"><h2>${escapeUTF8(tag)}</h2>${own.map(article).join('')}</section>`;
}

function article(route: Route): string {
  const shapes = [
    ['Query', route.query, 'input'],
    ['Body', route.body, 'input'],
    ['Answer', route.answer, 'output'],
  ] as const;
  return `<article><h3>${route.method.toUpperCase()} ${escapeUTF8(route.path)}</h3>
<p>${escapeUTF8(route.summary)} <small>(${whoMay[route.access]})</small></p>
${route.description ? `<p>${escapeUTF8(route.description)}</p>` : ''}
${route.streams ? `<p>Body: ${escapeUTF8(route.streams)}</p>` : ''}
${shapes.map(([title, shape, io]) => (shape ? shown(title, shape, io) : '')).join('')}</article>`;
}

function shown(title: string, shape: z.ZodType, io: 'input' | 'output'): string {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return `<details><summary>${title}</summary><pre>${escapeUTF8(JSON.stringify(schema, null, 2))}</pre></details>`;
}
