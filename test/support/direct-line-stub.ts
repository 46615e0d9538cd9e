/**
 * A Direct Line server that misbehaves on command: sockets that drop, posts that fail or are answered late or never,
 * activities delivered twice. For tests of what the widget does then; the good days are tested on the real server.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { bundleWidget } from '../../src/http/static-files.ts';

export interface StubActivity {
  type: string;
  id?: string;
  text?: string;
  channelData?: Record<string, unknown>;
  [field: string]: unknown;
}

export interface StubFaults {
  /** Each post of an activity takes the next: an HTTP status, or `lost`: stored, but the answer never comes. */
  posts: (number | 'lost')[];
  /** The next reconnect or start calls are answered with these statuses. */
  starts: number[];
  /** Every activity goes out twice. */
  twice: boolean;
  /** Sockets are refused, as by a proxy that lets none through. */
  noSockets: boolean;
  /** Milliseconds before each post is answered. */
  slowMs: number;
}

interface Conversation {
  readonly id: string;
  readonly log: StubActivity[];
  readonly sockets: Set<WebSocket>;
}

export interface DirectLineStub {
  readonly url: string;
  readonly faults: StubFaults;
  /** Method, path and query of every request so far. */
  readonly requests: string[];
  /** What `GET /widget/config` answers. */
  config: unknown;
  /** More pages to serve, HTML by path. */
  readonly pages: Map<string, string>;
  /** What the bot says to each activity of the shopper. */
  bot: (activity: StubActivity) => StubActivity[];
  /** The last conversation begun. */
  log(): StubActivity[];
  say(activity: StubActivity): void;
  dropSockets(): void;
  /** Forgets every conversation, as after its life has ended. */
  forget(): void;
  close(): Promise<void>;
}

const policy =
  "default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; style-src 'self'; script-src 'self'";

