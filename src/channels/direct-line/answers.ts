/** Writes what a Direct Line client gets back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { DirectLineError } from './errors.ts';

export function answer(response: ServerResponse, status: number, body: object): void {
  answerJson(response, status, JSON.stringify(body));
}

export function answerJson(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(json),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(json);
}

/** Answers an error in the protocol's form. One that is not the client's is logged and not explained. */
export function fail(request: IncomingMessage, response: ServerResponse, error: unknown, log: Log): void {
  const known = error instanceof DirectLineError ? error : undefined;
  if (!known) log.error({ path: request.url?.split('?')[0], error: messageOf(error) }, 'A request failed');
  if (response.headersSent) return void response.end();
  const shown = known ?? new DirectLineError(500, 'ServiceError', 'The server could not do this. Try again.');
  const { status, code, message } = shown;
  const body = { error: { code, message } };
  if (request.complete) {
    answer(response, status, body);
    return;
  }
  // A connection that closes on unread bytes is reset, and the client may never see the answer: what is left
  // of a refused body is let run out, but not for long.
  response.setHeader('Connection', 'close');
  whenRunOut(request, () => {
    if (!response.headersSent && !response.destroyed) answer(response, status, body);
  });
}

const longestRunOutMs = 500;

/** Calls back once the request is read to its end, is broken off, or takes too long. */
function whenRunOut(request: IncomingMessage, done: () => void): void {
  const timer = setTimeout(finish, longestRunOutMs);
  function finish(): void {
    clearTimeout(timer);
    request.off('end', finish).off('close', finish);
    done();
  }
  request.on('end', finish).on('close', finish).resume();
}

/** Any page may call: what it may do is decided by its token, and no cookie is involved. */
export function allowEveryOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.method !== 'OPTIONS') return;
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  response.setHeader(
    'Access-Control-Allow-Headers',
    'authorization, content-type, content-disposition, x-ms-bot-agent, x-requested-with',
  );
  response.setHeader('Access-Control-Max-Age', '7200');
}
