/** Listens with `ws` on a free port. */
import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';

/** @param answer what to send back for a text. @returns the port. */
export async function listenForText(answer: (text: string, socket: WebSocket) => void): Promise<number> {
  const server = new WebSocketServer({ host: 'localhost', port: 0, perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.on('message', (data) => answer(String(data), socket));
  });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
