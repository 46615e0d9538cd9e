/** One kept-alive HTTP/1.1 connection, as cheap as can be: the load generator must not be what is measured. */
import { once } from 'node:events';
import { connect } from 'node:net';

export interface HttpConnection {
  /** The body of the answer. Rejects unless the status is 2xx. One request at a time. */
  request(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    token?: string,
    cookie?: string,
  ): Promise<string>;
  close(): void;
}

export async function openHttp(port: number): Promise<HttpConnection> {
  const socket = connect({ host: 'localhost', port, noDelay: true });
  await once(socket, 'connect');
  let received = '';
  let answered: { resolve: (body: string) => void; reject: (error: Error) => void } | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = received.slice(0, headEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (received.length < headEnd + 4 + length) return;
    const body = received.slice(headEnd + 4, headEnd + 4 + length);
    received = '';
    if (head.startsWith('HTTP/1.1 2')) answered?.resolve(body);
    else answered?.reject(new Error(`${head.split('\r\n', 1)[0]}: ${body}`));
  });
  const broken = (error?: Error) => answered?.reject(error ?? new Error('The connection was closed.'));
  socket.on('error', broken);
  socket.on('close', () => broken());
  return {
    request(method, path, body, token, cookie) {
      const text = body ? JSON.stringify(body) : '';
      return new Promise((resolve, reject) => {
        answered = { resolve, reject };
        socket.write(
          `${method} ${path} HTTP/1.1\r\nhost: localhost:${port}\r\n${
            token ? `authorization: Bearer ${token}\r\n` : ''
          }${cookie ? `cookie: ${cookie}\r\n` : ''}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
        );
      });
    },
    close: () => socket.destroy(),
  };
}
