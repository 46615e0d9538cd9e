/** Agents who are signed in, and shoppers each of whom an agent has, all with their sockets open. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { activitiesPath, type OpenedChat, startChat } from './lines/direct-line.ts';
import { type HttpConnection, openHttp } from './lines/http-connection.ts';
import { activityOf } from './lines/socket.ts';
import { pause } from './load.ts';

export const adminToken = 'only-for-the-benchmark-of-the-desk';

export interface CrowdChat {
  say(text: string): Promise<unknown>;
  reply(text: string): Promise<unknown>;
  /** Called with each message the other side shows. */
  agentHears: (text: string) => void;
  shopperHears: (text: string) => void;
}

export interface DeskCrowd {
  readonly chats: readonly CrowdChat[];
  /** From now on agents' browsers keep their board in step with what changes. Returns what ends it. */
  watchBoards(): Promise<BoardWatch>;
  leave(): void;
}

export interface BoardWatch {
  /** How often a board had to be fetched, and how often it could follow by itself. */
  readonly fetched: number;
  readonly followed: number;
  stop(): void;
}

interface CrowdAgent {
  readonly cookie: string;
  readonly port: number;
  call(method: 'GET' | 'POST', path: string, body?: object): Promise<string>;
  /** Called with what the desk says has changed. */
  changed: (frame: string) => void;
}

const atOnce = 25;
const connectionsPerPort = 48;
const heartbeatMs = 15_000;
const claimTries = 600;

export async function gatherCrowd(
  ports: readonly number[],
  wanted: { readonly agents: number; readonly shoppers: number },
): Promise<DeskCrowd> {
  const sockets: WebSocket[] = [];
  const pools = new Map<number, Pool>();
  for (const port of ports) pools.set(port, await openPool(port));
  const portOf = (at: number) => ports[at % ports.length] ?? 0;

  async function listen(url: string, hear: (text: string) => void): Promise<void> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    sockets.push(socket);
    socket.on('message', (data) => hear(String(data)));
    await once(socket, 'open');
  }

  const agents = await inTurns(wanted.agents, async (at): Promise<CrowdAgent> => {
    const port = portOf(at);
    const cookie = await signIn(port, at);
    const agent: CrowdAgent = {
      cookie,
      port,
      call: (method, path, body) => need(pools, port).request(method, path, body, undefined, cookie),
      changed: () => {},
    };
    const { streamUrl }: { streamUrl: string } = JSON.parse(
      await agent.call('POST', '/api/desk/streams', {}),
    );
    await listen(streamUrl, (frame) => agent.changed(frame));
    return agent;
  });

  // Without it their chats would go back to the queue while the others are still coming in.
  const stopBeating = beat(agents);
  const chats = await inTurns(wanted.shoppers, async (at): Promise<CrowdChat> => {
    const pool = need(pools, portOf(at));
    const agent = agents[at % agents.length];
    const isOnScreen = at < agents.length;
    if (!agent) throw new Error('There is nobody at the desk.');
    const opened = await pool.use((http) => startChat(http));
    const say = (text: string) =>
      pool.request('POST', activitiesPath(opened), activityOf(text), opened.token);
    const chat: CrowdChat = {
      say,
      reply: (text) => agent.call('POST', `/api/desk/chats/${opened.conversationId}/messages`, { text }),
      agentHears: () => {},
      shopperHears: () => {},
    };
    await listen(opened.streamUrl, (frame) => {
      for (const text of textsOf(frame, 'agent')) chat.shopperHears(text);
    });
    await say('I want to talk to a person');
    await claim(agent, opened);
    const { streamUrl }: { streamUrl: string } = JSON.parse(
      await agent.call('POST', '/api/desk/streams', { chat: opened.conversationId }),
    );
    await listen(streamUrl, (frame) => {
      const heard = textsOf(frame, 'user');
      for (const text of heard) chat.agentHears(text);
      if (isOnScreen && heard.length > 0) look(agent, opened.conversationId, watermarkOf(frame));
    });
    return chat;
  });

  return {
    chats,
    watchBoards: () => watchBoards(agents),
    leave() {
      stopBeating();
      for (const socket of sockets) socket.terminate();
      for (const pool of pools.values()) pool.close();
    },
  };
}

/** Claims until it is there: the bot hands over when its turn comes. */
async function claim(agent: CrowdAgent, { conversationId }: OpenedChat): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return void (await agent.call('POST', `/api/desk/chats/${conversationId}/claim`));
    } catch (error) {
      if (tries >= claimTries) throw error;
      await pause(50);
    }
  }
}

/** Who has the chat before their eyes has read it, and is helped with the answer. */
function look(agent: CrowdAgent, chat: string, watermark: number): void {
  const path = `/api/desk/chats/${chat}`;
  const calls = [agent.call('POST', `${path}/read`, { watermark }), agent.call('GET', `${path}/assist`)];
  for (const call of calls) call.catch(ended);
}

