/** Calls a platform's API, with a limit to everything, and tells apart what went wrong. */
import { hasErrorCode, messageOf } from '../core/errors.ts';
import { SendFailure } from './channel.ts';

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as a form when it is URLSearchParams. */
  readonly body?: object;
}

export interface ApiResponse {
  readonly status: number;
  /** Undefined when the body is no JSON. */
  readonly json: unknown;
  readonly headers: Headers;
}

const patienceMs = 15_000;
const mostBytes = 1_000_000;

/**
 * @throws SendFailure `later` when the platform could not be reached, is busy (429, with its Retry-After) or broken
 * (5xx); `unknown` when it was reached and the line died. Any other answer is the caller's to judge.
 */
export async function callApi(
  url: string,
  { method = 'POST', headers = {}, body }: ApiRequest,
): Promise<ApiResponse> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body &&
        !(body instanceof URLSearchParams) && { 'content-type': 'application/json; charset=utf-8' }),
      ...headers,
    },
    ...(body && { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    throw new SendFailure(
      wasNotReached(error) ? 'later' : 'unknown',
      `The platform did not answer: ${causeOf(error)}`,
    );
  });
  const text = await readBounded(response).catch((error: unknown) => {
    throw new SendFailure('unknown', `The platform's answer broke off: ${causeOf(error)}`);
  });
  const answer = { status: response.status, json: parse(text), headers: response.headers };
  if (response.status === 429)
    throw new SendFailure('later', 'The platform asks for a pause.', retryAfter(answer));
  if (response.status >= 500)
    throw new SendFailure('later', `The platform has trouble (${response.status}).`);
  return answer;
}

/** Seconds, or a date (RFC 9110, 10.2.3); some platforms say it in the body. */
function retryAfter({ headers, json }: ApiResponse): number | undefined {
  const said = headers.get('retry-after');
  if (said !== null) {
    const seconds = Number(said);
    const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(said) - Date.now();
    if (Number.isFinite(ms) && ms >= 0) return ms;
  }
  const seconds = findNumber(json, ['retry_after', 'parameters.retry_after']);
  return seconds === undefined ? undefined : seconds * 1_000;
}

function findNumber(json: unknown, paths: readonly string[]): number | undefined {
  for (const path of paths) {
    let value: unknown = json;
    for (const name of path.split('.')) value = fieldOf(value, name);
    if (typeof value === 'number') return value;
  }
  return undefined;
}

/** A field of what may be an object. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
}

/** The same as text; undefined for anything else. */
export function textOf(value: unknown, ...names: readonly string[]): string | undefined {
  let found = value;
  for (const name of names) found = fieldOf(found, name);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const beforeSending = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

function wasNotReached(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return beforeSending.some((code) => hasErrorCode(error, code) || hasErrorCode(cause, code));
}

function causeOf(error: unknown): string {
  return error instanceof Error && error.cause
    ? `${error.message} (${messageOf(error.cause)})`
    : messageOf(error);
}
