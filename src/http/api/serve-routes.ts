/** Answers the declared routes: who calls, from where, with what shape; then `handle`, and its answer or its error. */
import { pipeline } from 'node:stream/promises';
import express, { type Request, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { networkOf } from '../../core/network-of.ts';
import { readJsonBody } from '../../core/request-body.ts';
import { type Failure, failure, failureOf } from './failures.ts';
import { type Authenticate, mayUse, type Principal } from './principal.ts';
import { HttpReply, type Route } from './route.ts';
import { isSameOrigin } from './same-origin.ts';

export interface ServingParts {
  readonly authenticate: Authenticate;
  readonly visitorOf: (request: Request) => string;
  readonly addressOf: (request: Request) => string;
  readonly log: Log;
}

const usualBodyBytes = 64 * 1024;

export function serveRoutes(routes: readonly Route[], parts: ServingParts): Router {
  const router = express.Router();
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    if (route.crossOrigin) router.options(path, (_request, response) => allowOrigins(route, response).end());
    if (route.perMinute !== undefined) router[route.method](path, limitOf(route.perMinute, parts));
    router[route.method](path, (request, response) => answer(route, request, response, parts));
  }
  return router;
}

async function answer(route: Route, request: Request, response: Response, parts: ServingParts) {
  try {
    if (route.crossOrigin) allowOrigins(route, response);
    response.set('Cache-Control', 'no-store');
    const address = parts.addressOf(request);
    const refused = refusalOf(route, request, address);
    if (refused) return send(response, refused);
    const principal = await parts.authenticate(request);
    if (!mayUse(principal, route.access)) return send(response, closedTo(principal, route));
    const given = await route.handle({
      params: route.params?.parse(request.params),
      query: route.query?.parse(request.query),
      body: route.body?.parse(withoutNul(await readJsonBody(request, route.maxBodyBytes ?? usualBodyBytes))),
      principal,
      request,
      response,
      visitor: parts.visitorOf(request),
      address,
    });
    if (given instanceof HttpReply) return await sendReply(response, given);
    if (!route.answer) return void response.status(route.status ?? 204).end();
    response.status(route.status ?? 200).json(shapedAnswer(route.answer, given));
  } catch (error) {
    const failed = failureOf(error, route.errors);
    if (failed.status >= 500) {
      parts.log.error(
        { route: `${route.method} ${route.path}`, error: messageOf(error) },
        'A call of the API failed',
      );
    }
    if (response.headersSent) response.destroy();
    else send(response, failed);
  }
}

/** An answer that is not as declared is our fault, not the caller's. */
function shapedAnswer(shape: NonNullable<Route['answer']>, given: unknown): unknown {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ShopdeskError('api.answer', `The answer is not as declared: ${parsed.error.message}`);
}

/** Bodies come as JSON only: a form of another site cannot send that without being asked. */
function refusalOf(route: Route, request: Request, address: string): Failure | undefined {
  if (hasControls(request)) {
    return failure(400, 'request.invalid', 'The address has control characters in it.');
  }
  if (route.method === 'get') return undefined;
  if (!route.crossOrigin && !isSameOrigin(request, address)) {
    return failure(403, 'request.cross-site', 'Pages of other sites may not call this.');
  }
  if (!route.body || request.is('json') || Number(request.headers['content-length'] ?? 0) === 0)
    return undefined;
  return failure(
    415,
    'request.content-type',
    'The body must be JSON.',
    'Send Content-Type: application/json.',
  );
}

/** No store of ours can keep a NUL, and no text has one. */
function withoutNul(json: unknown): unknown {
  if (json === undefined || !JSON.stringify(json).includes('\\u0000')) return json;
  throw new ShopdeskError('request.invalid', 'The body has a NUL character in it.');
}

/** No id or word of ours has one, and a store may take none. */
function hasControls({ params, url }: Request): boolean {
  return (
    /%(?:[01][\da-f]|7f)/i.test(url.replaceAll(/%0[9ad]/gi, '')) ||
    /\p{Cc}/u.test(Object.values(params).join(''))
  );
}

function closedTo(principal: Principal | undefined, route: Route): Failure {
  return principal
    ? failure(403, 'request.forbidden', `This is open to: ${route.access}.`)
    : failure(
        401,
        'request.unauthorized',
        'This is not open to strangers.',
        'Sign in at the desk, or send "Authorization: Bearer …".',
      );
}

function limitOf(perMinute: number, { visitorOf }: ServingParts) {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    keyGenerator: (request) => networkOf(visitorOf(request)),
    handler: (_request, response) =>
      send(response, failure(429, 'request.too-many', 'Too many calls. Wait a minute.')),
  });
}

function allowOrigins(route: Route, response: Response): Response {
  return response.status(204).set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': route.method.toUpperCase(),
    'Access-Control-Allow-Headers': 'Authorization, Content-Type',
  });
}

function send(response: Response, { status, body }: Failure): void {
  response.status(status).json(body);
}

async function sendReply(response: Response, { status, headers, body }: HttpReply): Promise<void> {
  response.status(status).set(headers);
  if (typeof body === 'string') response.send(body);
  else if (body instanceof Uint8Array) response.send(Buffer.from(body));
  else await pipeline(body, response);
}