/** As the desk's page does it: what follows from the version it has needs no fetching. */
async function watchBoards(agents: readonly CrowdAgent[]): Promise<BoardWatch> {
  const watch = { fetched: 0, followed: 0, stopped: false };
  const first: Promise<void>[] = [];
  for (const agent of agents) {
    let version = '';
    let fetching = false;
    let again = false;
    const fetchBoard = async () => {
      again = true;
      if (fetching || watch.stopped) return;
      fetching = true;
      while (again && !watch.stopped) {
        again = false;
        watch.fetched++;
        ({ version } = JSON.parse(await agent.call('GET', '/api/desk/board')));
      }
      fetching = false;
    };
    agent.changed = (frame) => {
      for (const { what, now, change } of changesOf(frame)) {
        const follows = what === 'chat' ? now !== undefined : change?.from === version;
        if (follows) watch.followed++;
        if (follows && change) version = change.to;
        else if (!follows && change?.to !== version) void fetchBoard();
      }
    };
    first.push(fetchBoard());
  }
  await Promise.all(first);
  watch.fetched = 0;
  return {
    get fetched() {
      return watch.fetched;
    },
    get followed() {
      return watch.followed;
    },
    stop() {
      watch.stopped = true;
      for (const agent of agents) agent.changed = () => {};
    },
  };
}

interface Told {
  readonly what?: string;
  readonly now?: object;
  readonly change?: { readonly from: string; readonly to: string };
}

function changesOf(frame: string): Told[] {
  if (!frame) return [];
  const { activities = [] }: { activities?: { name?: string; value?: Told }[] } = JSON.parse(frame);
  return activities.flatMap(({ name, value }) => (name === 'desk/changed' && value ? [value] : []));
}

/** Each browser's sign of life, one after the other. */
function beat(agents: readonly CrowdAgent[]): () => void {
  let next = 0;
  const timer = setInterval(() => {
    const agent = agents[next++ % agents.length];
    agent?.call('POST', '/api/desk/heartbeat', { active: true }).catch(ended);
  }, heartbeatMs / agents.length);
  return () => clearInterval(timer);
}

/** Each comes from an address of its own, as people do. */
async function signIn(port: number, at: number): Promise<string> {
  const from = { 'content-type': 'application/json', 'x-forwarded-for': `10.0.${at >> 8}.${at & 255}` };
  const person = { email: `agent-${at}@example.com`, name: `Agent ${at}`, capacity: 20 };
  const invited = await fetch(`http://localhost:${port}/api/desk/agents`, {
    method: 'POST',
    headers: { ...from, authorization: `Bearer ${adminToken}` },
    body: JSON.stringify(person),
  });
  if (!invited.ok) throw new Error(`An agent could not be invited: ${await invited.text()}`);
  const { link }: { link: string } = JSON.parse(await invited.text());
  const signedIn = await fetch(`http://localhost:${port}/api/desk/session/link`, {
    method: 'POST',
    headers: from,
    body: JSON.stringify({ token: link.slice(link.indexOf('#link=') + 6) }),
  });
  if (!signedIn.ok) throw new Error(`An agent could not sign in: ${await signedIn.text()}`);
  await signedIn.body?.cancel();
  return signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
}

function watermarkOf(frame: string): number {
  const { watermark = '0' }: { watermark?: string } = JSON.parse(frame);
  return Number(watermark);
}

/** The benchmark is over before the last of them is answered. */
function ended(): void {}

function textsOf(frame: string, role: string): string[] {
  if (!frame) return [];
  const { activities = [] }: { activities?: { type?: string; text?: string; from?: { role?: string } }[] } =
    JSON.parse(frame);
  return activities.flatMap(({ type, text, from }) =>
    type === 'message' && text !== undefined && (from?.role ?? 'user') === role ? [text] : [],
  );
}

interface Pool {
  use<T>(work: (http: HttpConnection) => Promise<T>): Promise<T>;
  request: HttpConnection['request'];
  close(): void;
}

/** The server ends connections that nothing was asked on for 5 s. */
const stillGoodMs = 3_000;

interface Kept {
  http: HttpConnection;
  usedAt: number;
}

/** Connections that take turns: each does one request at a time. */
async function openPool(port: number): Promise<Pool> {
  const open = async (): Promise<Kept> => ({ http: await openHttp(port), usedAt: performance.now() });
  const all = await Promise.all(Array.from({ length: connectionsPerPort }, open));
  const free = [...all];
  const queue: ((kept: Kept) => void)[] = [];
  async function use<T>(work: (http: HttpConnection) => Promise<T>): Promise<T> {
    const kept = free.pop() ?? (await new Promise<Kept>((resolve) => queue.push(resolve)));
    try {
      if (performance.now() - kept.usedAt > stillGoodMs) {
        kept.http.close();
        kept.http = await openHttp(port);
      }
      return await work(kept.http);
    } finally {
      kept.usedAt = performance.now();
      const next = queue.shift();
      if (next) next(kept);
      else free.push(kept);
    }
  }
  return {
    use,
    request: (method, path, body, token, cookie) =>
      use((http) => http.request(method, path, body, token, cookie)),
    close() {
      for (const { http } of all) http.close();
    },
  };
}

function need(pools: ReadonlyMap<number, Pool>, port: number): Pool {
  const pool = pools.get(port);
  if (!pool) throw new Error(`There is no server on port ${port}.`);
  return pool;
}

/** So many at a time, in their order. */
async function inTurns<T>(count: number, make: (at: number) => Promise<T>): Promise<T[]> {
  const made: T[] = new Array(count);
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < count; at = next++) made[at] = await make(at);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return made;
}
