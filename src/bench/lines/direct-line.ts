/** A Direct Line client as real ones are: posts its messages, hears the answers on a socket. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Line } from '../load.ts';
import { type HttpConnection, openHttp } from './http-connection.ts';
import { activityOf } from './socket.ts';

export interface OpenedChat {
  readonly conversationId: string;
  readonly token: string;
  readonly streamUrl: string;
}

export async function openDirectLine(port: number): Promise<Line> {
  const http = await openHttp(port);
  const chat = await startChat(http);
  const socket = new WebSocket(chat.streamUrl, { perMessageDeflate: false });
  let answered = () => {};
  socket.on('message', (data) => {
    if (String(data).includes('"replyToId"')) answered();
  });
  await once(socket, 'open');
  return {
    async ask(text) {
      const heard = new Promise<void>((resolve) => {
        answered = resolve;
      });
      await http.request('POST', activitiesPath(chat), activityOf(text), chat.token);
      await heard;
    },
    close() {
      socket.terminate();
      http.close();
    },
  };
}

/** Opens a chat as an anonymous visitor does. */
export async function startChat(http: HttpConnection): Promise<OpenedChat> {
  const { token }: { token: string } = JSON.parse(await http.request('POST', '/widget/token', {}));
  return JSON.parse(await http.request('POST', '/v3/directline/conversations', {}, token));
}

export function activitiesPath({ conversationId }: OpenedChat): string {
  return `/v3/directline/conversations/${conversationId}/activities`;
}
