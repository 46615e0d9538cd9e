/** Every route of the API, as the OpenAPI document lists it, refuses who and what it must. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstAdmin, invite, type Person } from '../support/desk.ts';
import { type DeskApp, startDeskApp } from '../support/desk-app.ts';
import { startTalk } from '../support/talk.ts';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly minItems?: number;
}
interface Operation {
  readonly 'x-access': string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Route extends Operation {
  readonly method: string;
  readonly path: string;
}

const adminToken = 'an-admin-token-of-the-test-suite';
const opens: Readonly<Record<string, readonly string[]>> = {
  stranger: ['anyone'],
  agent: ['anyone', 'agent'],
  supervisor: ['anyone', 'agent', 'supervisor'],
};
const nasty = '<img src=x onerror=alert(1)>\u0000\u0007\u202e"\'; DROP TABLE desk_agent; --';
/** These end the session that the calls of this test are made with. */
const endsSession = new Set(['delete /api/desk/session', 'delete /api/desk/sessions']);

describe('every route of the API', () => {
  let app: DeskApp;
  let routes: Route[];
  const people: Record<string, Person | undefined> = {};
  let foreignChat: string;
  beforeAll(async () => {
    app = await startDeskApp({ ADMIN_TOKEN: adminToken });
    const admin = await firstAdmin(app);
    people.admin = admin;
    people.agent = await invite(app.base, admin, { role: 'agent' });
    people.supervisor = await invite(app.base, admin, { role: 'supervisor' });
    const document: { paths: Record<string, Record<string, Operation>> } = await (
      await fetch(`${app.base}/openapi.json`)
    ).json();
    routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ ...operation, method, path })),
    );
    const talk = await startTalk(app.base);
    await talk('a person please');
    foreignChat = talk.session.conversationId;
    await admin.claim(foreignChat);
  });
  afterAll(() => app.stop());

  const call = (route: Route, init: RequestInit = {}, id = 'x') => {
    const query = (route.parameters ?? [])
      .filter((each) => each.in === 'query' && each.required)
      .map(({ name }) => `${name}=${encodeURIComponent('x')}`);
    const path = route.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id));
    return fetch(`${app.base}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`, {
      method: route.method.toUpperCase(),
      redirect: 'manual',
      ...init,
      headers: { 'content-type': 'application/json', ...init.headers },
    });
  };
  const nameOf = ({ method, path }: Route) => `${method} ${path}`;
  const bodyOf = (route: Route, value: unknown) =>
    route.method === 'get' ? {} : { body: JSON.stringify(value) };

  it('is there: the desk has a whole API', () => {
    expect(routes.filter(({ path }) => path.startsWith('/api/desk')).length).toBeGreaterThan(50);
  });

  it('refuses whoever may not use it', async () => {
    const wrong: string[] = [];
    for (const [role, allowed] of Object.entries(opens)) {
      const cookie = people[role]?.cookie;
      for (const route of routes) {
        if (allowed.includes(route['x-access'])) continue;
        const { status } = await call(route, {
          ...bodyOf(route, {}),
          ...(cookie && { headers: { cookie } }),
        });
        if (status !== (cookie ? 403 : 401)) wrong.push(`${role}: ${nameOf(route)} answers ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('refuses pages of other sites, whoever is signed in there', async () => {
    const wrong: string[] = [];
    const cookie = people.admin?.cookie ?? '';
    for (const route of routes) {
      if (route.method === 'get' || route['x-access'] === 'anyone') continue;
      for (const [name, value] of [
        ['sec-fetch-site', 'cross-site'],
        ['origin', 'https://evil.example'],
      ] as const) {
        const { status } = await call(route, { ...bodyOf(route, {}), headers: { cookie, [name]: value } });
        if (status !== 403) wrong.push(`${nameOf(route)} answers ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('refuses what is no JSON, too much, or full of rubbish, without falling over', async () => {
    const wrong: string[] = [];
    const cookie = people.admin?.cookie ?? '';
    for (const route of routes) {
      if (endsSession.has(nameOf(route))) continue;
      const schema = route.requestBody?.content['application/json']?.schema;
      const tries: [string, string | undefined, (status: number) => boolean][] = schema
        ? [
            ['malformed', '{"a":', (status) => status >= 400 && status < 500],
            ['a list', '[]', (status) => status >= 400 && status < 500],
            [
              'huge',
              JSON.stringify({ text: 'x'.repeat(2_000_000) }),
              (status) => status >= 400 && status < 500,
            ],
            ['nasty', JSON.stringify(filled(schema)), (status) => status < 500],
          ]
        : [['nothing', undefined, (status) => status < 500]];
      const ids = route.path.includes('{') ? [nasty, '..%2f..%2fetc', 'x'.repeat(3_000), 'unknown'] : ['x'];
      // What is too large is so for any id.
      const calls = tries.flatMap(([what, body, fine]) =>
        (what === 'huge' ? ids.slice(-1) : ids).map((id) => ({ what, body, fine, id })),
      );
      await Promise.all(
        calls.map(async ({ what, body, fine, id }) => {
          const response = await call(
            route,
            { headers: { cookie }, ...(route.method !== 'get' && body !== undefined && { body }) },
            id,
          ).catch(() => undefined);
          // A server may end the connection on a body that is far too large.
          if (response && !fine(response.status)) wrong.push(`${nameOf(route)} ${what}: ${response.status}`);
          await response?.body?.cancel();
        }),
      );
    }
    expect([...new Set(wrong)]).toEqual([]);
  }, 120_000);

  it('does nothing to a chat that another agent has', async () => {
    const { agent, admin } = people;
    const acts = ['messages', 'close', 'hand-back', 'transfer', 'requeue', 'snooze', 'wake', 'block'];
    const bodies: Record<string, object> = {
      messages: { text: 'mine' },
      transfer: { agent: agent?.id },
      snooze: { until: Date.now() + 60_000 },
      block: { reason: 'x' },
    };
    for (const act of acts) {
      await expect(
        agent?.call('POST', `/api/desk/chats/${foreignChat}/${act}`, bodies[act] ?? {}),
        act,
      ).rejects.toMatchObject({ status: 403, code: 'chat.forbidden' });
    }
    expect(await admin?.chat(foreignChat)).toMatchObject({ status: 'active', agent: { id: admin?.id } });
    const own = await admin?.call<{ sessions: { id: string }[] }>('GET', '/api/desk/sessions');
    await agent?.call('DELETE', `/api/desk/sessions/${own?.sessions[0]?.id}`);
    expect(await admin?.chat(foreignChat)).toBeTruthy();
  });

  it('is open to the bearer of ADMIN_TOKEN, but for what only a person can do', async () => {
    const headers = { authorization: `Bearer ${adminToken}` };
    const agents = await fetch(`${app.base}/api/desk/agents`, { headers });
    expect(agents.status).toBe(200);
    const claim = await fetch(`${app.base}/api/desk/chats/x/claim`, { method: 'POST', headers });
    expect(claim.status).toBe(403);
  });
});

/** A body of the right shape whose texts are rubbish. */
function filled(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return filled(schema.anyOf[0] ?? {});
  if (schema.type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, filled(inner)]),
    );
  }
  if (schema.type === 'array') return schema.items ? [filled(schema.items)] : [];
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  if (schema.type === 'boolean') return false;
  return nasty;
}
