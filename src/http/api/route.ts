/** One route of the API, declared once: who may call it, what goes in and out, and what it does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Access, Principal } from './principal.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What every route says of itself. */
export interface RouteFacts {
  readonly method: Method;
  /** With parameters in braces: `/api/desk/chats/{id}`. */
  readonly path: `/${string}`;
  readonly access: Access;
  /** The chapter of the API's page. */
  readonly tag: string;
  /** One line: what it does. */
  readonly summary: string;
  readonly description?: string;
  /** Content type of a body that `handle` reads from `call.request` by itself. */
  readonly streams?: string;
  /** Bytes of JSON that are taken; 64 KiB when left out. */
  readonly maxBodyBytes?: number;
  /** Of a good answer; 200 when left out, 204 when there is no answer. */
  readonly status?: number;
  /** Status by error code, for codes whose last word does not say it (see `statusOfCode`). */
  readonly errors?: Readonly<Record<string, number>>;
  /** Calls that one network address may make in a minute; no limit when left out. */
  readonly perMinute?: number;
  /** Pages of other sites may call it: its caller is proved by something else than a cookie. */
  readonly crossOrigin?: boolean;
}

/** A call as `handle` sees it. */
export interface Call<Who, Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Who calls; for a route that anyone may call undefined for a stranger. */
  readonly principal: Who;
  readonly request: IncomingMessage;
  /** To set headers such as cookies; the answer itself is what `handle` returns. */
  readonly response: ServerResponse;
  /** The caller's network address, proxies of ours seen through. */
  readonly visitor: string;
  /** The address under which the caller reached us, such as `https://desk.example.com`. */
  readonly address: string;
}

type Caller<A extends Access> = A extends 'anyone' ? Principal | undefined : Principal;

interface Declaration<
  A extends Access,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> extends RouteFacts {
  readonly access: A;
  /** Shapes of the path's parameters, the query, the JSON body, and the answer: what they do not name is dropped. */
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer?: R;
  /** Does it. Errors of the house become the API's errors by their code; any other is a 500 and logged. */
  handle(
    call: Call<Caller<A>, z.output<P>, z.output<Q>, z.output<B>>,
  ): Promise<z.input<R> | HttpReply> | z.input<R> | HttpReply;
}

/** A route of any shape, as the server and the OpenAPI document take it. */
export interface Route extends RouteFacts {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer?: z.ZodType;
  handle(call: Call<Principal | undefined, unknown, unknown, unknown>): unknown;
}

/** Declares a route, so that `handle` knows the types of what its shapes let through. */
export function defineRoute<
  A extends Access,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodVoid,
>(declaration: Declaration<A, P, Q, B, R>): Route;
export function defineRoute(route: Route): Route {
  return route;
}

/** An answer that is not JSON: a file, a page, a redirect. */
export class HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | NodeJS.ReadableStream;

  constructor(status: number, headers: Readonly<Record<string, string>>, body: HttpReply['body'] = '') {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}
