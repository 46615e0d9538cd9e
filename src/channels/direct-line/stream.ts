/** The WebSocket of Direct Line: carries a conversation's entries to one client, from its watermark on. */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Feeds } from '../../conversations/index.ts';
import type { Clock } from '../../core/clock.ts';
import { DirectLineError } from './errors.ts';
import { basePath } from './routes.ts';
import type { Tokens } from './tokens.ts';

export interface Stream {
  /** Takes over an upgrade request; false when it is not for a stream. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Sockets open now. */
  readonly open: number;
  /** Closes every socket and takes no new one; their clients come back, here or at another process. */
  close(): void;
}

/** Clients send an empty frame every 20 s; one that sends far more, or anything long, is not one of them. */
const mostFramesPerWindow = 100;
const floodWindowMs = 10_000;
const maxFrameBytes = 4_096;
/** A client that does not read is dropped rather than kept in memory; it resumes with its watermark. */
const maxUnsentBytes = 4_000_000;
const keepAliveMs = 30_000;

const streamPath = new RegExp(`^${basePath}/conversations/([^/]+)/stream$`);

export function createStream({
  feeds,
  tokens,
  clock,
}: {
  feeds: Feeds;
  tokens: Tokens;
  clock: Clock;
}): Stream {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maxFrameBytes });
  const sockets = new Map<WebSocket, { heard: boolean }>();
  let stopKeepAlive = clock.after(keepAliveMs, keepAlive);
  let closing = false;

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    // Any path at all comes here, also such that no URL can be made of.
    const [path = '', query] = (request.url ?? '').split('?', 2);
    const [, segment] = streamPath.exec(path) ?? [];
    if (!segment) return false;
    void open(request, socket, head, segment, new URLSearchParams(query));
    return true;
  }

  async function open(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    segment: string,
    query: URLSearchParams,
  ): Promise<void> {
    const onError = () => socket.destroy();
    socket.on('error', onError);
    try {
      const conversationId = decodeURIComponent(segment);
      await tokens.verifyStream(query.get('t') ?? '', conversationId);
      const after = Number(query.get('watermark') ?? 0);
      if (!Number.isSafeInteger(after) || after < 0)
        throw new DirectLineError(400, 'BadArgument', 'Bad watermark.');
      if (closing) throw new DirectLineError(503, 'ServiceError', 'The server is going away.');
      socket.off('error', onError);
      server.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, conversationId, after));
    } catch (error) {
      const status = error instanceof DirectLineError ? error.status : 400;
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
    }
  }

  function serve(socket: WebSocket, conversationId: string, after: number): void {
    const alive = { heard: true };
    sockets.set(socket, alive);
    const deliver = (frame: string) => {
      if (socket.bufferedAmount > maxUnsentBytes) socket.terminate();
      else socket.send(frame);
    };
    // A client that never heard a watermark comes back without one, and would miss what was said meanwhile.
    deliver(`{"activities":[],"watermark":"${after}"}`);
    const stop = feeds.subscribe(conversationId, after, 'all', { entry: deliver, passing: deliver });
    let frames = 0;
    let windowBegun = clock.now();
    socket.on('pong', () => {
      alive.heard = true;
    });
    socket.on('message', (_data, isBinary) => {
      alive.heard = true;
      if (isBinary) return socket.close(1003, 'Only text is understood');
      const now = clock.now();
      if (now - windowBegun > floodWindowMs) {
        windowBegun = now;
        frames = 0;
      }
      // Nothing is sent upwards on this socket but keep-alives; what a client has to say it posts.
      if (++frames > mostFramesPerWindow) socket.close(1008, 'Too many frames');
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      stop();
      sockets.delete(socket);
    });
  }

  /** Finds sockets whose other end is gone without a word. */
  function keepAlive(): void {
    for (const [socket, alive] of sockets) {
      if (!alive.heard) socket.terminate();
      else {
        alive.heard = false;
        socket.ping();
      }
    }
    stopKeepAlive = clock.after(keepAliveMs, keepAlive);
  }

  return {
    upgrade,
    get open() {
      return sockets.size;
    },
    close() {
      closing = true;
      stopKeepAlive();
      for (const socket of sockets.keys()) socket.close(1001, 'The server is going away');
      const reluctant = [...sockets.keys()];
      clock.after(500, () => {
        for (const socket of reluctant) socket.terminate();
      });
    },
  };
}
