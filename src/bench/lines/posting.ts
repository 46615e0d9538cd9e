/** A client that posts its messages and hears the echo and the answer on a socket. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Line } from '../load.ts';
import { openHttp } from './http-connection.ts';
import { activityOf } from './socket.ts';

let opened = 0;

export async function openPosting(port: number): Promise<Line> {
  const path = `/${++opened}`;
  const http = await openHttp(port);
  const socket = new WebSocket(`ws://localhost:${port}${path}`, { perMessageDeflate: false });
  await once(socket, 'open');
  let frames = 0;
  let answered = () => {};
  socket.on('message', () => {
    if (++frames % 2 === 0) answered();
  });
  return {
    async ask(text) {
      const heard = new Promise<void>((resolve) => {
        answered = resolve;
      });
      await http.request('POST', path, activityOf(text));
      await heard;
    },
    close() {
      socket.terminate();
      http.close();
    },
  };
}
