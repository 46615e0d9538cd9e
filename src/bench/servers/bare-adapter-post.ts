/**
 * The echo bot as Direct Line must be spoken: the message comes by POST and is acknowledged, its echo and the answer
 * go out on a socket. Nothing is checked, understood or kept: the floor under every server of this protocol on Node.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from 'botbuilder';
import { type WebSocket, WebSocketServer } from 'ws';
import { echoBot, SocketAdapter } from './echo-bot.ts';

export async function serve(): Promise<number> {
  const adapter = new SocketAdapter();
  const bot = echoBot();
  const sockets = new Map<string, WebSocket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const activity: Partial<Activity> = JSON.parse(Buffer.concat(chunks).toString());
      const json = '{"id":"1"}';
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': json.length });
      response.end(json);
      const socket = sockets.get(request.url ?? '');
      if (!socket) return;
      socket.send(JSON.stringify(activity));
      void adapter.receive(activity, socket, bot);
    });
  });
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, request) => {
    sockets.set(request.url ?? '', socket);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
