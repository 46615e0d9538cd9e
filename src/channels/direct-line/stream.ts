/** The WebSocket of Direct Line: carries a conversation's entries to one client, from its watermark on. */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Feeds } from '../../conversations/index.ts';
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { deskFeed, feedOf } from '../../desk/index.ts';
import type { DirectLineDesk } from './accept.ts';
import { DirectLineError } from './errors.ts';
import { basePath } from './routes.ts';
import type { StreamBearer, Tokens } from './tokens.ts';

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
  desk,
  most,
  clock,
  log,
}: {
  feeds: Feeds;
  tokens: Tokens;
  desk: Pick<DirectLineDesk, 'sessionsAlive'>;
  /** Sockets of shoppers on one conversation. */
  most: number;
  clock: Clock;
  log: Log;
}): Stream {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maxFrameBytes });
  const sockets = new Map<WebSocket, { heard: boolean; readonly session: string | undefined }>();
  const shoppersOn = new Map<string, number>();
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
      const bearer = await tokens.verifyStream(query.get('t') ?? '', conversationId);
      const after = Number(query.get('watermark') ?? 0);
      if (!Number.isSafeInteger(after) || after < 0)
        throw new DirectLineError(400, 'BadArgument', 'Bad watermark.');
      if (closing) throw new DirectLineError(503, 'ServiceError', 'The server is going away.');
      if (bearer.agent === undefined && (shoppersOn.get(conversationId) ?? 0) >= most) {
        // Real clients come back after some seconds, with their watermark: by then one of the others may be gone.
        throw new DirectLineError(429, 'TooManySockets', 'This conversation is open too many times.');
      }
      socket.off('error', onError);
      server.handleUpgrade(request, socket, head, (webSocket) =>
        serve(webSocket, socket, conversationId, after, bearer),
      );
    } catch (error) {
      const refusal =
        error instanceof DirectLineError ? error : new DirectLineError(400, 'BadArgument', 'Bad address.');
      socket.once('finish', () => socket.destroy());
      socket.end(answerOf(refusal));
    }
  }

  function serve(
    socket: WebSocket,
    wire: Duplex,
    conversationId: string,
    after: number,
    { agent, session }: StreamBearer,
  ): void {
    const alive = { heard: true, session };
    sockets.set(socket, alive);
    if (agent === undefined) count(conversationId, 1);
    const together = writingTogether(wire);
    const deliver = (frame: string) => {
      if (socket.bufferedAmount > maxUnsentBytes) return socket.terminate();
      together();
      socket.send(frame);
    };
    // A client that never heard a watermark comes back without one, and would miss what was said meanwhile.
    deliver(`{"activities":[],"watermark":"${after}"}`);
    const listener = { entry: deliver, passing: deliver };
    const audience = agent === undefined ? 'all' : 'desk';
    const stop = feeds.subscribe(conversationId, after, audience, listener);
    // An agent's own stream carries what is for everybody at the desk, too.
    const own = agent !== undefined && conversationId === feedOf(agent);
    const stopDesk = own ? feeds.subscribe(deskFeed, 0, 'desk', listener) : () => {};
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
      stopDesk();
      sockets.delete(socket);
      if (agent === undefined) count(conversationId, -1);
    });
  }

  function count(conversationId: string, more: 1 | -1): void {
    const now = (shoppersOn.get(conversationId) ?? 0) + more;
    if (now > 0) shoppersOn.set(conversationId, now);
    else shoppersOn.delete(conversationId);
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
    void closeSignedOut();
    stopKeepAlive = clock.after(keepAliveMs, keepAlive);
  }

  /** Who signed out, or was made to, hears nothing more. */
  async function closeSignedOut(): Promise<void> {
    const sessions = new Set([...sockets.values()].flatMap(({ session }) => session ?? []));
    if (sessions.size === 0) return;
    try {
      const alive = await desk.sessionsAlive([...sessions]);
      for (const [socket, { session }] of sockets) {
        if (session !== undefined && !alive.has(session)) socket.close(1008, 'Signed out');
      }
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'The sessions of the desk could not be looked at; trying again');
    }
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

/** A refused upgrade, as bytes: there is no response object to write it with. */
function answerOf({ status, code, message }: DirectLineError): string {
  const body = JSON.stringify({ error: { code, message } });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

/** @returns a function after which all frames of this moment leave in one write: a message and its answer mostly do. */
function writingTogether(wire: Duplex): () => void {
  let isHeld = false;
  return () => {
    if (isHeld) return;
    isHeld = true;
    wire.cork();
    process.nextTick(() => {
      isHeld = false;
      wire.uncork();
    });
  };
}
