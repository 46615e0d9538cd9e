/** The API kit: who may call, what is refused at the edge, and what the document says. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ShopdeskError } from '../../src/core/errors.ts';
import { silentLog } from '../../src/core/log.ts';
import { apiPage, defineRoute, HttpReply, openApiDocument, serveRoutes } from '../../src/http/api/index.ts';

const routes = [
  defineRoute({
    method: 'post',
    path: '/api/desk/chats/{id}/notes',
    access: 'agent',
    tag: 'Chats',
    summary: 'Writes a note',
    params: z.object({ id: z.string().max(20) }),
    query: z.object({ draft: z.enum(['yes', 'no']).default('no') }),
    body: z.object({ text: z.string().min(1).max(100) }),
    answer: z.object({ id: z.string(), text: z.string(), by: z.string() }),
    status: 201,
    handle: ({ params, query, body, principal }) => ({
      id: `${params.id}-${query.draft}`,
      text: body.text,
      by: principal.role,
      secret: 'never sent',
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/failing/{code}',
    access: 'anyone',
    tag: 'Failures',
    summary: 'Fails with a code',
    params: z.object({ code: z.string() }),
    errors: { 'odd.code': 418 },
    handle: ({ params }) => {
      throw new ShopdeskError(params.code, 'It went wrong.', { remedy: 'Try something else.' });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/from-anywhere',
    access: 'anyone',
    tag: 'Events',
    summary: 'Pages of other sites may call it',
    crossOrigin: true,
    body: z.object({}),
    answer: z.object({ visitor: z.string() }),
    handle: ({ visitor }) => ({ visitor }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/file',
    access: 'shop',
    tag: 'Files',
    summary: 'Sends a file',
    handle: () => new HttpReply(200, { 'Content-Type': 'text/csv' }, Readable.from(['a,b\n', '1,2\n'])),
  }),
  defineRoute({
    method: 'delete',
    path: '/api/limited',
    access: 'anyone',
    tag: 'Limits',
    summary: 'Twice a minute',
    perMinute: 2,
    handle: () => undefined,
  }),
];

describe('the API kit', () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    const site = express();
    site.use(
      serveRoutes(routes, {
        authenticate: async ({ headers }) => {
          const role = z.enum(['shop', 'agent', 'supervisor', 'admin']).safeParse(headers['x-role']);
          return role.success ? { role: role.data } : undefined;
        },
        visitorOf: () => 'somebody',
        addressOf: (request) => `http://${request.headers.host}`,
        log: silentLog,
      }),
    );
    server = createServer(site);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const call = (path: string, init: RequestInit & { role?: string; headers?: Record<string, string> } = {}) =>
    fetch(base + path, {
      ...init,
      headers: {
        ...(init.body ? { 'content-type': 'application/json' } : {}),
        ...(init.role ? { 'x-role': init.role } : {}),
        ...init.headers,
      },
    });
  const note = (
    body: unknown,
    init: { role?: string; headers?: Record<string, string> } = { role: 'agent' },
  ) => call('/api/desk/chats/7/notes?draft=yes', { method: 'POST', body: JSON.stringify(body), ...init });

  it('hands parsed shapes in and sends nothing out that the answer does not name', async () => {
    const response = await note({ text: 'hello' });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ id: '7-yes', text: 'hello', by: 'agent' });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    [undefined, 401],
    ['shop', 403],
    ['agent', 201],
    ['supervisor', 201],
    ['admin', 201],
  ])('opens what is for agents to %s with %i', async (role, status) => {
    expect((await note({ text: 'x' }, role ? { role } : {})).status).toBe(status);
  });

  it('opens what is for the shop to its back end and to admins alone', async () => {
    const seen = await Promise.all(
      ['shop', 'agent', 'supervisor', 'admin'].map(
        async (role) => (await call('/api/file', { role })).status,
      ),
    );
    expect(seen).toEqual([200, 403, 403, 200]);
    expect(await (await call('/api/file', { role: 'shop' })).text()).toBe('a,b\n1,2\n');
  });

  it('says what is wrong with a call, field by field', async () => {
    const { error } = await (await note({ text: '' })).json();
    expect(error).toMatchObject({ code: 'request.invalid', issues: [{ path: 'text' }] });
    const broken = await call('/api/desk/chats/7/notes', { method: 'POST', body: '{"text":', role: 'agent' });
    expect(broken.status).toBe(400);
    const large = await note({ text: 'x'.repeat(70_000) });
    expect(large.status).toBe(413);
    const form = await call('/api/desk/chats/7/notes', {
      method: 'POST',
      body: 'text=hello',
      role: 'agent',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(form.status).toBe(415);
  });

  it('refuses pages of other sites, and takes calls that no browser makes', async () => {
    const from = (headers: Record<string, string>) => note({ text: 'x' }, { role: 'agent', headers });
    expect((await from({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await from({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await from({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect((await from({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await from({ origin: base })).status).toBe(201);
    const open = await call('/api/from-anywhere', {
      method: 'POST',
      body: '{}',
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' },
    });
    expect(open.status).toBe(200);
    expect(open.headers.get('access-control-allow-origin')).toBe('*');
    expect((await call('/api/from-anywhere', { method: 'OPTIONS' })).status).toBe(204);
  });

  it('turns the last word of an error code into a status', async () => {
    const statusOf = async (code: string) => (await call(`/api/failing/${code}`)).status;
    expect(await statusOf('chat.unknown')).toBe(404);
    expect(await statusOf('chat.conflict')).toBe(409);
    expect(await statusOf('chat.forbidden')).toBe(403);
    expect(await statusOf('store.failed')).toBe(503);
    expect(await statusOf('odd.code')).toBe(418);
    expect(await statusOf('matching.worker')).toBe(500);
    const told = await (await call('/api/failing/chat.unknown')).json();
    expect(told.error).toEqual({
      code: 'chat.unknown',
      message: 'It went wrong.',
      remedy: 'Try something else.',
    });
    const hidden = await (await call('/api/failing/matching.worker')).json();
    expect(JSON.stringify(hidden)).not.toContain('It went wrong');
  });

  it('limits how often one address may call', async () => {
    const seen = [];
    for (let each = 0; each < 3; each++) seen.push((await call('/api/limited', { method: 'DELETE' })).status);
    expect(seen).toEqual([204, 204, 429]);
  });

  it('describes every route with its shapes', () => {
    const document = z
      .object({
        paths: z.record(z.string(), z.record(z.string(), z.looseObject({ 'x-access': z.string() }))),
      })
      .parse(openApiDocument(routes, '1.2.3'));
    expect(Object.keys(document.paths)).toEqual(routes.map(({ path }) => path));
    expect(document.paths['/api/desk/chats/{id}/notes']?.post).toMatchObject({
      'x-access': 'agent',
      operationId: 'postDeskChatsIdNotes',
      parameters: [
        { name: 'id', in: 'path', required: true },
        { name: 'draft', in: 'query', required: false },
      ],
      requestBody: { content: { 'application/json': { schema: { required: ['text'] } } } },
      responses: { 201: { content: { 'application/json': { schema: { type: 'object' } } } } },
    });
  });

  it('shows every route on a page that runs no script', () => {
    const { body, headers } = apiPage(routes);
    for (const { path } of routes) expect(body).toContain(path);
    expect(headers['Content-Security-Policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });
});
