/** Stands between a client and the server and cuts wires: sockets only, or everything, now or for a while. */
import { connect, createServer, type Socket } from 'node:net';

export interface FlakyProxy {
  /** The server's address by way of the proxy. */
  readonly base: string;
  /** WebSockets that are open through it now. */
  readonly sockets: number;
  /** Cuts every WebSocket without a word. */
  dropSockets(): void;
  /** While true, new WebSockets are cut before the server sees them. */
  refuseSockets: boolean;
  close(): Promise<void>;
}

/** @param target such as `http://localhost:40001`. */
export async function startFlakyProxy(target: string): Promise<FlakyProxy> {
  const { hostname, port } = new URL(target);
  const wires = new Set<Socket>();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    wires.add(client);
    const cut = () => {
      client.destroy();
      upstream.destroy();
      wires.delete(client);
      sockets.delete(client);
    };
    for (const end of [client, upstream]) end.on('error', cut).on('close', cut);
    client.on('data', (chunk) => {
      if (!sockets.has(client) && /\r\nupgrade: websocket\r\n/i.test(chunk.toString('latin1'))) {
        if (proxy.refuseSockets) return cut();
        sockets.add(client);
      }
      upstream.write(chunk);
    });
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const proxy: FlakyProxy = {
    base: `http://localhost:${typeof address === 'object' && address ? address.port : 0}`,
    refuseSockets: false,
    get sockets() {
      return sockets.size;
    },
    dropSockets() {
      for (const socket of [...sockets]) socket.destroy();
    },
    async close() {
      for (const wire of [...wires]) wire.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
