/** Answers the platforms' calls: the body bounded and raw, the sender proved, the answer only after the commit. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../core/clock.ts';
import { hasCode, messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readBody } from '../core/request-body.ts';
import { type Channel, type Event, Refused } from './channel.ts';

/** Where the platforms call: `/channels/NAME`. */
export const channelsPath = '/channels';

/** The largest that a platform sends is Meta's batch of changes; files come as addresses everywhere. */
const mostBytes = 1024 * 1024;
const mostEvents = 1_000;
const longestRunOutMs = 500;

export interface WebhookParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly hear: (channel: Channel, events: readonly Event[]) => Promise<void>;
  /** The address under which the platform reached us. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly clock: Clock;
  readonly log: Log;
}

export function createWebhooks({ channels, hear, addressOf, clock, log }: WebhookParts) {
  const byPath = new Map(
    [...channels.values()].map((channel) => [channel.path ?? `${channelsPath}/${channel.name}`, channel]),
  );

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const channel = byPath.get(path);
    try {
      if (!channel?.webhook) throw new Refused(404, 'There is no such channel, or it is off.');
      const body = await bodyOf(request);
      const url = new URL(request.url ?? '/', addressOf(request));
      const { events, answer } = await channel.webhook({
        method: request.method ?? 'GET',
        url,
        headers: request.headers,
        body,
        at: clock.now(),
        isFromOwnMachine: isFromOwnMachine(request),
      });
      if (events.length > mostEvents) throw new Refused(400, 'There are too many events in one call.');
      await hear(channel, events);
      const said = typeof answer === 'function' ? await answer() : answer;
      respond(response, 200, said?.contentType ?? 'text/plain; charset=utf-8', said?.body ?? '');
    } catch (error) {
      refuse(request, response, error, channel?.name);
    }
  };

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
    channel: string | undefined,
  ): void {
    const status = statusOf(error);
    if (status >= 500)
      log.error(
        { channel, error: messageOf(error) },
        'A message of a platform could not be taken; it sends it again',
      );
    else log.debug({ channel, why: messageOf(error) }, 'A call to a channel was refused');
    const tell = () => {
      if (response.headersSent || response.destroyed) return;
      respond(response, status, 'text/plain; charset=utf-8', status >= 500 ? '' : messageOf(error));
    };
    if (request.complete) {
      tell();
      return;
    }
    // A connection that closes on unread bytes is reset, and the answer may be lost: what is left runs out, not for long.
    response.setHeader('Connection', 'close');
    const timer = setTimeout(tell, longestRunOutMs);
    request.once('close', () => {
      clearTimeout(timer);
      tell();
    });
    request.resume();
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const { 'content-encoding': encoding, 'content-length': declared } = request.headers;
  // No platform compresses its calls: what is compressed is a bomb, or meant as one.
  if (encoding && encoding !== 'identity') throw new Refused(415, 'A compressed body is not taken.');
  if (Number(declared ?? 0) > mostBytes) throw new Refused(413, `A body may have ${mostBytes} bytes.`);
  return readBody(request, mostBytes);
}

function isFromOwnMachine({ socket, headers }: IncomingMessage): boolean {
  const isLocal = /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
  return isLocal && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined;
}

function statusOf(error: unknown): number {
  if (error instanceof Refused) return error.status;
  if (hasCode(error, 'request.too-large')) return 413;
  return hasCode(error, 'request.invalid') ? 400 : 500;
}

function respond(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}