export async function startDirectLineStub(): Promise<DirectLineStub> {
  const { files } = await bundleWidget();
  const conversations = new Map<string, Conversation>();
  const faults: StubFaults = { posts: [], starts: [], twice: false, noSockets: false, slowMs: 0 };
  const requests: string[] = [];
  let clock = Date.now() - 60_000;
  let latest: Conversation | undefined;

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const conversation = conversations.get(url.pathname.split('/').at(-1) ?? '');
    requests.push(`SOCKET ${url.pathname}`);
    if (!conversation || faults.noSockets) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      conversation.sockets.add(ws);
      ws.on('close', () => conversation.sockets.delete(ws));
      const from = Number(url.searchParams.get('watermark') ?? 0);
      if (conversation.log.length > from) ws.send(frame(conversation, from));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `http://localhost:${port}`;

  const stub: DirectLineStub = {
    url,
    faults,
    requests,
    config: undefined,
    pages: new Map(),
    bot: () => [],
    log: () => latest?.log ?? [],
    say: (activity) =>
      latest && append(latest, { from: { id: 'bot', name: 'Northside', role: 'bot' }, ...activity }),
    dropSockets() {
      for (const { sockets } of conversations.values()) for (const socket of sockets) socket.terminate();
    },
    forget() {
      stub.dropSockets();
      conversations.clear();
    },
    async close() {
      stub.dropSockets();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', url);
    requests.push(`${request.method} ${pathname}${search}`);
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { 'access-control-allow-headers': 'authorization, content-type' }).end();
      return;
    }
    const file = files.get(pathname);
    if (file) {
      const headers = { 'content-type': file.contentType, 'content-security-policy': policy };
      response.writeHead(200, headers).end(file.body);
    } else if (stub.pages.has(pathname)) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(stub.pages.get(pathname));
    } else if (pathname === '/demo') {
      json(response, 200, { customers: [], mailbox: false });
    } else if (pathname === '/widget/config') {
      json(response, stub.config === undefined ? 404 : 200, stub.config ?? {});
    } else if (pathname === '/widget/token') {
      json(response, 200, {
        token: 'visitor',
        userId: 'dl_visitor',
        conversationId: newId(),
        expires_in: 1800,
      });
    } else if (pathname.startsWith('/v3/directline/')) {
      await directLine(request, response, pathname.split('/').slice(3), searchParams);
    } else {
      json(response, 404, {});
    }
  }

  async function directLine(
    request: IncomingMessage,
    response: ServerResponse,
    [room, id = '', what]: string[],
    query: URLSearchParams,
  ): Promise<void> {
    const isStart = room === 'conversations' && (id === '' || what === undefined);
    const fault = isStart ? faults.starts.shift() : undefined;
    if (fault) return json(response, fault, { error: { code: 'Fault', message: '' } });
    if (room === 'conversations' && id === '') {
      latest = { id: newId(), log: [], sockets: new Set() };
      conversations.set(latest.id, latest);
      return json(response, 201, grant(latest, '0'));
    }
    const conversation = conversations.get(id);
    if (!conversation) return json(response, 404, { error: { code: 'NotFound', message: '' } });
    if (what === undefined) return json(response, 200, grant(conversation, query.get('watermark') || '0'));
    if (what === 'activities' && request.method === 'GET') {
      const from = Number(query.get('watermark') ?? 0);
      return void response.writeHead(200).end(frame(conversation, from));
    }
    await post(conversation, request, response);
  }

  async function post(
    conversation: Conversation,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const activity = readBody(request.headers['content-type'] ?? '', await bodyOf(request));
    if (faults.slowMs > 0) await sleep(faults.slowMs);
    const fault = faults.posts.shift();
    if (typeof fault === 'number') return json(response, fault, { error: { code: 'Fault', message: '' } });
    const clientId = activity.channelData?.clientActivityID;
    const known = conversation.log.find(
      (each) => clientId && each.channelData?.clientActivityID === clientId,
    );
    const stored = known ?? append(conversation, activity);
    if (fault === 'lost') breakOff(response);
    else json(response, 200, { id: stored.id });
    if (!known) {
      for (const reply of stub.bot(activity)) {
        append(conversation, { from: { id: 'bot', name: 'Northside', role: 'bot' }, ...reply });
      }
    }
  }

  function append(conversation: Conversation, activity: StubActivity): StubActivity {
    clock += 1000;
    const stored = { id: newId(), timestamp: new Date(clock).toISOString(), ...activity };
    const at = conversation.log.length;
    if (activity.type !== 'typing') conversation.log.push(stored);
    const text =
      activity.type === 'typing' ? JSON.stringify({ activities: [stored] }) : frame(conversation, at);
    for (const socket of conversation.sockets) {
      socket.send(text);
      if (faults.twice) socket.send(text);
    }
    return stored;
  }

  function grant({ id }: Conversation, watermark: string) {
    const streamUrl = `ws://localhost:${port}/stream/${id}?watermark=${watermark}`;
    return { conversationId: id, token: 'visitor', expires_in: 1800, streamUrl };
  }
}

let ids = 0;

function newId(): string {
  ids += 1;
  return `id${ids}`;
}

function frame({ log }: Conversation, from: number): string {
  return JSON.stringify({ activities: log.slice(from), watermark: String(log.length) });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** Begins to answer and hangs up: where nothing was answered at all, browsers repeat a request by themselves. */
function breakOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '99' });
  response.write('{', () => response.destroy());
}

/** JSON, or the `activity` part of an upload with the names of its files as attachments. */
function readBody(contentType: string, body: string): StubActivity {
  if (!contentType.startsWith('multipart/')) return JSON.parse(body);
  const activity: StubActivity = JSON.parse(/\r\n\r\n(\{.*\})\r\n/.exec(body)?.[1] ?? '{}');
  const files = [...body.matchAll(/name="file"; filename="([^"]*)"\r\nContent-Type: (\S+)/g)];
  const attachments = files.map(([, name, type]) => ({
    name,
    contentType: type,
    contentUrl: `/files/${name}`,
  }));
  return { ...activity, attachments };
}
