/** A client of the echo servers: sends an activity, waits for what comes back. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Line } from '../load.ts';

export async function openSocket(port: number): Promise<Line> {
  const socket = new WebSocket(`ws://localhost:${port}`, { perMessageDeflate: false });
  await once(socket, 'open');
  let answered = () => {};
  socket.on('message', () => answered());
  return {
    ask(text) {
      return new Promise((resolve) => {
        answered = resolve;
        socket.send(JSON.stringify(activityOf(text)));
      });
    },
    close: () => socket.terminate(),
  };
}

/** What a client sends for a text. */
export function activityOf(text: string): object {
  return {
    type: 'message',
    text,
    locale: 'en-US',
    from: { id: 'dl_shopper', name: 'Shopper' },
    conversation: { id: 'a-conversation' },
    channelId: 'directline',
    channelData: { clientActivityID: `${Date.now()}.${++count}` },
  };
}

let count = 0;
