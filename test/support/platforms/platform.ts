/** A platform as a test sees it: a person there, and its API, which behaves as its documentation says and counts. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { until } from '../direct-line-client.ts';

/** One message as the person sees it. */
export interface Shown {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly pictures: readonly string[];
}

export interface Platform {
  /** Of the channel. */
  readonly name: string;
  /** Settings that turn the channel on and lead it here. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the person has been shown so far. */
  readonly shown: readonly Shown[];
  readonly api: FakeApi;
  /** How many parts of a reply the platform took; duplicates that it drops itself do not count. */
  readonly taken: number;
  /** The platform calls the shop; resolves with the status it is answered. */
  says(base: string, text: string, options?: SayOptions): Promise<number>;
  /** The person presses the button, or answers with its number where there are none. */
  presses(base: string, title: string): Promise<number>;
  /** The platform makes its last call again, byte for byte. */
  redelivers(base: string): Promise<number>;
  /** The last call again with one bit of its signature changed; e-mail has none. */
  readonly forges?: (base: string) => Promise<number>;
  /** The person sends `picture`; the platform gives it out once `api.filesAreReady` resolves. */
  readonly sendsPicture?: (base: string) => Promise<number>;
  /** Where the platform shows that somebody is writing: whether a call is that. */
  readonly isTyping?: (call: ApiCall) => boolean;
  /** Where the platform tells of it: the person changes the last message. */
  readonly edits?: (
    base: string,
    text: string,
    where?: Pick<SayOptions, 'chat' | 'person'>,
  ) => Promise<number>;
  /** Where the platform tells of it: the person takes the last message back. */
  readonly deletes?: (base: string) => Promise<number>;
  /** Resolves when the shop hears it. */
  readonly ready?: () => Promise<unknown>;
  close(): Promise<void>;
}

export interface SayOptions {
  /** The platform's own id of the message. */
  readonly id?: string;
  /** Another chat than the usual one. */
  readonly chat?: string;
  /** Another person than the usual one, on platforms where several meet. */
  readonly person?: string;
  readonly signal?: AbortSignal;
}

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ApiAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** `drop` takes the call and closes the line without an answer. */
export type Fault = ApiAnswer | 'drop';

export interface FakeApi {
  readonly url: string;
  readonly calls: readonly ApiCall[];
  /** Those with which something is said. */
  readonly sends: readonly ApiCall[];
  /** What the next of these get instead of an answer, in order. */
  readonly faults: Fault[];
  /** Files are given out once it resolves. */
  filesAreReady: Promise<void>;
  /** How long a call takes, in ms; at once if never set. */
  slowness: () => number;
  close(): Promise<void>;
}

/** The smallest PNG there is. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** Where the platforms keep what people send. */
const filePath = /^\/(files|file)\/|\/content$|\/media\/get$/;

/**
 * @param answer behaves as the platform; an `undefined` is a 404.
 * @param isAside true for calls that say nothing, such as those that show that somebody is writing: they come at any time.
 */
export async function startFakeApi(
  answer: (call: ApiCall) => ApiAnswer | undefined,
  isAside: (call: ApiCall) => boolean = () => false,
): Promise<FakeApi> {
  const calls: ApiCall[] = [];
  const faults: Fault[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const call: ApiCall = {
      method: request.method ?? 'GET',
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    calls.push(call);
    if (filePath.test(pathname)) {
      await api.filesAreReady;
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(picture);
      return;
    }
    await new Promise<void>((resolve) => setTimeout(resolve, api.slowness() / 2));
    const fault = isAside(call) ? undefined : faults.shift();
    const made = fault === undefined || fault === 'drop' ? answer(call) : fault;
    await new Promise<void>((resolve) => setTimeout(resolve, api.slowness() / 2));
    if (fault === 'drop') return void request.socket.destroy();
    response.writeHead(made?.status ?? (made ? 200 : 404), {
      'content-type': 'application/json',
      ...made?.headers,
    });
    response.end(JSON.stringify(made?.json ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const api: FakeApi = {
    url: `http://localhost:${typeof address === 'object' && address ? address.port : 0}`,
    calls,
    get sends() {
      return calls.filter((call) => !isAside(call));
    },
    faults,
    filesAreReady: Promise.resolve(),
    slowness: () => 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
}

/** Calls the shop's webhook and remembers the call, so that it can be made again. */
export function caller(name: string, at = `/channels/${name}`) {
  let last: { path: string; init: RequestInit } | undefined;
  const make = async (base: string, path: string, init: RequestInit) => {
    const response = await fetch(`${base}${path}`, init);
    await response.arrayBuffer();
    return response.status;
  };
  return {
    post(
      base: string,
      body: string,
      headers: Record<string, string>,
      query = '',
      signal?: AbortSignal,
    ): Promise<number> {
      last = { path: `${at}${query}`, init: { method: 'POST', body, headers } };
      return make(base, last.path, { ...last.init, ...(signal && { signal }) });
    },
    again(base: string): Promise<number> {
      if (!last) throw new Error('Nothing was sent yet.');
      return make(base, last.path, last.init);
    },
    /** @param change of the headers and body. */
    changed(
      base: string,
      change: (headers: Record<string, string>, body: string) => Record<string, string>,
    ): Promise<number> {
      if (!last) throw new Error('Nothing was sent yet.');
      const headers = Object.fromEntries(new Headers(last.init.headers));
      return make(base, last.path, { ...last.init, headers: change(headers, String(last.init.body)) });
    },
  };
}

/** The text with the lowest bit of its character at `at` changed. */
export function flipped(text: string, at = text.length - 3): string {
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
}

/** Waits until the person has been shown something that `fits` since `after` messages. */
export function untilShown(platform: Platform, fits: (shown: Shown) => boolean, after = 0): Promise<Shown> {
  return until(() => platform.shown.slice(after).find(fits));
}
