/** People at the desk for tests: they sign in as a browser does and use the API alone. */
import { WebSocket } from 'ws';
import type { Activity } from '../../src/core/activity.ts';
import type { Board, Chat, NewAgent } from '../../src/desk/index.ts';
import { until } from './direct-line-client.ts';

export interface Person {
  readonly id: string;
  readonly cookie: string;
  /** Calls the API; throws an `ApiError` unless the answer is good. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  board(): Promise<Board>;
  chat(id: string): Promise<Chat>;
  claim(id: string): Promise<Chat>;
  say(id: string, text: string): Promise<{ id: string }>;
  heartbeat(): Promise<void>;
  /** What comes over the stream of a chat, or of the desk. */
  listen(chat?: string): Promise<Heard>;
}

export interface Heard {
  readonly activities: Activity[];
  /** Waits for an activity that fits. */
  next(fits: (activity: Activity) => boolean): Promise<Activity>;
  close(): void;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

/** Opens the link of the first start. */
export async function firstAdmin(app: { base: string; deskLink: string | undefined }): Promise<Person> {
  return signInByLink(app.base, `${app.base}${app.deskLink}`);
}

/** Somebody whom `admin` invites. */
export async function invite(base: string, admin: Person, wanted: Partial<NewAgent> = {}): Promise<Person> {
  const email = wanted.email ?? `p${Math.random().toString(36).slice(2)}@example.com`;
  const { link }: { link: string } = await admin.call('POST', '/api/desk/agents', {
    name: 'Ann',
    ...wanted,
    email,
  });
  return signInByLink(base, link);
}

export async function signInByLink(base: string, link: string): Promise<Person> {
  const token = link.slice(link.indexOf('#link=') + 6);
  const response = await fetch(`${base}/api/desk/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) throw new Error(`signing in failed: ${response.status} ${await response.text()}`);
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { me }: { me: { id: string } } = await response.json();
  return personWith(base, me.id, cookie);
}

export function personWith(base: string, id: string, cookie: string): Person {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = text.startsWith('{') ? JSON.parse(text) : text;
    if (!response.ok) throw new ApiError(response.status, answer?.error?.code ?? text);
    return answer;
  }
  return {
    id,
    cookie,
    call,
    board: () => call('GET', '/api/desk/board'),
    chat: (chat) => call('GET', `/api/desk/chats/${chat}`),
    claim: (chat) => call('POST', `/api/desk/chats/${chat}/claim`),
    say: (chat, text) => call('POST', `/api/desk/chats/${chat}/messages`, { text }),
    heartbeat: () => call('POST', '/api/desk/heartbeat', { active: true }),
    async listen(chat) {
      const { streamUrl }: { streamUrl: string } = await call(
        'POST',
        '/api/desk/streams',
        chat ? { chat } : {},
      );
      return listenTo(streamUrl);
    },
  };
}

export async function listenTo(streamUrl: string): Promise<Heard> {
  const socket = new WebSocket(streamUrl);
  const activities: Activity[] = [];
  socket.on('message', (data) => {
    const set: { activities?: Activity[] } = JSON.parse(String(data) || '{}');
    activities.push(...(set.activities ?? []));
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    activities,
    next: (fits) => until(() => activities.find(fits)),
    close: () => socket.close(),
  };
}
