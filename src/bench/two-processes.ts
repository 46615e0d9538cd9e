/** How long until a client on one process sees what arrived at another one on the same PostgreSQL. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { createDatabase } from '../../test/support/postgres.ts';
import { activitiesPath, type OpenedChat, startChat } from './lines/direct-line.ts';
import { type HttpConnection, openHttp } from './lines/http-connection.ts';
import { activityOf } from './lines/socket.ts';
import { pause, quantile } from './load.ts';
import { spawnServerOn } from './server-child.ts';
import { goal } from './table.ts';

const chats = 40;
const perSecond = 100;
const seconds = 10;

interface Chat extends OpenedChat {
  readonly http: HttpConnection;
  readonly sentAt: Map<string, number>;
}

export async function measureTwoProcesses(postgresUrl: string): Promise<string> {
  const store = await createDatabase(postgresUrl);
  const servers = await Promise.all([
    spawnServerOn('shopdesk', store.url),
    spawnServerOn('shopdesk', store.url),
  ]);
  const [sendTo, listenAt] = servers;
  const latencies: number[] = [];
  const sockets: WebSocket[] = [];
  try {
    const opened = await Promise.all(
      Array.from({ length: chats }, async (): Promise<Chat> => {
        const http = await openHttp(sendTo.port);
        const chat = { ...(await startChat(http)), http, sentAt: new Map<string, number>() };
        const socket = new WebSocket(chat.streamUrl.replace(`:${sendTo.port}`, `:${listenAt.port}`));
        sockets.push(socket);
        socket.on('message', (data) => hear(String(data), chat.sentAt, latencies));
        await once(socket, 'open');
        return chat;
      }),
    );
    await talk(opened, seconds / 5);
    await pause(2_000);
    latencies.length = 0;
    const sent = await talk(opened, seconds);
    await pause(2_000);
    const sorted = Float64Array.from(latencies).sort();
    const what = `ms from a message at one process to the socket at another, ${perSecond}/s`;
    return (
      `${what}, p50: ${quantile(sorted, 0.5).toFixed(1)} (${sorted.length} of ${sent} seen)\n` +
      goal(`${what}, p99`, quantile(sorted, 0.99), '≤', 250)
    );
  } finally {
    for (const socket of sockets) socket.terminate();
    await Promise.all(servers.map((server) => server.stop()));
    await store.drop();
  }
}

/** Sends at a steady pace, whatever the answers do. @returns how many messages. */
async function talk(opened: readonly Chat[], forSeconds: number): Promise<number> {
  const begun = performance.now();
  let sent = 0;
  while (sent < forSeconds * perSecond) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * perSecond);
    for (; sent < due; sent++) {
      const chat = opened[sent % opened.length];
      if (!chat) continue;
      const text = `message ${sent} ${begun}`;
      chat.sentAt.set(text, performance.now());
      void chat.http.request('POST', activitiesPath(chat), activityOf(text), chat.token);
    }
    await pause(2);
  }
  return sent;
}

function hear(frame: string, sentAt: Map<string, number>, latencies: number[]): void {
  const { activities }: { activities: { text?: string }[] } = JSON.parse(frame);
  for (const { text = '' } of activities) {
    const begun = sentAt.get(text);
    if (begun === undefined) continue;
    sentAt.delete(text);
    latencies.push(performance.now() - begun);
  }
}
